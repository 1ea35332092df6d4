// A whole conversation on the chat page: n8n answers every tap, and what it sends can be tapped.
import { MESSENGER_TYPE, TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { ChatPage } from './support/chatPage.ts';
import { useDemo } from './support/demoSession.ts';
import { keepScreenshot } from './support/screenshots.ts';

const session = useDemo();
let chat: ChatPage;

beforeEach(async () => {
	chat = await ChatPage.open(session.browser, session.demo);
});
afterEach(async () => await chat.close());

const tapAnswered = async (title: string): Promise<string> =>
	await (await chat.answerTo(() => chat.press(title))).innerText();
const workflowId = (): string => session.demo.editorUrl.split('/').at(-1) ?? '';
const sentTo = (recipientId: unknown) =>
	session.demo.meta.sentMessages().filter(({ recipient }) => recipient.id === recipientId);

describe('a whole conversation', () => {
	it.each([
		['Messenger', 'Get Started', /Welcome to Sunny Bakery/],
		['Instagram', 'Do you deliver?', /We deliver within the town/],
	] as const)(
		'on %s goes from %s to a card, by its button to other buttons, and to a quick reply',
		async (channel, beginning, greeting) => {
			await chat.choose(channel);
			await chat.press('New conversation');
			expect(await tapAnswered(beginning)).toMatch(greeting);
			expect(await tapAnswered('Buy a sourdough loaf')).toMatch(/Sourdough loaf\s+Ordered for 4\.80/);
			const changing = await chat.deliveryOf(() => chat.press('Change it'));
			expect(changing.item).toMatchObject({ event: 'postback', title: 'Change it', payload: 'CHANGE' });
			await chat.received.filter({ hasText: 'What shall it be instead?' }).waitFor();
			const card = await chat.answerTo(() => chat.press('Buy a carrot cake'));
			expect(await card.innerText()).toMatch(/Carrot cake\s+Ordered for 21\.00/);
			await card.locator('img').waitFor();
			const chosen = await chat.deliveryOf(() => chat.press('Tomorrow'));
			expect(chosen.item).toMatchObject({
				event: 'quickReply',
				channel: channel.toLowerCase(),
				payloadData: { day: 'tomorrow' },
			});
			await chat.received.last().getByText("It will be ready tomorrow, from seven o'clock.").waitFor();
			await keepScreenshot(chat.page, `chat answers ${channel}`);
			// Five taps, five answers, all to one person.
			const { id } = chosen.item?.sender as { id: string };
			expect(sentTo(id)).toHaveLength(5);
			expect(await chat.received.count()).toBe(5);
		},
	);

	it('needs no ID in any node', async () => {
		const { body } = await session.demo.n8n.api.request('GET', `/rest/workflows/${workflowId()}`);
		const { nodes } = (body as { data: { nodes: Array<{ type: string; parameters: object }> } }).data;
		const answering = nodes.filter(({ type }) => type === MESSENGER_TYPE);
		expect(answering.length).toBeGreaterThan(5);
		for (const { parameters } of answering) {
			expect(parameters).not.toHaveProperty('recipientId');
			expect(parameters).not.toHaveProperty('page');
		}
	});
});

describe('other ways to the Page', () => {
	it.each([
		['Opening hours', /We are open from seven to six/],
		['Talk to a person', /When may somebody from the bakery write/],
		['My orders', /Log in, and you see what is waiting/],
		['Open m.me/sunny.bakery?ref=spring', /It is spring bread week/],
	])('%s is answered', async (title, answer) => {
		expect(await tapAnswered(title)).toMatch(answer);
	});

	it('an ad answers with the campaign, and its Get Started with the greeting', async () => {
		await chat.press('New conversation');
		await chat.answerTo(() => chat.press("Click the ad 'Spring bread week'"));
		await chat.received.nth(1).waitFor({ timeout: 40_000 });
		const answers = (await chat.received.allInnerTexts()).join('\n');
		expect(answers).toMatch(/It is spring bread week.*\n.*Welcome to Sunny Bakery/s);
	});

	it('a tap on standby is not answered, since another app holds the conversation', async () => {
		const { item } = await chat.deliveryOf(() => chat.press('A tap on standby'));
		const { id } = item?.sender as { id: string };
		const before = sentTo(id).length;
		const next = await chat.deliveryOf(() => chat.press('A tap on standby'));
		expect(next.line).toContain('output Other');
		expect(sentTo(id)).toHaveLength(before);
		await tapAnswered('Opening hours');
		expect(sentTo(id)).toHaveLength(before + 1);
	});

	it('while the editor waits for a tap, its run answers beside the published workflow', async () => {
		const listening = await session.demo.n8n.api.listen(workflowId(), TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		const before = await chat.received.count();
		await chat.press('Opening hours');
		await chat.received.nth(before + 1).waitFor({ timeout: 40_000 });
		const answers = (await chat.received.allInnerTexts()).slice(before);
		expect(answers).toEqual(Array(2).fill(expect.stringContaining('We are open from seven to six')));
	});

	it('the answer comes to its own conversation alone', async () => {
		await chat.choose('Instagram');
		await chat.press('New conversation');
		await chat.page.getByRole('button', { name: 'Do you deliver?' }).waitFor();
		await chat.choose('Messenger');
		await tapAnswered('Opening hours');
		await chat.choose('Instagram');
		expect(await chat.received.count()).toBe(0);
	});
});
