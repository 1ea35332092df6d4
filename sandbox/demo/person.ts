/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Does what a person does on the chat page: the simulator sends what Meta would send then, and the
// history is told.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Meta, Page } from '../meta/index.ts';
import { messageEvent, readEvent, referralEvent } from './conversationEvents.ts';
import type { Threads } from './conversations.ts';
import type { Courier } from './deliverySender.ts';
import type { Bubble, Exchange, History } from './history.ts';
import {
	AD_REFERRAL,
	AD_TITLE,
	findTap,
	LINK_REFERRAL,
	LINKS,
	type Channel,
	type Offer,
} from './pageOffers.ts';
import type { Act } from './personActs.ts';

/**
 * As logs of real apps show it: between one and four seconds after the referral, and without it.
 */
const GET_STARTED_AFTER_AD_MS = 2000;
const STANDBY_BUTTON = 'Buy a sourdough loaf';

interface Setting {
	meta: Meta;
	page: Page;
	threads: Threads;
	history: History;
	courier: Courier;
	ends: AbortSignal;
}

export class Person {
	private readonly setting: Setting;

	constructor(setting: Setting) {
		this.setting = setting;
	}

	/** Resolves with the deliveries once each is answered and it is known what became of it. */
	async perform(act: Act): Promise<Exchange[]> {
		switch (act.act) {
			case 'tap':
				return await this.tap(act.button);
			case 'type': {
				const event = messageEvent(this.parties(act.channel), act.text);
				return await this.setting.courier.send(this.say(act.channel, act.text), () =>
					this.events(act.channel, event),
				);
			}
			case 'link':
				return await this.openLink(act.channel);
			case 'ad':
				return await this.clickAd();
			case 'read': {
				const bubble = this.note(act.channel, 'Read the messages');
				const event = readEvent(this.parties(act.channel));
				return await this.setting.courier.send(bubble, () => this.events(act.channel, event));
			}
			case 'standby':
				return await this.tapOnStandby(act.channel);
			case 'again':
				return await this.setting.courier.repeat(act.channel, 'again');
			case 'forge':
				return await this.setting.courier.repeat(act.channel, 'forged');
			case 'startOver':
				this.startOver(act.channel);
				return [];
		}
	}

	private async tap(buttonId: string): Promise<Exchange[]> {
		const tap = findTap(buttonId);
		if (tap === undefined) return [];
		const { offer, button } = tap;
		if (offer.kind === 'quickReplies') {
			const event = messageEvent(this.parties(offer.channel), button.title, button.payload);
			return await this.setting.courier.send(this.say(offer.channel, button.title), () =>
				this.events(offer.channel, event),
			);
		}
		return await this.postback(offer, button.title, button.payload);
	}

	private async postback(
		{ channel, when }: Pick<Offer, 'channel' | 'when'>,
		title: string,
		payload: string,
	): Promise<Exchange[]> {
		const { meta, page, threads } = this.setting;
		const { senderId, referral } = threads.of(channel);
		const carried = when === 'new' && referral !== null ? { referral } : {};
		const bubble = this.say(channel, title);
		this.open(channel);
		return await this.setting.courier.send(bubble, () =>
			meta.sendPostback({ pageId: page.id, senderId, title, payload, channel, ...carried }),
		);
	}

	private async openLink(channel: Channel): Promise<Exchange[]> {
		const { threads, history } = this.setting;
		const isOpen = threads.of(channel).isOpen;
		const bubble = this.note(channel, `Came by ${LINKS[channel]}`, isOpen ? 'sending' : 'kept');
		if (!isOpen) {
			history.tell({ kind: 'thread', value: threads.change(channel, { referral: LINK_REFERRAL }) });
			return [];
		}
		const event = referralEvent(this.parties(channel), LINK_REFERRAL);
		return await this.setting.courier.send(bubble, () => this.events(channel, event));
	}

	private async clickAd(): Promise<Exchange[]> {
		const channel = 'messenger';
		const isNew = !this.setting.threads.of(channel).isOpen;
		const bubble = this.note(channel, `Came by the ad '${AD_TITLE}'`);
		if (isNew) this.open(channel);
		const event = referralEvent(this.parties(channel), AD_REFERRAL);
		const referral = this.setting.courier.send(bubble, () => this.events(channel, event));
		if (!isNew) return await referral;
		const bare = sleep(GET_STARTED_AFTER_AD_MS, undefined, { signal: this.setting.ends }).then(
			async () => await this.postback({ channel, when: 'open' }, 'Get Started', 'GET_STARTED'),
		);
		return (await Promise.all([referral, bare])).flat();
	}

	private async tapOnStandby(channel: Channel): Promise<Exchange[]> {
		const { meta, page, threads } = this.setting;
		const { senderId } = threads.of(channel);
		const tap = { pageId: page.id, senderId, title: STANDBY_BUTTON, channel, standby: true };
		const bubble = this.say(channel, STANDBY_BUTTON);
		return await this.setting.courier.send(bubble, () => meta.sendPostback(tap), 'standby');
	}

	private async events(channel: Channel, event: Record<string, unknown>): Promise<Delivery[]> {
		const { meta, page } = this.setting;
		return await meta.sendEvents({ channel, entries: [{ pageId: page.id, messaging: [event] }] });
	}

	private startOver(channel: Channel): void {
		const { threads, history } = this.setting;
		history.tell({ kind: 'thread', value: threads.startOver(channel) });
	}

	private open(channel: Channel): void {
		const { threads, history } = this.setting;
		if (threads.of(channel).isOpen) return;
		history.tell({ kind: 'thread', value: threads.change(channel, { isOpen: true, referral: null }) });
	}

	private say(channel: Channel, text: string): Bubble {
		return this.bubble(channel, 'said', text, 'sending');
	}

	private note(channel: Channel, text: string, state: Bubble['state'] = 'sending'): Bubble {
		return this.bubble(channel, 'note', text, state);
	}

	private bubble(channel: Channel, kind: Bubble['kind'], text: string, state: Bubble['state']): Bubble {
		const { senderId } = this.setting.threads.of(channel);
		return this.setting.history.addBubble({ channel, senderId, kind, text, state });
	}

	private parties(channel: Channel): { channel: Channel; senderId: string; accountId: string } {
		const { page, threads } = this.setting;
		const accountId = channel === 'messenger' ? page.id : (page.instagramAccount?.id ?? page.id);
		return { channel, senderId: threads.of(channel).senderId, accountId };
	}
}
