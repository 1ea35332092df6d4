// The chat page for everybody: by keyboard alone, for who listens to it, in light and dark, on a
// narrow screen, without a network.
import { AxeBuilder } from '@axe-core/playwright';
import { ChatPage, type Look } from './support/chatPage.ts';
import { useDemo } from './support/demoSession.ts';

const NARROW = { width: 360, height: 740 };

const session = useDemo();

async function withChat(look: Look, use: (chat: ChatPage) => Promise<void>): Promise<void> {
	const chat = await ChatPage.open(session.browser, session.demo, look);
	try {
		await use(chat);
	} finally {
		await chat.close();
	}
}

/** Presses Tab until the focus is on what has this accessible name. */
async function tabTo(chat: ChatPage, role: 'button' | 'link' | 'tab' | 'textbox', name: string | RegExp) {
	const wanted = chat.page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) });
	for (let presses = 0; presses < 60; presses++) {
		await chat.page.keyboard.press('Tab');
		if ((await wanted.and(chat.page.locator(':focus')).count()) > 0) return;
	}
	throw new Error(`Tab never came to ${role} '${String(name)}'`);
}

describe('axe finds nothing', () => {
	const looks: Array<[string, Look]> = [
		['in light', { colorScheme: 'light' }],
		['in dark', { colorScheme: 'dark' }],
		['on a narrow screen, in light', { viewport: NARROW, colorScheme: 'light' }],
		['on a narrow screen, in dark', { viewport: NARROW, colorScheme: 'dark' }],
	];
	it.each(looks)('%s, in any state of the page', async (_name, look) => {
		await withChat({ ...look, reducedMotion: 'reduce' }, async (chat) => {
			const expectNothing = async (): Promise<void> => {
				const { violations } = await new AxeBuilder({ page: chat.page }).analyze();
				expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
			};
			await chat.deliveryOf(() => chat.press('Opening hours'));
			await chat.deliveryOf(() => chat.press('A forgery'));
			await expectNothing();
			await chat.choose('Instagram');
			await chat.press('New conversation');
			await expectNothing();
			await chat.choose('Messenger');
			await chat.press('New conversation');
			await chat.press('Open m.me/sunny.bakery?ref=spring');
			await chat.page.getByText('The first tap will carry').waitFor();
			await expectNothing();
			await chat.deliveryOf(() => chat.press('Get Started'));
		});
	});
});

it('a keyboard alone goes through everything, and the focus never gets lost', async () => {
	await withChat({}, async (chat) => {
		const press = async (key: string) => await chat.page.keyboard.press(key);
		await tabTo(chat, 'button', 'New conversation');
		await press('Enter');
		await tabTo(chat, 'button', 'Get Started');
		const started = await chat.deliveryOf(() => press('Enter'));
		expect(started.line).toContain('output Newcomer');
		// What was tapped is gone: the focus goes on at what was said by it, before the answer.
		const focused = async () => await chat.page.locator(':focus').textContent();
		expect(await focused()).toContain('Get Started');
		await tabTo(chat, 'button', 'Buy a sourdough loaf');
		const bought = await chat.deliveryOf(() => press('Space'));
		expect(bought.line).toContain('output Order');
		expect(await focused()).toBe('Buy a sourdough loaf');
		await tabTo(chat, 'button', 'Tomorrow');
		const chosen = await chat.deliveryOf(() => press('Enter'));
		expect(chosen.line).toContain('output Pick-up');
		expect(await focused()).toContain('Tomorrow');

		await tabTo(chat, 'textbox', 'Write a message');
		await chat.page.keyboard.type('Hello');
		const typed = await chat.deliveryOf(() => press('Enter'));
		expect(typed.line).toContain('Message Hello');
		for (const [name, line] of [
			['The same again', /again.*200.*no execution/s],
			['A forgery', /forged.*401/s],
			['A tap on standby', /standby.*output Other/s],
		] as const) {
			await tabTo(chat, 'button', name);
			expect((await chat.deliveryOf(() => press('Enter'))).line).toMatch(line);
		}

		await press('Tab'); // the read receipt
		await press('Tab'); // the newest delivery
		await press('Enter');
		await chat.page.locator('details[open]').waitFor({ state: 'hidden' });
		await press('Enter');
		await tabTo(chat, 'link', 'Show it in the conversation');
		await press('Enter');
		expect(await focused()).toContain('Buy a sourdough loaf');
	});
});

