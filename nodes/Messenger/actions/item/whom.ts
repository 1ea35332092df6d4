// EDGE: whom an operation is about, from 'To' and the item: whoever tapped, however many nodes ago,
// or a person by ID.
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../account/pageOf';
import type { Channel } from '../../graph/channel';
import type { Recipient } from '../../graph/sending';
import { isChannel } from '../../trigger/events/fields';
import { refused } from '../refusals/actionFailure';
import { readText } from './parameters';
import { readTap, type Tap } from './tapItem';
import { tapAbove } from './tapsAbove';
import { tapOfToolCall } from './toolTap';

export interface Whom extends Account {
	recipient: Recipient;
	/** Of the message that was tapped, where the tap names it. */
	tapMid: string | null;
}

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

/** The tap that an item descends from. */
function findTap(n8n: IExecuteFunctions, itemIndex: number): Tap | null {
	const { name, type } = n8n.getNode();
	if (type.endsWith(TOOL_TYPE)) return tapOfToolCall(n8n, itemIndex);
	return readTap(n8n.getInputData()[itemIndex]?.json) ?? tapAbove(n8n, name, itemIndex);
}
