// EDGE: reads the parameters of a question.
import { N8N_NODES_API_VERSION, type IExecuteFunctions } from 'n8n-workflow';
import { isObject } from '../../../graph/json';
import { textOf } from '../../buttons/values';
import { readRows, readText } from '../../item/parameters';
import { refused } from '../../refusals/actionFailure';
import { answerOf, type Question } from './question';
import { waitLimit } from './waitLimit';

/** From the same release on, n8n lets an execution go on through any output. */
const NODES_API_VERSION: number | undefined = N8N_NODES_API_VERSION;

/** @throws {ActionFailure} for what cannot be asked here */
export function readQuestion(n8n: IExecuteFunctions): Question {
	const collected = n8n.getNodeParameter('options', 0, {});
	const options = isObject(collected) ? collected : {};
	return {
		text: readMessageText(n8n),
		style: readText(n8n, 'answerStyle', 0),
		answers: readRows(n8n, 'answers', 0).map(({ title, value }) => answerOf(textOf(title), textOf(value))),
		isPerAnswer: readIsPerAnswer(n8n),
		thankYou: textOf(options.thankYou).trim(),
		waitsUntil: waitLimit(options.limitWaitTime, Date.now()),
	};
}

/** Whether this is n8n's Human review of an agent's tool. */
export function isHumanReview(n8n: IExecuteFunctions): boolean {
	return n8n.getNode().type.endsWith('HitlTool');
}

/** n8n writes the parameters of the tool into the text of a review as `[object Object]`. */
function readMessageText(n8n: IExecuteFunctions): string {
	const text = readText(n8n, 'message', 0);
	const parameters = n8n.getInputData()[0]?.json.toolParameters;
	return isHumanReview(n8n) && isObject(parameters)
		? text.replaceAll('[object Object]', JSON.stringify(parameters, null, 2))
		: text;
}

function readIsPerAnswer(n8n: IExecuteFunctions): boolean {
	if (readText(n8n, 'routing', 0) !== 'perAnswer' || isHumanReview(n8n)) return false;
	if (NODES_API_VERSION === undefined) {
		throw refused(
			"'Routing' by Output per Answer needs n8n 2.39 or newer",
			"Update n8n, or set 'Routing' to Single Output and branch on 'index' or 'value' with a Switch node.",
		);
	}
	return true;
}
