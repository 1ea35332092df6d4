// Every kind of message and action of the Send API, as the chat page shows it to the person.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from 'playwright-core';
import { ChatPage, type Look } from './support/chatPage.ts';
import { useDemo } from './support/demoSession.ts';
import { media, PageVoice, template } from './support/pageVoice.ts';
import { keepScreenshot } from './support/screenshots.ts';

const POSTBACK = { type: 'postback', title: 'Again', payload: 'AGAIN' };
const SITE = { type: 'web_url', title: 'Our site', url: 'https://bakery.example/site' };
/** Long before it would end by itself. */
const AT_ONCE_MS = 5_000;
const TYPING_ENDS_WITHIN_MS = 25_000;

const session = useDemo();
let chat: ChatPage;
let personId: string;
let voice: PageVoice;

/** With a conversation whose first answer has come. */
async function open(look: Look = {}): Promise<void> {
	chat = await ChatPage.open(session.browser, session.demo, look);
	await chat.press('New conversation');
	const { item } = await chat.deliveryOf(() => chat.press('Get Started'));
	await chat.received.waitFor();
	personId = (item?.sender as { id: string }).id;
	voice = new PageVoice(session.demo, personId);
}

beforeEach(async () => await open());
afterEach(async () => await chat.close());

async function shown(message: Record<string, unknown>, more?: Record<string, unknown>): Promise<Locator> {
	return await chat.answerTo(() => voice.say(message, more));
}

const saidLast = async (): Promise<string> => (await chat.conversation()).at(-1) ?? '';

it('a text keeps its lines', async () => {
	const bubble = await shown({ text: 'One\nTwo' });
	expect(await bubble.innerText()).toMatch(/One\nTwo$/);
});

describe('buttons', () => {
	it('of a postback reach n8n with title, payload and mid', async () => {
		await shown(template({ template_type: 'button', text: 'Once more?', buttons: [SITE, POSTBACK] }));
		const { sent, item } = await chat.deliveryOf(() => chat.press('Again'));
		const postback = { title: 'Again', payload: 'AGAIN', mid: expect.any(String) };
		expect(sent).toMatchObject({ entry: [{ messaging: [{ postback }] }] });
		expect(item).toMatchObject({ title: 'Again', payload: 'AGAIN', sender: { id: personId } });
	});

	it.each([
		[SITE, 'Our site', 'Opens https://bakery.example/site', 'The app would open https://bakery.example/site'],
		[
			{ type: 'phone_number', title: 'Call us', payload: '+15105550100' },
			'Call us',
			'Calls +15105550100',
			'The app would call +15105550100',
		],
	])(
		'that Messenger deals with say where they lead, and open nothing: %j',
		async (button, name, leads, does) => {
			const bubble = await shown(template({ template_type: 'button', text: 'Choose', buttons: [button] }));
			await bubble.getByText(leads).waitFor();
			const before = await chat.count();
			await bubble.getByRole('button', { name, description: leads }).click();
			await chat.page.locator('#messages > .note', { hasText: does }).waitFor();
			expect(await saidLast()).toMatch(/nothing was sent$/);
			expect(await chat.count()).toBe(before);
			expect(chat.page.context().pages()).toHaveLength(1);
			expect(chat.page.url()).toBe(session.demo.chatUrl);
		},
	);
});

it('cards show title, subtitle, address and buttons, and no picture from elsewhere', async () => {
	const bubble = await shown(
		template({
			template_type: 'generic',
			elements: [
				{
					title: 'Rye',
					subtitle: 'Dark',
					image_url: new URL('/chat/loaf.svg', session.demo.chatUrl).href,
					buttons: [POSTBACK],
				},
				{
					title: 'Spelt',
					image_url: 'https://bakery.example/spelt.jpg',
					default_action: { type: 'web_url', url: 'https://bakery.example/spelt' },
					buttons: [SITE, { ...POSTBACK, title: 'Buy spelt', payload: 'SPELT' }],
				},
				{ title: 'Wheat', subtitle: 'White' },
			],
		}),
	);
	const cards = bubble.getByRole('listitem');
	expect(await cards.first().innerText()).toMatch(/Rye\s+Dark\s+Again/);
	const picture = "document.querySelector('#messages > :last-child img')";
	await expect(
		chat.page.evaluate(`${picture}.decode().then(() => ${picture}.naturalWidth)`),
	).resolves.toBeGreaterThan(0);
	expect(await cards.nth(1).innerText()).toMatch(
		/Picture at https:\/\/bakery\.example\/spelt\.jpg\s+Spelt\s+Opens https:\/\/bakery\.example\/spelt\s+Our site/,
	);
	expect(await cards.nth(2).innerText()).toMatch(/Wheat\s+White/);
	// Its place counts through all cards.
	const { item } = await chat.deliveryOf(() => chat.press('Buy spelt'));
	expect(item).toMatchObject({ title: 'Buy spelt', payload: 'SPELT' });
	const hosts = new Set(chat.requests.map((url) => new URL(url).host));
	expect([...hosts]).toEqual([new URL(session.demo.chatUrl).host]);
});

