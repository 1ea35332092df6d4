// The chat page as a person sees it: what can be pressed, and the deliveries that come of it.
import type { Browser, Locator, Page } from 'playwright-core';
import { OWNER } from '../../../sandbox/n8n/index.ts';
import type { RunningDemo } from './demo.ts';

export interface ShownDelivery {
	number: number;
	/** The folded line: event, text, channel, status and what it became. */
	line: string;
	/** The unfolded rest. */
	details: string;
	/** What Meta sent, as JSON. */
	sent: unknown;
	/** Null without an execution. */
	item: Record<string, unknown> | null;
	/** Of the execution. */
	href: string | null;
}

export interface Look {
	colorScheme?: 'light' | 'dark';
	viewport?: { width: number; height: number };
	reducedMotion?: 'reduce' | 'no-preference';
}

export class ChatPage {
	readonly page: Page;
	/** The URL of every request that the page made. */
	readonly requests: string[] = [];

	private constructor(page: Page) {
		this.page = page;
		page.on('request', (request) => this.requests.push(request.url()));
	}

	/** With the delivery of the first tap on it. */
	static async open(browser: Browser, demo: RunningDemo, look: Look = {}): Promise<ChatPage> {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...look });
		const chat = new ChatPage(await context.newPage());
		await chat.page.goto(demo.chatUrl);
		await chat.settled(1);
		return chat;
	}

	/** Into n8n, in the same browser. n8n lets nobody do so more than a few times a minute. */
	async logIn(demo: RunningDemo): Promise<void> {
		const data = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
		const answer = await this.page.context().request.post(`${demo.n8n.baseUrl}/rest/login`, { data });
		if (!answer.ok()) throw new Error(`n8n answered ${answer.status()} to the login`);
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}

	/** The newest button of that name: older messages keep theirs. */
	async press(name: string): Promise<void> {
		await this.page.getByRole('button', { name, exact: true }).last().click();
	}

	async choose(channel: 'Messenger' | 'Instagram'): Promise<void> {
		await this.page.getByRole('tab', { name: channel }).click();
	}

	async count(): Promise<number> {
		return await this.page.locator('#deliveries > li').count();
	}

	/** Does it, waits for so many deliveries and for what they became; answers them, oldest first. */
	async deliveriesOf(doIt: () => Promise<unknown>, count = 1): Promise<ShownDelivery[]> {
		const before = await this.count();
		await doIt();
		const numbers = Array.from({ length: count }, (_, index) => before + index + 1);
		const shown: ShownDelivery[] = [];
		for (const number of numbers) shown.push(await this.settled(number));
		return shown;
	}

	async deliveryOf(doIt: () => Promise<unknown>): Promise<ShownDelivery> {
		const [delivery] = await this.deliveriesOf(doIt);
		if (delivery === undefined) throw new Error('no delivery');
		return delivery;
	}

	/** Waits until it is known what became of it. */
	async settled(number: number): Promise<ShownDelivery> {
		const card = this.page.locator(`#delivery-${number}`);
		await card.locator('.became:not(.waiting)').waitFor({ timeout: 40_000 });
		const [sent = null, item = null] = await card.locator('pre.json').allTextContents();
		const link = card.getByRole('link', { name: /^Execution/, includeHidden: true });
		return {
			number,
			line: await card.locator('summary').innerText(),
			details: (await card.locator('.sides').textContent()) ?? '',
			sent: JSON.parse(sent ?? 'null') as unknown,
			item: JSON.parse(item ?? 'null') as Record<string, unknown> | null,
			href: (await link.count()) === 0 ? null : await link.getAttribute('href'),
		};
	}

	/** What the person said and did in the conversation that is shown, with the lines below each. */
	async conversation(): Promise<string[]> {
		return await this.page.locator('#messages > li:not(.received)').allInnerTexts();
	}

	/** What the Page sent, in the conversation that is shown. */
	get received(): Locator {
		return this.page.locator('#messages > .received');
	}

	get quickReplies(): Locator {
		return this.page.getByRole('group', { name: 'Quick replies' }).getByRole('button');
	}

	/** Does it, and waits for the message that the Page answers with. */
	async answerTo(doIt: () => Promise<unknown>): Promise<Locator> {
		const before = await this.received.count();
		await doIt();
		const answer = this.received.nth(before);
		await answer.waitFor({ timeout: 40_000 });
		return answer;
	}
}
