// EDGE: whom an operation is about, from 'To' and the item: whoever tapped, however many nodes ago,
// or a person by ID.
import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { Account } from '../../account/pageOf';
import type { Channel } from '../../graph/channel';
import { isObject, textOrNull } from '../../graph/json';
import type { Recipient } from '../../graph/sending';
import { isChannel } from '../../trigger/events/fields';
import { refused } from '../refusals/actionFailure';
import { readText } from './parameters';
import { readTap, type Tap } from './tapItem';

export interface Whom extends Account {
	recipient: Recipient;
	/** Of the message that was tapped, where the tap names it. */
	tapMid: string | null;
}

const TRIGGER_TYPE = '.messengerPostbackTrigger';
/** A question that was answered stands for a tap too. */
const MESSENGER_TYPE = '.messenger';
/** n8n makes such a type of every node that can be a tool. */
const TOOL_TYPE = 'Tool';

/** @throws {ActionFailure} when there is nobody, or a part is missing */
export function readWhom(n8n: IExecuteFunctions, itemIndex: number): Whom {
	return n8n.getNodeParameter('to', itemIndex, 'tap') === 'person'
		? personByHand(n8n, itemIndex)
		: personOfTap(findTap(n8n, itemIndex));
}

/** One person's operations keep their order. */
export function laneOf({ accountId, recipient }: Whom): string {
	return JSON.stringify([accountId, recipient]);
}

export function recipientIdOf({ recipient }: Whom): string | null {
	return 'id' in recipient ? recipient.id : null;
}

/** @throws {ActionFailure} for a person whom Meta has given no ID yet */
export function requiredId(whom: Whom): string {
	const id = recipientIdOf(whom);
	if (id !== null) return id;
	throw refused(
		'This person has no ID yet: the tap came from the checkbox plugin.',
		'Meta gives them one with their first message. Leave such items out with an IF node.',
	);
}

function personByHand(n8n: IExecuteFunctions, itemIndex: number): Whom {
	const recipientId = readText(n8n, 'recipientId', itemIndex).trim();
	if (recipientId === '') {
		throw refused(
			"'Recipient ID' is empty",
			"Enter the PSID or Instagram-scoped ID of the person, such as 'sender.id' of an item of the trigger, or set 'To' to Whoever Tapped.",
		);
	}
	return { ...readAccount(n8n, itemIndex), recipient: { id: recipientId }, tapMid: null };
}

/** The Page of 'Page' and 'Channel'. */
export function readAccount(n8n: IExecuteFunctions, itemIndex: number): Account & { channel: Channel } {
	const page = n8n.getNodeParameter('page', itemIndex, '', { extractValue: true });
	const accountId = String(page ?? '').trim();
	if (accountId === '') throw refused("'Page' is empty", 'Choose a Page from the list, or enter its ID.');
	return { channel: readChannel(n8n, itemIndex), accountId };
}

export function readChannel(n8n: IExecuteFunctions, itemIndex: number): Channel {
	const channel = n8n.getNodeParameter('channel', itemIndex, 'messenger');
	if (isChannel(channel)) return channel;
	throw refused(`'Channel' is '${String(channel)}'`, "It must be 'messenger' or 'instagram'.");
}

function personOfTap(tap: Tap | null): Whom {
	if (tap === null) {
		throw refused(
			'Nobody to answer: this item does not come from a tap.',
			"Put a Messenger Postback Trigger in front of this node, or set 'To' to A Person and say who.",
		);
	}
	const { channel, accountId, senderId, senderUserRef, mid } = tap;
	const recipient: Recipient | null =
		senderId !== null ? { id: senderId } : senderUserRef !== null ? { user_ref: senderUserRef } : null;
	if (recipient === null || accountId === null) {
		throw refused(
			`Nobody to answer: the tap does not say ${recipient === null ? 'who made it' : 'on which Page it was made'}.`,
			"Meta left it out of this event. Set 'To' to A Person and say who, or leave such items out with an IF node.",
		);
	}
	return { channel, accountId, recipient, tapMid: mid };
}

/**
 * The tap that an item descends from. The item of an agent's tool call is written by the model in
 * part or whole, so it is not read: what the agent itself was given counts.
 */
function findTap(n8n: IExecuteFunctions, itemIndex: number): Tap | null {
	const item = n8n.getInputData()[itemIndex];
	const { name, type } = n8n.getNode();
	if (!type.endsWith(TOOL_TYPE)) return readTap(item?.json) ?? tapOfNodesAbove(n8n, name, itemIndex);
	const beforeAgent = (item && sourceOf(item)) ?? sourceOfOldAgent(n8n);
	return (
		readTap(itemOf(n8n, beforeAgent, itemIndex)) ??
		tapOfNodesAbove(n8n, beforeAgent, itemIndex) ??
		onlyTap(n8n, beforeAgent)
	);
}

/** The node before the agent, which n8n puts on the item of a tool call. */
function sourceOf({ pairedItem }: INodeExecutionData): string | null {
	const overwrite = isObject(pairedItem) ? pairedItem.sourceOverwrite : undefined;
	return isObject(overwrite) ? textOrNull(overwrite.previousNode) : null;
}

/**
 * Agents before version 3 call a tool without telling which of their items it is for, so that among
 * several it could be anybody's tap.
 */
function sourceOfOldAgent(n8n: IExecuteFunctions): string {
	if (n8n.evaluateExpression('{{ $input.all().length }}', 0) !== 1) {
		throw refused(
			'Nobody to answer: this version of the agent does not tell which of its items the tool is for',
			'Use an AI Agent of version 3 or newer, or put Loop Over Items in front of it.',
		);
	}
	return n8n.getInputSourceData(0, NodeConnectionTypes.Main).previousNode;
}

function tapOfNodesAbove(n8n: IExecuteFunctions, nodeName: string, itemIndex: number): Tap | null {
	// n8n lists the farthest first.
	for (const { name, type, disabled } of n8n.getParentNodes(nodeName).reverse()) {
		const isTrigger = type.endsWith(TRIGGER_TYPE) && !disabled;
		if (!isTrigger && !type.endsWith(MESSENGER_TYPE)) continue;
		const tap = readTap(itemOf(n8n, name, itemIndex));
		if (tap !== null) return tap;
	}
	return null;
}

/**
 * Where one tap alone has led to the agent. After a review of one of several calls, n8n puts a run
 * on the item that the node before the agent never had, and so finds no item there.
 */
function onlyTap(n8n: IExecuteFunctions, beforeAgent: string): Tap | null {
	const triggers = n8n.getParentNodes(beforeAgent).filter(({ type }) => type.endsWith(TRIGGER_TYPE));
	const items = [beforeAgent, ...triggers.map(({ name }) => name)].flatMap((name) => {
		const all = `$(${JSON.stringify(name)}).all()`;
		const json = evaluate(n8n, `{{ ${all}.length === 1 ? ${all}[0].json : null }}`, 0);
		return readTap(json) ?? [];
	});
	return items[0] ?? null;
}

/** The JSON of the item of that node which this one descends from; undefined when there is none. */
function itemOf(n8n: IExecuteFunctions, nodeName: string, itemIndex: number): unknown {
	return evaluate(n8n, `{{ $(${JSON.stringify(nodeName)}).item.json }}`, itemIndex);
}

function evaluate(n8n: IExecuteFunctions, expression: string, itemIndex: number): unknown {
	try {
		return n8n.evaluateExpression(expression, itemIndex);
	} catch {
		// So n8n says that the node has not run, or that no path leads back to it.
		return undefined;
	}
}
