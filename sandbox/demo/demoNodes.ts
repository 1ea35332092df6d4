// The nodes behind the trigger of the demo workflow, each from what is particular to it.
import { MESSENGER_TYPE, type WorkflowNode } from '../n8n/index.ts';

export type Step = Omit<WorkflowNode, 'id' | 'position'>;

/** As in the node's parameters. */
export const tapButton = (title: string, payload: string) => ({ type: 'postback', title, payload });

type Message = Record<string, unknown> & { messageType: 'text' | 'buttons' | 'cards' | 'json' };

/** Answers whoever tapped: no ID is filled in. */
export function answerNode(credentialId: string, name: string, message: Message): Step {
	return messengerNode(credentialId, name, { operation: 'send', ...message });
}

/** Asks whoever tapped, and waits for the answer. */
export function askNode(credentialId: string, name: string, question: Record<string, unknown>): Step {
	return messengerNode(credentialId, name, { operation: 'sendAndWait', ...question });
}

function messengerNode(credentialId: string, name: string, parameters: Record<string, unknown>): Step {
	return {
		name,
		type: MESSENGER_TYPE,
		typeVersion: 1,
		parameters: { resource: 'message', to: 'tap', ...parameters },
		credentials: { messengerApi: { id: credentialId, name: 'Messenger' } },
	};
}

/** Makes an item of these values alone. */
export function setNode(name: string, values: Record<string, string>): Step {
	const assignments = Object.entries(values).map(([key, value]) => ({
		id: key,
		name: key,
		value,
		type: 'string',
	}));
	return {
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { assignments: { assignments }, options: {} },
	};
}

/** Lets through the items for which the expression is false. */
export function unlessNode(name: string, leftValue: string): Step {
	const operator = { type: 'boolean', operation: 'false', singleValue: true };
	const conditions = {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [{ id: 'condition', leftValue, rightValue: '', operator }],
		combinator: 'and',
	};
	return { name, type: 'n8n-nodes-base.filter', typeVersion: 2.2, parameters: { conditions } };
}

/** In a row on the canvas, the first of them beside the trigger. */
export function placed(steps: readonly Step[], row: number): WorkflowNode[] {
	return steps.map((step, column) => ({
		...step,
		id: `demo-step-${row + 1}-${column + 1}`,
		position: [320 + column * 240, (row - 4) * 180],
	}));
}