describe('files', () => {
	it.each([
		['image', 'Image bread.jpg'],
		['video', 'Video bread.jpg'],
		['audio', 'Audio bread.jpg'],
		['file', 'File bread.jpg'],
	])('by an address are named: %s', async (type, words) => {
		const bubble = await shown(media(type, 'https://bakery.example/media/bread.jpg?size=2'));
		expect((await bubble.innerText()).endsWith(words)).toBe(true);
	});

	it('that are uploaded are named, with their size', async () => {
		const file = new File([Buffer.alloc(2560)], 'invoice.pdf', { type: 'application/pdf' });
		const bubble = await chat.answerTo(() => voice.upload('file', file));
		expect(await bubble.innerText()).toMatch(/File invoice\.pdf, 2\.5 kB$/);
	});

	it('of a grid are all named', async () => {
		const urls = ['a.jpg', 'b.jpg'].map((name) => `https://bakery.example/${name}`);
		const bubble = await shown({ attachments: urls.map((url) => media('image', url).attachment) });
		expect(await bubble.innerText()).toMatch(/Image a\.jpg\s+Image b\.jpg$/);
	});
});

it('a template that the page has no form for is shown as JSON', async () => {
	const bubble = await shown(template({ template_type: 'receipt', order_number: 'B-17' }));
	expect(await bubble.innerText()).toMatch(/A receipt template\s+\{[^]*"order_number": "B-17"/);
});

describe('quick replies', () => {
	const QUICK_REPLIES = [
		{ content_type: 'text', title: 'Red', payload: 'COLOUR=red' },
		{ content_type: 'user_email' },
		{ content_type: 'user_phone_number' },
	];

	it.each([
		['Red', 'COLOUR=red'],
		['robin@example.com', 'robin@example.com'],
		['+15105550142', '+15105550142'],
	])('reach n8n as a message with a payload, and are gone: %s', async (title, payload) => {
		await shown({ text: 'Which?', quick_replies: QUICK_REPLIES });
		expect(await chat.quickReplies.allInnerTexts()).toEqual(['Red', 'robin@example.com', '+15105550142']);
		const { sent, item } = await chat.deliveryOf(() => chat.press(title));
		const message = { text: title, quick_reply: { payload }, mid: expect.any(String) };
		expect(sent).toMatchObject({ entry: [{ messaging: [{ message }] }] });
		expect(item).toMatchObject({ event: 'quickReply', title, payload });
		expect(await chat.quickReplies.count()).toBe(0);
	});

	it('are gone when something is written, or when the Page sends more', async () => {
		await shown({ text: 'Which?', quick_replies: QUICK_REPLIES });
		await chat.page.getByLabel('Write a message').fill('None');
		await chat.deliveryOf(() => chat.press('Send'));
		expect(await chat.quickReplies.count()).toBe(0);
		await shown({ text: 'Which?', quick_replies: QUICK_REPLIES });
		expect(await chat.quickReplies.count()).toBe(3);
		await shown({ text: 'Never mind' });
		expect(await chat.quickReplies.count()).toBe(0);
	});
});

describe('typing', () => {
	const typing = () => chat.page.getByText('Sunny Bakery is typing …');

	it('ends with the next message, or when the Page takes it back', async () => {
		await voice.act('typing_on');
		await typing().waitFor();
		await shown({ text: 'There you are' });
		await typing().waitFor({ state: 'hidden', timeout: AT_ONCE_MS });
		await voice.act('typing_on');
		await typing().waitFor();
		await voice.act('typing_off');
		await typing().waitFor({ state: 'hidden', timeout: AT_ONCE_MS });
	});

	it('ends after 20 seconds', async () => {
		const begin = Date.now();
		await voice.act('typing_on');
		await typing().waitFor();
		await typing().waitFor({ state: 'hidden', timeout: TYPING_ENDS_WITHIN_MS });
		expect(Date.now() - begin).toBeGreaterThan(19_500);
	});
});

it('seen stands under what was said last when the Page marked it', async () => {
	await voice.act('mark_seen');
	await chat.page.locator('#messages > .said', { hasText: /Get Started[^]*Seen$/ }).waitFor();
	await chat.deliveryOf(() => chat.press('Opening hours'));
	expect(await saidLast()).not.toContain('Seen');
	await voice.act('mark_seen');
	await chat.page.locator('#messages > .said', { hasText: /Opening hours[^]*Seen$/ }).waitFor();
	await expect(chat.page.getByText('Seen', { exact: true }).count()).resolves.toBe(1);
});

it('a reaction stands at the message it is for, until it is taken back', async () => {
	const { item } = await chat.deliveryOf(() => chat.press('Opening hours'));
	const message_id = String(item?.mid);
	await voice.act('react', { message_id, reaction: 'love' });
	const reacted = chat.page.locator('#messages > .said', { hasText: 'Sunny Bakery reacted: love' });
	await reacted.waitFor();
	expect(await reacted.innerText()).toContain('Opening hours');
	await voice.act('unreact', { message_id });
	await reacted.waitFor({ state: 'detached' });
});

it('an answer to a message quotes it', async () => {
	const { item } = await chat.deliveryOf(() => chat.press('Opening hours'));
	const bubble = await shown({ text: 'Today as well' }, { reply_to: { mid: item?.mid } });
	expect(await bubble.innerText()).toMatch(/In reply to: Opening hours\s+Today as well/);
});

it('on Instagram, buttons and cards can be tapped too', async () => {
	await chat.choose('Instagram');
	await chat.press('New conversation');
	const { item } = await chat.deliveryOf(() => chat.press('Do you deliver?'));
	voice = new PageVoice(session.demo, (item?.sender as { id: string }).id);
	await shown(template({ template_type: 'button', text: 'Once more?', buttons: [POSTBACK] }));
	const first = await chat.deliveryOf(() => chat.press('Again'));
	expect(first.item).toMatchObject({ channel: 'instagram', payload: 'AGAIN' });
	const elements = [{ title: 'Rye', buttons: [{ ...POSTBACK, title: 'Buy rye', payload: 'RYE' }] }];
	await shown(template({ template_type: 'generic', elements }));
	const second = await chat.deliveryOf(() => chat.press('Buy rye'));
	expect(second.item).toMatchObject({ channel: 'instagram', payload: 'RYE' });
});

it('what is sent to somebody else is not shown', async () => {
	session.demo.meta.addPerson({ pageId: session.demo.page.id, id: 'PSID-9' });
	await new PageVoice(session.demo, 'PSID-9').say({ text: 'To somebody else' });
	await shown({ text: 'To you' });
	await expect(chat.page.getByText('To somebody else').count()).resolves.toBe(0);
});

it('all of it is there again after a reload, and can be tapped', async () => {
	await shown(template({ template_type: 'button', text: 'Once more?', buttons: [POSTBACK] }));
	await shown({
		text: 'Or this?',
		quick_replies: [{ content_type: 'text', title: 'This', payload: 'THIS' }],
	});
	await voice.act('mark_seen');
	await voice.act('typing_on');
	const before = await chat.received.allInnerTexts();
	await chat.page.reload();
	await chat.page.getByText('is typing …').waitFor();
	expect(await chat.received.allInnerTexts()).toEqual(before);
	await chat.page.getByText('Seen', { exact: true }).waitFor();
	expect(await chat.quickReplies.allInnerTexts()).toEqual(['This']);
	const { item } = await chat.deliveryOf(() => chat.press('Again'));
	expect(item).toMatchObject({ payload: 'AGAIN' });
});

describe('for everybody', () => {
	it('who listens is told what comes in, and not what was there before', async () => {
		const incoming = chat.page.getByRole('log', { name: 'Incoming messages' }).locator('div');
		await shown({
			...template({ template_type: 'button', text: 'Once more?', buttons: [POSTBACK, SITE] }),
			quick_replies: [{ content_type: 'text', title: 'This', payload: 'THIS' }],
		});
		await expect(incoming.last().locator('p').allTextContents()).resolves.toEqual([
			'Sunny Bakery: Once more?',
			'Buttons: Again, Our site',
			'Quick replies: This',
		]);
		await chat.page.reload();
		await chat.received.nth(1).waitFor();
		expect(await incoming.count()).toBe(0);
		await shown({ text: 'Hello' });
		await expect(incoming.allTextContents()).resolves.toEqual(['Sunny Bakery: Hello']);
	});

	it.each<[string, Look]>([
		['light', { colorScheme: 'light' }],
		['dark', { colorScheme: 'dark' }],
		['dark, on a narrow screen', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
	])('axe finds nothing, whatever the Page has sent: %s', async (name, look) => {
		await chat.close();
		await open({ ...look, reducedMotion: 'reduce' });
		const card = { subtitle: 'Dark', image_url: 'https://bakery.example/rye.jpg' };
		await shown(template({ template_type: 'button', text: 'Once more?', buttons: [POSTBACK, SITE] }));
		await shown(
			template({
				template_type: 'generic',
				elements: ['Rye', 'Spelt', 'Wheat'].map((title) => ({ title, ...card })),
			}),
		);
		await shown(media('image', 'https://bakery.example/bread.jpg'));
		await shown(template({ template_type: 'receipt', order_number: 'B-17' }));
		const mid = await voice.say({ text: 'Hello' });
		await voice.act('react', { message_id: mid, reaction: 'love' });
		await voice.act('mark_seen');
		await shown(
			{ text: 'Or?', quick_replies: [{ content_type: 'text', title: 'This', payload: 'THIS' }] },
			{ reply_to: { mid } },
		);
		await voice.act('typing_on');
		await chat.page.getByText('is typing …').waitFor();
		await keepScreenshot(chat.page, `chat messages ${name}`);
		const { violations } = await new AxeBuilder({ page: chat.page }).analyze();
		expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
		const overflow = await chat.page.evaluate('document.documentElement.scrollWidth - innerWidth');
		expect(overflow).toBeLessThanOrEqual(0);
	});
});
