// EDGE: the tap that an agent calls this node for, as a tool of it.
import { NodeConnectionTypes, type IExecuteFunctions } from 'n8n-workflow';
import { isObject, textOrNull } from '../../graph/json';
import { refused } from '../refusals/actionFailure';
import { readTap, tapOfCall, type Tap } from './tapItem';
import { itemOf, itemsAbove, itemsOf, tapAbove } from './tapsAbove';

/** What n8n puts on the item of a tool call, for agents from version 3 on. */
interface CallOfAgent {
	/** The node before the agent; from the second run of the agent on it may be the agent itself. */
	nodeBefore: string;
	/** By which of its outputs. */
	output: number;
	/** The item of the agent, and over it what the model wrote. */
	json: unknown;
	id: string | null;
}

/**
 * The item of a tool call is written by the model in part or whole, and n8n says of each that it
 * descends from the first of those that the agent was given.
 *
 * @throws {ActionFailure} when it could be for one of several people
 */
export function tapOfToolCall(n8n: IExecuteFunctions, itemIndex: number): Tap | null {
	const call = readCall(n8n, itemIndex);
	const nodeBefore = call?.nodeBefore ?? nodeBeforeOldAgent(n8n);
	const given = call === null || isOurAgent(n8n, nodeBefore) ? [] : itemsOf(n8n, nodeBefore, call.output);
	if (call === null || given.length === 1) {
		const tap =
			readTap(given[0] ?? itemOf(n8n, nodeBefore, itemIndex)) ?? tapAbove(n8n, nodeBefore, itemIndex);
		if (tap !== null) return tap;
	}
	const found = tapOfCall({ call: call?.json, given, above: itemsAbove(n8n, nodeBefore) });
	if (found !== 'several') return found;
	throw refused(
		'Nobody to answer: the agent has items of several people, and n8n does not tell which one this call is for',
		"The items that reach the agent must still have the trigger's fields. Put an Edit Fields node in front of it: 'Mode' JSON, 'JSON' {{ $('Messenger Postback Trigger').item.json }}, 'Include Other Input Fields' on.",
	);
}

/** Of a call by an agent from version 3 on; null where n8n gives none, or the model makes it up. */
export function toolCallId(n8n: IExecuteFunctions, itemIndex: number): string | null {
	return readCall(n8n, itemIndex)?.id ?? null;
}

function readCall(n8n: IExecuteFunctions, itemIndex: number): CallOfAgent | null {
	const { json, pairedItem } = n8n.getInputData()[itemIndex] ?? {};
	const source = isObject(pairedItem) ? pairedItem.sourceOverwrite : undefined;
	const nodeBefore = isObject(source) ? textOrNull(source.previousNode) : null;
	if (!isObject(source) || nodeBefore === null) return null;
	const { previousNodeOutput } = source;
	const output = typeof previousNodeOutput === 'number' ? previousNodeOutput : 0;
	return { nodeBefore, output, json, id: textOrNull(json?.toolCallId) };
}

/** What an agent put out in an earlier run says nothing of what it was given in this one. */
function isOurAgent(n8n: IExecuteFunctions, nodeName: string): boolean {
	const { name } = n8n.getNode();
	const tools = n8n.getParentNodes(nodeName, { connectionType: NodeConnectionTypes.AiTool });
	return tools.some((tool) => tool.name === name);
}

/**
 * Agents before version 3 call a tool without telling which of their items it is for, so that among
 * several it could be anybody's tap.
 */
function nodeBeforeOldAgent(n8n: IExecuteFunctions): string {
	if (n8n.evaluateExpression('{{ $input.all().length }}', 0) !== 1) {
		throw refused(
			'Nobody to answer: this version of the agent does not tell which of its items the tool is for',
			'Use an AI Agent of version 3 or newer, or put Loop Over Items in front of it.',
		);
	}
	return n8n.getInputSourceData(0, NodeConnectionTypes.Main).previousNode;
}
