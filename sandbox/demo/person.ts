/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Does what a person does on the chat page: the simulator sends what Meta would send then, and the
// history is told.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Meta, Page } from '../meta/index.ts';
import { actOf } from './appButtons.ts';
import { AD_REFERRAL, AD_TITLE, LINK_REFERRAL, LINKS, WRITTEN_TO_AD } from './arrivals.ts';
import { appEvent, messageEvent, midOf, readEvent, referralEvent } from './conversationEvents.ts';
import type { Threads } from './conversations.ts';
import type { Courier } from './deliverySender.ts';
import type { Bubble, Exchange, History, Said } from './history.ts';
import { buttonsOf, type Button } from './messageContents.ts';
import type { Channel, Offer, Offers } from './pageOffers.ts';
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
	offers: Offers;
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
			case 'press':
				return await this.press(act.mid, act.index);
			case 'reply':
				return await this.reply(act.mid, act.index);
			case 'type':
				return await this.write(act.channel, act.text);
			case 'link':
				return await this.openLink(act.channel);
			case 'ad':
				return await this.clickAd();
			case 'writeToAd':
				return await this.writeToAd();
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
		const tap = this.setting.offers.find(buttonId);
		return tap === undefined ? [] : await this.use(tap.button, tap.offer);
	}

	private async press(mid: string, index: number): Promise<Exchange[]> {
		const message = this.setting.history.received(mid);
		const button = buttonsOf(message?.contents ?? [])[index];
		if (message === undefined || button === undefined) return [];
		return await this.use(button, { channel: message.channel, when: 'open' });
	}

	private async use(button: Button, where: Pick<Offer, 'channel' | 'when'>): Promise<Exchange[]> {
		if (button.does === 'tap') return await this.postback(where, button.title, button.payload);
		const { channel } = where;
		const { words, fact } = actOf(button);
		const bubble = this.note(channel, words, fact === null ? 'kept' : 'sending');
		if (fact === null) return [];
		const event = appEvent(this.parties(channel), fact);
		return await this.setting.courier.send(bubble, () => this.events(channel, event));
	}

	private async reply(mid: string, index: number): Promise<Exchange[]> {
		const message = this.setting.history.received(mid);
		const reply = message?.quickReplies[index];
		if (message === undefined || reply === undefined) return [];
		return await this.write(message.channel, reply.title, { quick_reply: { payload: reply.payload } });
	}

	private async write(
		channel: Channel,
		text: string,
		extra: { quick_reply?: { payload: string }; referral?: Record<string, unknown> } = {},
	): Promise<Exchange[]> {
		const mid = midOf(channel);
		const event = messageEvent(this.parties(channel), { mid, text, ...extra });
		return await this.setting.courier.send(this.say(channel, text, mid), () => this.events(channel, event));
	}

	private async postback(
		{ channel, when }: Pick<Offer, 'channel' | 'when'>,
		title: string,
		payload: string,
	): Promise<Exchange[]> {
		const { meta, page, threads } = this.setting;
		const { senderId, referral } = threads.of(channel);
		const carried = when === 'new' && referral !== null ? { referral } : {};
		const mid = midOf(channel);
		const bubble = this.say(channel, title, mid);
		this.open(channel);
		return await this.setting.courier.send(bubble, () =>
			meta.sendPostback({ pageId: page.id, senderId, title, payload, mid, channel, ...carried }),
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
		const payload = this.setting.offers.getStarted();
		const bubble = this.note(channel, `Came by the ad '${AD_TITLE}'`);
		if (isNew) this.open(channel);
		const event = referralEvent(this.parties(channel), AD_REFERRAL);
		const referral = this.setting.courier.send(bubble, () => this.events(channel, event));
		if (!isNew || payload === undefined) return await referral;
		const bare = sleep(GET_STARTED_AFTER_AD_MS, undefined, { signal: this.setting.ends }).then(
			async () => await this.postback({ channel, when: 'open' }, 'Get Started', payload),
		);
		return (await Promise.all([referral, bare])).flat();
	}

	/** Only in a new conversation does Meta tell so. */
	private async writeToAd(): Promise<Exchange[]> {
		const channel = 'messenger';
		if (this.setting.threads.of(channel).isOpen) return [];
		this.open(channel);
		return await this.write(channel, WRITTEN_TO_AD, { referral: AD_REFERRAL });
	}

	private async tapOnStandby(channel: Channel): Promise<Exchange[]> {
		const { meta, page, threads } = this.setting;
		const { senderId } = threads.of(channel);
		const mid = midOf(channel);
		const tap = { pageId: page.id, senderId, title: STANDBY_BUTTON, mid, channel, standby: true };
		const bubble = this.say(channel, STANDBY_BUTTON, mid);
		return await this.setting.courier.send(bubble, () => meta.sendPostback(tap), 'standby');
	}

	private async events(channel: Channel, event: Record<string, unknown>): Promise<Delivery[]> {
		const { meta, page } = this.setting;
		return await meta.sendEvents({ channel, entries: [{ pageId: page.id, messaging: [event] }] });
	}

	private startOver(channel: Channel): void {
		const { threads, history, offers } = this.setting;
		history.tell({ kind: 'thread', value: threads.startOver(channel) });
		history.tell({ kind: 'offers', value: offers.all() });
	}

	private open(channel: Channel): void {
		const { threads, history } = this.setting;
		if (threads.of(channel).isOpen) return;
		history.tell({ kind: 'thread', value: threads.change(channel, { isOpen: true, referral: null }) });
	}

	private say(channel: Channel, text: string, mid: string): Bubble {
		return this.bubble(channel, { kind: 'said', text, mid, state: 'sending' });
	}

	private note(channel: Channel, text: string, state: Said['state'] = 'sending'): Bubble {
		return this.bubble(channel, { kind: 'note', text, mid: null, state });
	}

	private bubble(channel: Channel, said: Pick<Said, 'kind' | 'text' | 'mid' | 'state'>): Bubble {
		const { senderId } = this.setting.threads.of(channel);
		return this.setting.history.addBubble({ channel, senderId, reaction: null, ...said });
	}

	private parties(channel: Channel): { channel: Channel; senderId: string; accountId: string } {
		const { page, threads } = this.setting;
		const accountId = channel === 'messenger' ? page.id : (page.instagramAccount?.id ?? page.id);
		return { channel, senderId: threads.of(channel).senderId, accountId };
	}
}