it('the channels are tabs: one stop for Tab, arrow keys between them', async () => {
	await withChat({}, async (chat) => {
		await tabTo(chat, 'tab', 'Messenger');
		await chat.page.keyboard.press('ArrowRight');
		const instagram = chat.page.getByRole('tab', { name: 'Instagram', selected: true });
		await expect(instagram.and(chat.page.locator(':focus')).count()).resolves.toBe(1);
		await chat.page.getByRole('tabpanel', { name: 'Instagram' }).waitFor();
		await chat.page.keyboard.press('Tab');
		await expect(chat.page.locator(':focus').getAttribute('role')).resolves.toBe('tabpanel');
	});
});

it('what has the focus shows it', async () => {
	await withChat({}, async (chat) => {
		// In the page's own words, since a test knows no DOM types.
		const describe = `(() => {
			const { tagName, id, textContent } = document.activeElement;
			const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
			// Messages have buttons of the same name.
			const place = [...document.querySelectorAll('*')].indexOf(document.activeElement);
			const stop = [tagName, id, textContent.slice(0, 80), place].join(' ');
			return [stop, outlineStyle + ' ' + outlineWidth];
		})()`;
		const stops = new Set<string>();
		for (;;) {
			await chat.page.keyboard.press('Tab');
			const [stop, outline] = (await chat.page.evaluate(describe)) as [string, string];
			if (stop.startsWith('BODY') || stops.has(stop)) break;
			stops.add(stop);
			expect([stop, outline]).toEqual([stop, 'solid 3px']);
		}
		expect(stops.size).toBeGreaterThan(15);
	});
});

it('tells who listens what became of a tap', async () => {
	await withChat({}, async (chat) => {
		const { number } = await chat.deliveryOf(() => chat.press('Buy a sourdough loaf'));
		const status = chat.page.getByRole('status');
		await expect(status.textContent()).resolves.toMatch(
			new RegExp(
				`^Delivery ${number} was answered 200 in \\d+ ms and became execution \\d+, output Order\\.$`,
			),
		);
		const { number: forged } = await chat.deliveryOf(() => chat.press('A forgery'));
		await expect(status.textContent()).resolves.toMatch(
			new RegExp(`^Delivery ${forged} was answered 401 in \\d+ ms\\. No execution\\.$`),
		);
	});
});

it.each([320, 768, 1440])('fits a screen %d wide without scrolling sideways', async (width) => {
	await withChat({ viewport: { width, height: 800 } }, async (chat) => {
		await chat.deliveryOf(() => chat.press('Buy a sourdough loaf'));
		const overflow = await chat.page.evaluate('document.documentElement.scrollWidth - innerWidth');
		expect(overflow).toBeLessThanOrEqual(0);
	});
});

it('moves nothing for who prefers less motion', async () => {
	const animations = async (reducedMotion: 'reduce' | 'no-preference'): Promise<unknown> => {
		let names: unknown;
		await withChat({ reducedMotion }, async (chat) => {
			await chat.deliveryOf(() => chat.press('Opening hours'));
			names = await chat.page.evaluate(
				"[...document.querySelectorAll('.arrives')].map((one) => getComputedStyle(one).animationName)",
			);
		});
		return names;
	};
	expect(await animations('no-preference')).toContain('arrive');
	expect(await animations('reduce')).not.toContain('arrive');
});

it('asks nobody but its own server, whose policy allows nothing else', async () => {
	await withChat({}, async (chat) => {
		await chat.deliveryOf(() => chat.press('Opening hours'));
		await chat.choose('Instagram');
		const origins = new Set(chat.requests.map((url) => new URL(url).origin));
		expect([...origins]).toEqual([new URL(session.demo.chatUrl).origin]);
		expect(new URL(session.demo.chatUrl).hostname).toBe('127.0.0.1');
		const { headers } = await fetch(session.demo.chatUrl);
		expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
		const foreign = await chat.page.evaluate("fetch('http://localhost:9/').catch(() => 'refused')");
		expect(foreign).toBe('refused');
	});
});

it('says so when the demo has gone', async () => {
	await withChat({}, async (chat) => {
		await chat.page.context().setOffline(true);
		await chat.press('Opening hours');
		await chat.page
			.getByRole('status')
			.filter({ hasText: /Not done|does not answer/ })
			.waitFor();
	});
});
