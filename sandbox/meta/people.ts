// The people a Page knows: by which channel they came, when they last acted, and what they allow.
import { accountOf, objectOf } from './events.ts';
import { isRecord } from './json.ts';
import type { MetaState } from './metaState.ts';
import type { NewPerson, Recipient } from './sendingTypes.ts';
import type { Channel, Page } from './types.ts';

/** What opens the window for answers; reading and delivery do not. */
const OPENING_KEYS = ['message', 'postback', 'referral', 'optin', 'reaction'];

export interface Person {
	pageId: string;
	channel: Channel;
	recipient: Recipient;
	/** By the simulator's clock; null: never. */
	lastActedAt: number | null;
	blocksPage: boolean;
	/** Null: every app may send. */
	controlledBy: string | null;
}

export class People {
	private readonly world: MetaState;
	/** By Page and ID: the ID of one Page's person says nothing to another Page. */
	private readonly known = new Map<string, Person>();

	constructor(world: MetaState) {
		this.world = world;
	}

	add(given: NewPerson): void {
		const page = this.world.page(given.pageId);
		const recipient = readRecipient({ id: given.id, user_ref: given.userRef });
		if (recipient === null) throw new Error("A person needs an 'id' or a 'userRef'");
		// No person comes to an account that is not there.
		accountOf(page, objectOf(given.channel ?? 'messenger'));
		this.note(page, recipient, given);
	}

	private note(page: Page, recipient: Recipient, given: Partial<NewPerson>): void {
		const person = this.find(page.id, recipient) ?? this.stranger(page, recipient);
		if (given.channel !== undefined) person.channel = given.channel;
		if (given.silentMs === null) person.lastActedAt = null;
		else if (given.silentMs !== undefined) person.lastActedAt = this.world.now - given.silentMs;
		if (given.blocksPage !== undefined) person.blocksPage = given.blocksPage;
		if (given.controlledBy !== undefined) person.controlledBy = given.controlledBy;
		this.known.set(keyOf(page.id, recipient), person);
	}

	find(pageId: string, recipient: Recipient): Person | undefined {
		return this.known.get(keyOf(pageId, recipient));
	}

	/** Whether any account knows this ID as one of Instagram. */
	isOnInstagram({ id }: Recipient): boolean {
		return [...this.known.values()].some(
			({ channel, recipient }) => id !== null && recipient.id === id && channel === 'instagram',
		);
	}

	/** Whoever did something is known from then on, and can be answered. */
	hear(pageId: string, channel: Channel, event: unknown): void {
		if (!isRecord(event)) return;
		if (isRecord(event.message) && event.message.is_echo === true) return;
		const recipient = readRecipient(isRecord(event.sender) ? event.sender : checkboxOf(event));
		if (recipient === null) return;
		const isOpening = OPENING_KEYS.some((key) => key in event);
		this.note(this.world.page(pageId), recipient, { channel, ...(isOpening ? { silentMs: 0 } : {}) });
	}

	private stranger(page: Page, recipient: Recipient): Person {
		return {
			pageId: page.id,
			channel: 'messenger',
			recipient,
			lastActedAt: this.world.now,
			blocksPage: false,
			controlledBy: null,
		};
	}
}

/** Whoever ticks a checkbox has a reference there, and no sender. */
function checkboxOf(event: Record<string, unknown>): Record<string, unknown> {
	return isRecord(event.optin) ? { user_ref: event.optin.user_ref } : {};
}

/** Null without an ID. The ID of a person counts more than a `user_ref` beside it. */
export function readRecipient(facts: Record<string, unknown>): Recipient | null {
	const id = idOf(facts.id);
	if (id !== null) return { id, userRef: null };
	const userRef = idOf(facts.user_ref);
	return userRef === null ? null : { id: null, userRef };
}

/** JSON may have it as a number. */
function idOf(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : null;
}

function keyOf(pageId: string, { id, userRef }: Recipient): string {
	return id === null ? `${pageId}/ref/${userRef}` : `${pageId}/id/${id}`;
}
