// The chat page against the real demo, in Chromium: every way to reach the trigger, what is shown
// of it, and the execution in n8n.
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { ChatPage, type ShownDelivery } from './support/chatPage.ts';
import { useDemo } from './support/demoSession.ts';
import { keepPicture } from './support/screenshots.ts';

const OUTPUTS = [
	'Order',
	'Newcomer',
	'Pick-up',
	'Campaign',
	'Talk',
	'Orders',
	'Log-in',
	'News',
	'Opt-in',
	'Other',
];

const session = useDemo();
let chat: ChatPage;

beforeEach(async () => {
	chat = await ChatPage.open(session.browser, session.demo);
});
afterEach(async () => await chat.close());

/** That n8n itself has this item, at this output, in the execution that the page links. */
async function expectExecution({ href, item }: ShownDelivery, output: string): Promise<void> {
	const id = href?.match(/\/executions\/(\d+)$/)?.[1] ?? '';
	expect(href).toBe(`${session.demo.editorUrl}/executions/${id}`);
	const outputs = await session.demo.n8n.api.items(id, TRIGGER_NAME);
	expect(outputs).toEqual(OUTPUTS.map((name) => (name === output ? [item] : [])));
}

describe('a tap in Messenger', () => {
	it.each([
		['Buy a sourdough loaf', 'Order', { payloadData: { action: 'BUY', sku: 7 } }],
		['Buy a carrot cake', 'Order', { payloadData: { action: 'BUY', sku: 12, size: 'large' } }],
		['Opening hours', 'Other', { payload: 'HOURS?day=today' }],
		['My orders', 'Orders', { payload: 'ORDERS' }],
	])('on %s becomes an execution at the output %s', async (title, output, facts) => {
		const delivery = await chat.deliveryOf(() => chat.press(title));
		expect(delivery.item).toMatchObject({ event: 'postback', channel: 'messenger', title, ...facts });
		expect(delivery.line).toMatch(new RegExp(`Postback ${title}.*Messenger.*200.*output ${output}`, 's'));
		expect(delivery.sent).toMatchObject({
			object: 'page',
			entry: [{ messaging: [{ postback: { title } }] }],
		});
		await expectExecution(delivery, output);
		expect((await chat.conversation()).at(-1)).toMatch(
			new RegExp(`${title}\\s*Delivery ${delivery.number}: 200, output ${output}`),
		);
	});

	it('on a quick reply arrives as a message and becomes a quick reply', async () => {
		await chat.answerTo(() => chat.press('Buy a carrot cake'));
		const delivery = await chat.deliveryOf(() => chat.press('Tomorrow'));
		expect(delivery.line).toContain('Quick reply Tomorrow');
		expect(delivery.item).toMatchObject({ event: 'quickReply', payloadData: { day: 'tomorrow' } });
		await keepPicture(chat.page, 'chat', { x: 0, y: 0, width: 1440, height: 760 });
		await expectExecution(delivery, 'Pick-up');
	});

	it('on Get Started opens the conversation of a new person', async () => {
		await chat.press('New conversation');
		await chat.page.getByRole('button', { name: 'Get Started' }).waitFor();
		expect(await chat.conversation()).toEqual([]);
		await expect(chat.page.getByRole('button', { name: 'Opening hours' }).count()).resolves.toBe(0);
		const delivery = await chat.deliveryOf(() => chat.press('Get Started'));
		expect(delivery.item).toMatchObject({ payload: 'GET_STARTED', referral: null });
		await expectExecution(delivery, 'Newcomer');
		const next = await chat.deliveryOf(() => chat.press('Opening hours'));
		expect(next.item?.sender).toEqual(delivery.item?.sender);
	});
});

describe('coming to Messenger', () => {
	const LINK = 'Open m.me/sunny.bakery?ref=spring';
	const AD = "Click the ad 'Spring bread week'";

	it('by a link to an open conversation is a referral', async () => {
		const delivery = await chat.deliveryOf(() => chat.press(LINK));
		expect(delivery.item).toMatchObject({ event: 'referral', referral: { ref: 'spring' }, payload: null });
		await expectExecution(delivery, 'Campaign');
	});

	it('by a link to a new conversation comes with the first tap, and only with it', async () => {
		await chat.press('New conversation');
		const before = await chat.count();
		await chat.press(LINK);
		await chat.page.getByText("The first tap will carry the ref 'spring'.").waitFor();
		expect(await chat.count()).toBe(before);
		const first = await chat.deliveryOf(() => chat.press('Get Started'));
		expect(first.item).toMatchObject({
			event: 'postback',
			payload: 'GET_STARTED',
			referral: { ref: 'spring' },
		});
		await expectExecution(first, 'Newcomer');
		const second = await chat.deliveryOf(() => chat.press('Opening hours'));
		expect(second.item).toMatchObject({ referral: null });
	});

	it('by an ad for the first time is a referral, and then a Get Started without it', async () => {
		await chat.press('New conversation');
		const [referral, started] = await chat.deliveriesOf(() => chat.press(AD), 2);
		expect(referral?.item).toMatchObject({ event: 'referral', referral: { source: 'ADS' } });
		expect(started?.item).toMatchObject({ event: 'postback', payload: 'GET_STARTED', referral: null });
		const times = [referral, started].map((one) => Date.parse(String(one?.item?.timestamp)));
		expect(Number(times[1]) - Number(times[0])).toBeGreaterThanOrEqual(1000);
		expect(Number(times[1]) - Number(times[0])).toBeLessThanOrEqual(4000);
	});

	it('by an ad again is a referral alone', async () => {
		const delivery = await chat.deliveryOf(() => chat.press(AD));
		await expectExecution(delivery, 'Campaign');
		const next = await chat.deliveryOf(() => chat.press('Opening hours'));
		expect(next.number).toBe(delivery.number + 1);
	});
});

describe('Instagram', () => {
	it('an ice breaker opens the conversation, and carries the ref of a link', async () => {
		await chat.choose('Instagram');
		await chat.press('New conversation');
		await chat.press('Open ig.me/m/sunny.bakery?ref=spring');
		await chat.page.getByText("The first tap will carry the ref 'spring'.").waitFor();
		const asked = await chat.deliveryOf(() => chat.press('Do you deliver?'));
		expect(asked.sent).toMatchObject({ object: 'instagram' });
		expect(asked.item).toMatchObject({
			channel: 'instagram',
			payload: 'DELIVERY',
			referral: { ref: 'spring' },
		});
		await expectExecution(asked, 'Other');
		const bought = await chat.deliveryOf(() => chat.press('Buy a sourdough loaf'));
		await expectExecution(bought, 'Order');
		const link = await chat.deliveryOf(() => chat.press('Open ig.me/m/sunny.bakery?ref=spring'));
		await expectExecution(link, 'Campaign');
	});

	it('has its own conversation, its own quick replies and menu, and no ad', async () => {
		await chat.choose('Instagram');
		await chat.press('New conversation');
		await chat.deliveryOf(() => chat.press('What is gluten free?'));
		for (const title of ['Buy a sourdough loaf', 'Today', 'Talk to a person']) {
			const delivery = await chat.deliveryOf(() => chat.press(title));
			expect(delivery.item).toMatchObject({ channel: 'instagram', title });
		}
		expect(await chat.conversation()).toHaveLength(4);
		await expect(chat.page.getByRole('button', { name: /Click the ad/ }).count()).resolves.toBe(0);
		await chat.choose('Messenger');
		expect((await chat.conversation()).join()).not.toContain('gluten free?');
	});
});
