// EDGE: whom an operation is about, from 'To' and the item: whoever tapped, however many nodes ago,
// or a person by ID.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Account } from '../../account/pageOf';
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
export function readAccount(
	n8n: IExecuteFunctions,
	itemIndex: number,
): Account & { channel: 'messenger' | 'instagram' } {
	const channel = n8n.getNodeParameter('channel', itemIndex, 'messenger');
	const page = n8n.getNodeParameter('page', itemIndex, '', { extractValue: true });
	const accountId = String(page ?? '').trim();
	if (accountId === '') throw refused("'Page' is empty", 'Choose a Page from the list, or enter its ID.');
	if (!isChannel(channel)) {
		throw refused(`'Channel' is '${String(channel)}'`, "It must be 'messenger' or 'instagram'.");
	}
	return { channel, accountId };
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
 * The tap that an item descends from. The item of an agent's tool call is partly written by the
 * model, so it is not read: what the agent itself was given counts.
 */
function findTap(n8n: IExecuteFunctions, itemIndex: number): Tap | null {
	const item = n8n.getInputData()[itemIndex];
	const beforeAgent = item === undefined ? null : nodeBeforeAgent(item);
	if (beforeAgent !== null) {
		return readTap(itemOf(n8n, beforeAgent, itemIndex)) ?? tapOfNodesAbove(n8n, beforeAgent, itemIndex);
	}
	return readTap(item?.json) ?? tapOfNodesAbove(n8n, n8n.getNode().name, itemIndex);
}

/** Set by n8n on the item of a tool call only. */
function nodeBeforeAgent({ pairedItem }: INodeExecutionData): string | null {
	const overwrite = isObject(pairedItem) ? pairedItem.sourceOverwrite : undefined;
	return isObject(overwrite) ? textOrNull(overwrite.previousNode) : null;
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

/** The JSON of the item of that node which this one descends from; undefined when there is none. */
function itemOf(n8n: IExecuteFunctions, nodeName: string, itemIndex: number): unknown {
	try {
		return n8n.evaluateExpression(`{{ $(${JSON.stringify(nodeName)}).item.json }}`, itemIndex);
	} catch {
		// So n8n says that the node has not run, or that no path leads back to it.
		return undefined;
	}
}
