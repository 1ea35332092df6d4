// What the chat page says of deliveries that are repeated, forged, on standby or of no interest,
// and where its links lead.
import { createHmac } from 'node:crypto';
import { ChatPage, type ShownDelivery } from './support/chatPage.ts';
import { useDemo } from './support/demoSession.ts';
import { eventually } from './support/world.ts';

const session = useDemo();
let chat: ChatPage;

beforeEach(async () => {
	chat = await ChatPage.open(session.browser, session.demo);
});
afterEach(async () => await chat.close());

const workflowId = (): string => session.demo.editorUrl.split('/').at(-1) ?? '';
const executionCount = async (): Promise<number> =>
	(await session.demo.n8n.api.executions(workflowId())).length;

/** That the delivery made no execution; the tap after it, that it would have been seen. */
async function expectNoExecution(delivery: ShownDelivery, before: number): Promise<void> {
	expect(delivery).toMatchObject({ item: null, href: null });
	await chat.deliveryOf(() => chat.press('Opening hours'));
	expect(await executionCount()).toBe(before + 1);
}

it('the same delivery again is answered 200, starts nothing, and says that it was accepted before', async () => {
	const original = await chat.deliveryOf(() => chat.press('Opening hours'));
	const before = await executionCount();
	const again = await chat.deliveryOf(() => chat.press('The same again'));
	expect(again.sent).toEqual(original.sent);
	expect(again.line).toMatch(/again.*200.*no execution/s);
	expect(again.details).toContain(`The same bytes and signature as delivery ${original.number}.`);
	expect(again.details).toContain('The event was delivered again after n8n had taken it over');
	expect((await chat.conversation()).at(-1)).toContain(`Delivery ${again.number}, again: 200, no execution`);
	await expectNoExecution(again, before);
});

it('a forged delivery is answered 401, starts nothing, and says that its signature does not match', async () => {
	const original = await chat.deliveryOf(() => chat.press('Opening hours'));
	const before = await executionCount();
	const forged = await chat.deliveryOf(() => chat.press('A forgery'));
	expect(forged.sent).toEqual(original.sent);
	expect(forged.line).toMatch(/forged.*401.*no execution/s);
	expect(forged.details).toContain('The signature was not accepted.');
	expect(forged.details).toContain('A request whose signature does not match was refused.');
	await expectNoExecution(forged, before);
});

it('a tap on standby arrives without payload and leaves through the fallback output', async () => {
	const delivery = await chat.deliveryOf(() => chat.press('A tap on standby'));
	expect(delivery.sent).toMatchObject({ entry: [{ standby: [{ postback: {} }] }] });
	expect(JSON.stringify(delivery.sent)).not.toContain('payload');
	expect(delivery.item).toMatchObject({ isStandby: true, payload: null, title: 'Buy a sourdough loaf' });
	expect(delivery.line).toMatch(/standby.*200.*output Other/s);
});

it.each([
	['A read receipt', 'Read receipt'],
	['Send', 'Message Hello'],
])('%s is answered 200 and starts nothing, because it is no button tap', async (name, event) => {
	await chat.page.getByLabel('Write a message').fill('Hello');
	const before = await executionCount();
	const delivery = await chat.deliveryOf(() => chat.press(name));
	expect(delivery.line).toMatch(new RegExp(`${event}.*200.*no execution`, 's'));
	expect(delivery.details).toContain('no button causes');
	await expectNoExecution(delivery, before);
});

it('repeats nothing on a channel where nothing was tapped', async () => {
	await chat.choose('Instagram');
	await chat.page.getByText('Tap something first').first().waitFor();
	const before = await chat.count();
	await chat.page.getByRole('button', { name: 'The same again' }).press('Enter');
	await chat.choose('Messenger');
	const next = await chat.deliveryOf(() => chat.press('Opening hours'));
	expect(next.number).toBe(before + 1);
});

it('says what is missing when the workflow is not published', async () => {
	await session.demo.n8n.api.unpublish(workflowId());
	const nothing = chat.page.getByText('Meta sent nothing: no published workflow has subscribed to it');
	// The workflow leaves some seconds after n8n says that it is unpublished.
	await eventually(async () => {
		await chat.press('Opening hours');
		return (await nothing.count()) > 0 ? true : null;
	}, 'Meta to send nothing');
	await expect(session.demo.n8n.api.publish(workflowId())).resolves.toEqual({ status: 'published' });
	const delivery = await chat.deliveryOf(() => chat.press('Opening hours'));
	expect(delivery.line).toContain('output Other');
});

it('the link of a delivery opens its execution in the editor', async () => {
	const delivery = await chat.deliveryOf(() => chat.press('Buy a carrot cake'));
	const id = delivery.href?.split('/').at(-1);
	await chat.logIn(session.demo);
	const opened = chat.page.context().waitForEvent('page');
	await chat.page.getByRole('link', { name: `Execution ${id}`, exact: true }).click();
	const editor = await opened;
	const shown = (testId: string, hasText: string) => editor.locator(`[data-test-id=${testId}]`, { hasText });
	await shown('execution-preview-id', id ?? '').waitFor({ timeout: 60_000 });
	await shown('canvas-node', 'Note the order').waitFor({ timeout: 60_000 });
	expect(editor.url()).toBe(delivery.href);
});

it('links each delivery to its bubble and back', async () => {
	const { number } = await chat.deliveryOf(() => chat.press('Opening hours'));
	await chat.page.getByRole('link', { name: 'Delivery 1', exact: true }).click();
	await expect(chat.page.locator('details[open]').count()).resolves.toBe(1);
	await chat.page.locator('#delivery-1 details[open]').waitFor();
	await chat.page.locator(`#delivery-${number} summary`).click();
	await chat.page.getByRole('link', { name: 'Show it in the conversation' }).click();
	expect(await chat.page.locator(':focus').textContent()).toContain(`Delivery ${number}: 200`);
});

it('shows the history again after a reload', async () => {
	const { number, line } = await chat.deliveryOf(() => chat.press('Opening hours'));
	await chat.page.reload();
	expect((await chat.settled(number)).line).toBe(line);
	expect((await chat.conversation()).at(-1)).toContain(`Delivery ${number}: 200`);
});

it('shows the signature shortened, and neither the whole one nor the App Secret reaches the page', async () => {
	const { details, sent } = await chat.deliveryOf(() => chat.press('Opening hours'));
	expect(details).toMatch(/x-hub-signature-256: sha256=[0-9a-f]{8}…[0-9a-f]{4}\b/);
	const stream = await chat.page.evaluate(async () => {
		const response = await fetch('/chat/happenings');
		const reader = response.body?.getReader();
		let text = '';
		while (reader !== undefined && !text.includes('"kind":"exchange"')) {
			text += new TextDecoder().decode((await reader.read()).value);
		}
		await reader?.cancel();
		return text;
	});
	expect(stream).toContain('"kind":"exchange"');
	expect(stream + details).not.toMatch(/[0-9a-f]{64}/);
	const { secret } = session.demo.app;
	const signed = createHmac('sha256', secret).update(JSON.stringify(sent)).digest('hex');
	expect(details).toContain(`sha256=${signed.slice(0, 8)}…${signed.slice(-4)}`);
	expect(stream + (await chat.page.content())).not.toContain(secret);
});
