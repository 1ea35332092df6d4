// Every other button on the chat page: those that Messenger deals with itself, an ad that is
// written to, a question that an execution waits with, and what a workflow sets up for the Page.
import { AxeBuilder } from '@axe-core/playwright';
import { MESSENGER_TYPE, TRIGGER_TYPE, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import { callGraph } from '../sandbox/meta/graphClient.ts';
import { ChatPage, type Look } from './support/chatPage.ts';
import { useDemo } from './support/demoSession.ts';
import { keepScreenshot } from './support/screenshots.ts';
import { eventually } from './support/world.ts';

const session = useDemo();
let chat: ChatPage;

beforeEach(async () => {
	chat = await ChatPage.open(session.browser, session.demo);
});
afterEach(async () => await chat.close());

const workflowId = (): string => session.demo.editorUrl.split('/').at(-1) ?? '';
const WRITE_TO_AD = "Write to the ad 'Spring bread week'";

async function nodesOf(id: string): Promise<WorkflowNode[]> {
	const { body } = await session.demo.n8n.api.request('GET', `/rest/workflows/${id}`);
	return (body as { data: { nodes: WorkflowNode[] } }).data.nodes;
}

/** The two messages of the Page that have such buttons. */
async function offerOptIns(): Promise<void> {
	const before = await chat.received.count();
	await chat.press('News');
	await chat.received.nth(before + 1).waitFor({ timeout: 40_000 });
}

async function expectAccessible(): Promise<void> {
	const { violations } = await new AxeBuilder({ page: chat.page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	const overflow = await chat.page.evaluate('document.documentElement.scrollWidth - innerWidth');
	expect(overflow).toBeLessThanOrEqual(0);
}

describe('a button that Messenger deals with itself', () => {
	it.each([
		[
			'Get Updates',
			{ type: 'notification_messages', payload: 'UPDATES', title: 'Bread of the week' },
			'every',
		],
		['Notify Me', { type: 'one_time_notif_req', payload: 'REMINDER' }, 'once'],
	])('%s is an opt-in, with what Meta says of it, and is answered', async (button, optin, answer) => {
		await offerOptIns();
		const before = await chat.received.count();
		const { line, sent, item } = await chat.deliveryOf(() => chat.press(button));
		expect(line).toMatch(/Opt-in Asked for.*200.*output Opt-in/s);
		expect(sent).toMatchObject({ object: 'page', entry: [{ messaging: [{ optin }] }] });
		expect(item).toMatchObject({ event: 'optIn', payload: optin.payload, details: optin });
		await chat.received.nth(before).getByText(answer).waitFor();
	});

	it.each([
		['Log In', 'linked', 'Nothing is waiting for you'],
		['Log Out', 'unlinked', 'See you soon'],
	])('%s tells that the account is %s, and is answered', async (button, status, answer) => {
		await chat.answerTo(() => chat.press('My orders'));
		const before = await chat.received.count();
		const { line, sent, item } = await chat.deliveryOf(() => chat.press(button));
		expect(line).toMatch(/Log-in Logged.*200.*output Log-in/s);
		expect(sent).toMatchObject({ entry: [{ messaging: [{ account_linking: { status } }] }] });
		expect(item).toMatchObject({ event: 'logIn', payload: null, details: { status } });
		await chat.received.nth(before).getByText(answer).waitFor();
	});
});

describe('an ad that is written to', () => {
	it('is a message with a referral, and becomes a referral with the words as its title', async () => {
		await chat.press('New conversation');
		const delivery = await chat.deliveryOf(() => chat.press(WRITE_TO_AD));
		const message = { text: 'Is the offer still on?', referral: { ref: 'spring-ad', source: 'ADS' } };
		expect(delivery.sent).toMatchObject({ entry: [{ messaging: [{ message }] }] });
		expect(delivery.line).toMatch(/Message Is the offer still on\?.*200.*output Campaign/s);
		expect(delivery.item).toMatchObject({
			event: 'referral',
			title: message.text,
			referral: message.referral,
			payload: null,
		});
	});

	it('is one in a new conversation alone', async () => {
		await chat.press('New conversation');
		await chat.deliveryOf(() => chat.press('Get Started'));
		const before = await chat.count();
		const button = chat.page.getByRole('button', { name: WRITE_TO_AD });
		await expect(button.getAttribute('aria-disabled')).resolves.toBe('true');
		await button.press('Enter');
		const next = await chat.deliveryOf(() => chat.press('My orders'));
		expect(next.number).toBe(before + 1);
	});
});

describe('a question', () => {
	it.each(['Messenger', 'Instagram'] as const)(
		'on %s waits, and the tap on an answer goes on with that very execution',
		async (channel) => {
			await chat.choose(channel);
			await chat.press('New conversation');
			await chat.deliveryOf(() =>
				chat.press(channel === 'Messenger' ? 'Get Started' : 'What is gluten free?'),
			);
			const asked = await chat.deliveryOf(() => chat.press('Talk to a person'));
			expect(asked.line).toContain('output Talk');
			expect(asked.details).toContain('It has asked a question, and waits for the answer.');
			const bubble = await chat.answerTo(() => chat.press('This afternoon'));
			expect(await bubble.innerText()).toContain('Good: this afternoon it is.');
			const answered = await chat.settled(asked.number + 1);
			const id = asked.href?.split('/').at(-1);
			expect(answered.href).toBe(asked.href);
			expect(answered.line).toMatch(new RegExp(`Postback This afternoon.*200.*execution ${id} goes on`, 's'));
			expect(answered.details).toContain(`Execution ${id} goes on, with this item from Ask when:`);
			expect(answered.item).toMatchObject({
				answered: true,
				answer: 'This afternoon',
				value: 'THIS_AFTERNOON',
				channel: channel.toLowerCase(),
			});
			expect((await chat.settled(asked.number)).details).not.toContain('waits for the answer');
			await expect(chat.page.getByRole('status').textContent()).resolves.toContain(`execution ${id} goes on`);
			await keepScreenshot(chat.page, `chat question ${channel}`);
		},
	);

	it('that is answered takes no second tap, nor the same one again, and says so', async () => {
		await chat.answerTo(() => chat.press('Talk to a person'));
		const answered = await chat.deliveryOf(() => chat.press('This morning'));
		const again = await chat.deliveryOf(() => chat.press('The same again'));
		expect(again.sent).toEqual(answered.sent);
		expect(again.details).toContain('The event was delivered again after n8n had taken it over');
		const late = await chat.deliveryOf(() => chat.press('This afternoon'));
		expect(late.line).toMatch(/200.*no execution/s);
		expect(late.details).toContain('a question for which nothing waits any more');
	});
});

describe('kinds of events that the trigger was not asked for', () => {
	const choose = async (events: string[]): Promise<void> => {
		const nodes = (await nodesOf(workflowId())).map((node) =>
			node.type === TRIGGER_TYPE ? { ...node, parameters: { ...node.parameters, events } } : node,
		);
		await session.demo.n8n.api.updateWorkflow(workflowId(), { nodes });
		await expect(session.demo.n8n.api.publish(workflowId())).resolves.toEqual({ status: 'published' });
	};
	afterAll(async () => await choose(['postback', 'quickReply', 'referral', 'optIn', 'logIn']));

	it('say where they ended: not sent, or received and left out', async () => {
		await offerOptIns();
		await choose(['postback', 'quickReply']);
		// Its old fields are given up some seconds later.
		await eventually(async () => {
			await chat.press('Notify Me');
			const last = chat.page.locator('#messages > .note').last();
			return (await last.innerText()).includes('Meta sent nothing') ? true : null;
		}, 'Meta to send nothing');
		await chat.press('New conversation');
		const written = await chat.deliveryOf(() => chat.press(WRITE_TO_AD));
		expect(written.line).toMatch(/200.*no execution/s);
		expect(written.details).toContain("'Trigger On'");
	});
});

it.each<[string, Look]>([
	['light', { colorScheme: 'light' }],
	['dark, on a narrow screen', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
])('axe finds nothing in any of it: %s', async (_name, look) => {
	await chat.close();
	chat = await ChatPage.open(session.browser, session.demo, { ...look, reducedMotion: 'reduce' });
	await offerOptIns();
	await chat.answerTo(() => chat.press('My orders'));
	const { number } = await chat.deliveryOf(() => chat.press('Talk to a person'));
	await expectAccessible();
	await chat.answerTo(() => chat.press('This morning'));
	await chat.settled(number + 1);
	await expectAccessible();
});

describe('what a workflow sets up for the Page', () => {
	async function setUp(profile: Record<string, unknown>): Promise<void> {
		const { api } = session.demo.n8n;
		const [answering] = (await nodesOf(workflowId())).filter(({ type }) => type === MESSENGER_TYPE);
		const start: WorkflowNode = {
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const write: WorkflowNode = {
			id: 'write',
			name: 'Write',
			type: MESSENGER_TYPE,
			typeVersion: 1,
			position: [240, 0],
			parameters: {
				resource: 'messengerProfile',
				operation: 'update',
				page: { __rl: true, mode: 'id', value: session.demo.page.id },
				profile,
			},
			credentials: answering?.credentials,
		};
		const connections = { Start: { main: [[{ node: 'Write', type: 'main', index: 0 }]] } };
		const workflow = { name: 'Set up', nodes: [start, write], connections, settings: {} };
		const { id } = await api.createWorkflow(workflow);
		const { body } = await api.request('GET', `/rest/workflows/${id}`);
		const workflowData = (body as { data: unknown }).data;
		const run = { workflowData, triggerToStartFrom: { name: 'Start' } };
		await api.request('POST', `/rest/workflows/${id}/run`, run);
		const [execution] = await api.waitForExecutions(id, 1);
		expect(await api.executionError(execution?.id ?? '')).toBeUndefined();
	}

	it('is on the page at once, and can be tapped', async () => {
		const items = [
			{ type: 'postback', title: 'Cakes of the day', payload: 'HOURS?day=cakes' },
			{ type: 'url', title: 'Our site', url: 'https://sunny-bakery.example/' },
		];
		await setUp({ persistentMenu: { values: [{ locale: 'default', items: { values: items } }] } });
		const menu = chat.page.getByRole('group', { name: 'Menu' });
		await menu.getByRole('button', { name: 'Cakes of the day' }).waitFor();
		expect(await menu.getByRole('button').allInnerTexts()).toEqual(['Cakes of the day', 'Our site']);
		const { item } = await chat.deliveryOf(() => chat.press('Cakes of the day'));
		expect(item).toMatchObject({ payload: 'HOURS?day=cakes' });
		await expectAccessible();
		await menu.getByRole('button', { name: 'Our site', description: 'Opens https://' }).click();
		await chat.page.getByText('The app would open https://sunny-bakery.example/').waitFor();
	});

	it('may be for one person, and then nobody else has it', async () => {
		const { meta, app, page } = session.demo;
		await chat.press('New conversation');
		const { item } = await chat.deliveryOf(() => chat.press('Get Started'));
		const items = [{ type: 'postback', title: 'Your table', payload: 'TABLE' }];
		const json = {
			psid: (item?.sender as { id: string }).id,
			persistent_menu: [{ locale: 'default', call_to_actions: items }],
		};
		const token = meta.pageToken(meta.addToken({ appId: app.id, pageIds: [page.id] }), page.id);
		const path = 'me/custom_user_settings';
		expect(await callGraph(meta, { method: 'POST', path, app, token, json })).toMatchObject({ status: 200 });
		const mine = chat.page.getByRole('button', { name: 'Your table' });
		await mine.waitFor();
		await chat.press('New conversation');
		await chat.deliveryOf(() => chat.press('Get Started'));
		await expect(mine.count()).resolves.toBe(0);
	});

	it('may be ice breakers, which Meta shows instead of Get Started', async () => {
		const questions = [{ question: 'Is there rye?', payload: 'DELIVERY' }];
		await setUp({ iceBreakers: { values: [{ locale: 'default', items: { values: questions } }] } });
		await chat.press('New conversation');
		await chat.page.getByRole('button', { name: 'Is there rye?' }).waitFor();
		await expect(chat.page.getByRole('button', { name: 'Get Started' }).count()).resolves.toBe(0);
		const { item } = await chat.deliveryOf(() => chat.press('Is there rye?'));
		expect(item).toMatchObject({ title: 'Is there rye?', payload: 'DELIVERY' });
	});
});
