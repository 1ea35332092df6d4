// message: send and senderAction on n8n-core's engine: whom it reaches, in which order, how often.
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { startMeta, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow, TRIGGER, type RunOptions, type Step } from '../support/actionHost';
import { aTapItem } from '../support/taps';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
beforeEach(() => {
	meta.clearFaults();
	account = anAccount(meta, { withInstagram: true });
	page = account.pages[0] as Page;
});

const answer = (parameters: INodeParameters = {}, settings: Partial<INode> = {}): Step => ({
	name: 'Answer',
	type: 'messenger',
	parameters: { resource: 'message', operation: 'send', messageType: 'text', text: 'Hello', ...parameters },
	settings,
});
const RETRIES: Partial<INode> = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
const elsewhere = (name: string): Step => ({ name, type: 'elsewhere', parameters: { json: { row: 1 } } });

async function run(items: IDataObject[], steps: Step[], more: Partial<RunOptions> = {}) {
	return await runWorkflow({
		credential: { ...account.credential },
		items: items.map((json) => ({ json })),
		steps,
		...more,
	});
}
/** What this account's Page sent, in order. */
const sent = () => meta.sentMessages().filter(({ pageId }) => pageId === page.id);
const textsTo = (id: string) =>
	sent()
		.filter(({ recipient }) => recipient.id === id)
		.map(({ message }) => message.text);
const sends = () => meta.getCalls().filter(({ path }) => path === `/${page.id}/messages`);

describe('an answer', () => {
	it.each(['simplified', 'flat', 'raw'] as const)('reaches whoever tapped, from a %s item', async (form) => {
		const result = await run([aTapItem(meta, page, { form })], [answer()]);
		expect(sent()).toMatchObject([
			{ channel: 'messenger', recipient: { id: 'PSID-1' }, message: { text: 'Hello' } },
		]);
		expect(result.items('Answer')).toEqual([
			{ recipientId: 'PSID-1', messageId: sent()[0]?.mid, channel: 'messenger', accountId: page.id },
		]);
	});

	it.each(['simplified', 'flat', 'raw'] as const)(
		'goes out on the channel of the tap: Instagram, %s',
		async (form) => {
			const item = aTapItem(meta, page, { channel: 'instagram', senderId: 'IGSID-1', form });
			const result = await run([item], [answer()]);
			expect(result.items('Answer')).toMatchObject([
				{ recipientId: 'IGSID-1', channel: 'instagram', accountId: page.instagramAccount?.id },
			]);
			expect(sent()).toMatchObject([{ channel: 'instagram', recipient: { id: 'IGSID-1' } }]);
		},
	);

	it('finds the tap through any number of nodes that replaced the item', async () => {
		const taps = ['A', 'B', 'C'].map((senderId) => aTapItem(meta, page, { senderId }));
		const steps = [elsewhere('Sheet'), elsewhere('HTTP'), answer({ text: '={{ "Row " + $json.row }}' })];
		const result = await run(taps, steps);
		expect(result.items('Answer').map(({ recipientId }) => recipientId)).toEqual(['A', 'B', 'C']);
		expect(sent().map(({ message }) => message.text)).toEqual(['Row 1', 'Row 1', 'Row 1']);
	});

	it('finds the tap behind a node that replaced the item, in a workflow with Execution Logic v2', async () => {
		const taps = ['A', 'B'].map((senderId) => aTapItem(meta, page, { senderId }));
		const result = await run(taps, [elsewhere('Sheet'), answer()], { binaryMode: 'combined' });
		expect(result.items('Answer').map(({ recipientId }) => recipientId)).toEqual(['A', 'B']);
	});

	it('reaches a person who has only a user_ref', async () => {
		const result = await run([aTapItem(meta, page, { userRef: 'REF-1' })], [answer()]);
		expect(sent()).toMatchObject([{ recipient: { id: null, userRef: 'REF-1' } }]);
		expect(result.items('Answer')).toMatchObject([{ recipientId: null, messageId: sent()[0]?.mid }]);
	});

	it('is paired with its item', async () => {
		const taps = ['A', 'B'].map((senderId) => aTapItem(meta, page, { senderId }));
		const result = await run(taps, [answer()]);
		expect(result.outputs('Answer')[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
	});

	it('has nobody to go to without a tap, and says what to do', async () => {
		const result = await run([{ row: 1 }], [answer()], { start: 'elsewhere' });
		expect(result.error('Answer')).toMatchObject({
			message: 'Nobody to answer: this item does not come from a tap.',
			description: expect.stringContaining('Put a Messenger Postback Trigger in front of this node'),
		});
		expect(sends()).toEqual([]);
	});

	it('has nobody to go to when the tap does not say who made it', async () => {
		const tap = aTapItem(meta, page);
		const result = await run([{ ...tap, sender: { id: null, user_ref: null } }], [answer()]);
		expect(result.error('Answer')?.message).toBe('Nobody to answer: the tap does not say who made it.');
	});
});

describe('a message to a person by ID', () => {
	const byHand = (more: INodeParameters): INodeParameters => ({
		to: 'person',
		channel: 'messenger',
		page: { __rl: true, mode: 'id', value: page.id },
		recipientId: 'PSID-9',
		...more,
	});

	it('goes out from the Page that was chosen', async () => {
		meta.addPerson({ pageId: page.id, id: 'PSID-9' });
		const result = await run([{ row: 1 }], [answer(byHand({}))], { start: 'elsewhere' });
		expect(result.items('Answer')).toMatchObject([{ recipientId: 'PSID-9', accountId: page.id }]);
	});

	it('finds the Page by its Instagram account', async () => {
		const id = page.instagramAccount?.id ?? '';
		meta.addPerson({ pageId: page.id, id: 'IGSID-9', channel: 'instagram' });
		const parameters = byHand({
			channel: 'instagram',
			page: { __rl: true, mode: 'id', value: id },
			recipientId: 'IGSID-9',
		});
		const result = await run([{ row: 1 }], [answer(parameters)], { start: 'elsewhere' });
		expect(result.items('Answer')).toMatchObject([{ recipientId: 'IGSID-9', accountId: id }]);
	});

	it('finds the Instagram account by its Page, as the list gives it', async () => {
		meta.addPerson({ pageId: page.id, id: 'IGSID-9', channel: 'instagram' });
		const parameters = byHand({ channel: 'instagram', recipientId: 'IGSID-9' });
		const result = await run([{ row: 1 }], [answer(parameters)], { start: 'elsewhere' });
		const accountId = page.instagramAccount?.id;
		expect(result.items('Answer')).toMatchObject([
			{ recipientId: 'IGSID-9', channel: 'instagram', accountId },
		]);
	});

	it('of Instagram from a Page without an account is refused by name', async () => {
		account = anAccount(meta);
		page = account.pages[0] as Page;
		const parameters = byHand({ channel: 'instagram' });
		const result = await run([{ row: 1 }], [answer(parameters)], { start: 'elsewhere' });
		expect(result.error('Answer')?.message).toBe(
			`Page ${page.id} is not linked to an Instagram professional account`,
		);
	});

	it.each(['messenger', 'instagram'])(
		'from a Page that the token does not open is refused by name: %s',
		async (channel) => {
			const parameters = byHand({ channel, page: { __rl: true, mode: 'id', value: '404' } });
			const result = await run([{ row: 1 }], [answer(parameters)], { start: 'elsewhere' });
			expect(result.error('Answer')?.message).toMatch(/404/);
			expect(sends()).toEqual([]);
		},
	);
});

describe('several items', () => {
	it('take one call per message once the Page is known', async () => {
		await run([aTapItem(meta, page)], [answer()]);
		meta.clearCalls();
		const taps = ['A', 'B', 'C'].map((senderId) => aTapItem(meta, page, { senderId }));
		await run(taps, [answer()]);
		expect(meta.getCalls().map(({ method, path }) => `${method} ${path}`)).toEqual([
			`POST /${page.id}/messages`,
			`POST /${page.id}/messages`,
			`POST /${page.id}/messages`,
		]);
	});

	it('to one person go one after another in their order, to others at the same time, five at most', async () => {
		meta.addFault({ path: /\/messages$/, times: 24, do: { delayMs: 40 } });
		const people = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
		const taps = [1, 2, 3].flatMap((turn) =>
			people.map((senderId) => ({ ...aTapItem(meta, page, { senderId }), turn })),
		);
		meta.clearCalls();
		const result = await run(taps, [answer({ text: '={{ "Turn " + $json.turn }}' })]);
		for (const id of people) expect(textsTo(id)).toEqual(['Turn 1', 'Turn 2', 'Turn 3']);
		expect(result.items('Answer').map(({ recipientId }) => recipientId)).toEqual([
			...people,
			...people,
			...people,
		]);
		const calls = sends().map(({ at, answeredAt }) => ({ at, answeredAt: answeredAt ?? 0 }));
		const atOnce = calls.map(
			({ at }) => calls.filter((other) => other.at <= at && other.answeredAt > at).length,
		);
		expect(Math.max(...atOnce)).toBe(5);
	});

	it('are all checked before the first is sent', async () => {
		const taps = ['A', 'B'].map((senderId) => aTapItem(meta, page, { senderId }));
		const parameters = { text: '={{ $itemIndex === 1 ? "" : "Hello" }}' };
		const result = await run(taps, [answer(parameters)]);
		expect(result.error('Answer')).toMatchObject({ message: "'Text' is empty", context: { itemIndex: 1 } });
		expect(sends()).toEqual([]);
	});

	const oneIsEmpty = { text: '={{ $itemIndex === 1 ? "" : "Hello" }}' };

	it('that are taken are sent although one is refused, where the workflow goes on', async () => {
		const taps = ['A', 'B', 'C'].map((senderId) => aTapItem(meta, page, { senderId }));
		const result = await run(taps, [answer(oneIsEmpty, { onError: 'continueRegularOutput' })]);
		expect(result.items('Answer')).toMatchObject([
			{ recipientId: 'A' },
			{ error: "'Text' is empty", kind: 'refused' },
			{ recipientId: 'C' },
		]);
	});

	it('that are refused leave through the error output, with why', async () => {
		const taps = ['A', 'B', 'C'].map((senderId) => aTapItem(meta, page, { senderId }));
		const result = await run(taps, [answer(oneIsEmpty, { onError: 'continueErrorOutput' })]);
		const [done, failed] = result.outputs('Answer');
		expect(done?.map(({ json }) => json.recipientId)).toEqual(['A', 'C']);
		expect(failed?.map(({ json }) => json)).toMatchObject([{ error: "'Text' is empty", kind: 'refused' }]);
	});
});

describe('a credential with expressions', () => {
	const byPage = answer({
		to: 'person',
		channel: 'messenger',
		page: { __rl: true, mode: 'id', value: '={{ $json.pageId }}' },
		recipientId: 'PSID-1',
	});
	const evaluated = {
		appId: '={{ $json.appId }}',
		appSecret: '={{ $json.appSecret }}',
		accessToken: '={{ $json.accessToken }}',
	};
	const itemOf = ({ credential, pageIds }: Account) => {
		const [pageId = ''] = pageIds;
		meta.addPerson({ pageId, id: 'PSID-1' });
		return { ...credential, pageId };
	};

	it('is for each item what they give for it', async () => {
		const other = anAccount(meta);
		const items = [account, other, account].map(itemOf);
		const result = await run(items, [byPage], { credential: { ...account.credential, ...evaluated } });
		expect(result.error('Answer')).toBeUndefined();
		expect(result.items('Answer').map(({ accountId }) => accountId)).toEqual(
			items.map(({ pageId }) => pageId),
		);
	});

	it('that gives nothing for an item fails that one alone, where the workflow goes on', async () => {
		const items = [itemOf(account), { pageId: page.id }, itemOf(account)];
		const credential = { ...account.credential, ...evaluated };
		const step = { ...byPage, settings: { onError: 'continueRegularOutput' as const } };
		const result = await run(items, [step], { credential });
		expect(result.items('Answer')).toMatchObject([
			{ accountId: page.id },
			{ kind: 'refused' },
			{ accountId: page.id },
		]);
	});

	it('that cannot be evaluated for an item fails that one alone, where the workflow goes on', async () => {
		const items = [itemOf(account), itemOf(account), itemOf(account)];
		const accessToken = '={{ $itemIndex === 1 ? $("Nobody").item.json.token : $json.accessToken }}';
		const step = { ...byPage, settings: { onError: 'continueRegularOutput' as const } };
		const result = await run(items, [step], { credential: { ...account.credential, accessToken } });
		expect(result.items('Answer')).toMatchObject([
			{ accountId: page.id },
			{ error: expect.any(String) },
			{ accountId: page.id },
		]);
	});
});

describe('a file', () => {
	const bytes = Buffer.from([0, 255, 128, 13, 10, 45, 45]);
	const file = { data: bytes.toString('base64'), mimeType: 'image/png', fileName: 'bräd 1.png' };
	const upload = (binaryPropertyName?: string): Step =>
		answer({
			messageType: 'media',
			mediaType: 'image',
			mediaFrom: 'binary',
			...(binaryPropertyName === undefined ? {} : { binaryPropertyName }),
		});
	const sendFile = async (item: INodeExecutionData, steps: Step[], more: Partial<RunOptions> = {}) =>
		await run([], steps, { items: [item], ...more });
	const uploaded = {
		message: { attachment: { type: 'image' } },
		file: { name: 'bräd 1.png', mimeType: 'image/png', content: bytes },
	};

	it('of the item is uploaded as it is', async () => {
		await sendFile({ json: aTapItem(meta, page), binary: { data: file } }, [upload()]);
		expect(sent()).toMatchObject([uploaded]);
	});

	it.each([
		['of the item', '={{ $input.item.binary.data }}', []],
		['of an earlier node', `={{ $('${TRIGGER}').item.binary.data }}`, [elsewhere('Sheet')]],
	])('%s may be given by an expression', async (_of, expression, before) => {
		const item = { json: aTapItem(meta, page), binary: { data: file } };
		const result = await sendFile(item, [...before, upload(expression)]);
		expect(result.error('Answer')).toBeUndefined();
		expect(sent()).toMatchObject([uploaded]);
	});

	it('is found where the workflow keeps files in the JSON', async () => {
		const item = { json: { ...aTapItem(meta, page), _files: { data: file } } };
		const result = await sendFile(item, [upload('_files.data')], { binaryMode: 'combined' });
		expect(result.error('Answer')).toBeUndefined();
		expect(sent()).toMatchObject([uploaded]);
	});

	it.each<[string, Partial<RunOptions>]>([
		['', {}],
		[' where the workflow keeps files in the JSON', { binaryMode: 'combined' }],
	])('that the item does not have is refused by the name of its field%s', async (_where, more) => {
		const result = await run([aTapItem(meta, page)], [upload('photo')], more);
		expect(result.error('Answer')?.message).toBe("This item has no file in 'photo'");
	});

	it.each([
		['the content of one', '={{ "A".repeat(1000000) }}'],
		['all files of the item', '={{ $input.item.binary }}'],
		['nothing', '={{ null }}'],
		['a list of them', '={{ [$input.item.binary.data] }}'],
	])('is not %s, and nothing of that is in the refusal', async (_what, expression) => {
		const large = { ...file, data: 'A'.repeat(1_000_000) };
		const item = { json: aTapItem(meta, page), binary: { data: large } };
		const result = await sendFile(item, [upload(expression)]);
		expect(result.error('Answer')?.message).toBe('This item has no file');
		expect(sent()).toEqual([]);
	});

	it('that is too large is refused, given by an expression too', async () => {
		const large = { ...file, data: Buffer.alloc(26 * 1024 * 1024).toString('base64') };
		const item = { json: aTapItem(meta, page), binary: { data: large } };
		const messages = [];
		for (const field of ['data', '={{ $input.item.binary.data }}']) {
			messages.push((await sendFile(item, [upload(field)])).error('Answer')?.message);
		}
		expect(messages).toEqual([
			"The file in 'data' has 26.0 MB; Meta takes at most 25 MB",
			'The file has 26.0 MB; Meta takes at most 25 MB',
		]);
	});
});

describe('a Page token that Meta no longer takes', () => {
	it('is read afresh, once', async () => {
		await run([aTapItem(meta, page)], [answer()]);
		meta.invalidateToken(meta.pageToken(account.token, page.id));
		meta.clearCalls();
		const result = await run([aTapItem(meta, page)], [answer()]);
		expect(result.error('Answer')).toMatchObject({ message: expect.stringContaining('Meta refused') });
		expect(sends()).toHaveLength(2);
	});
});

it('hides a token that Meta repeats', async () => {
	const message = `Malformed access token ${account.token} ${account.credential.appSecret}`;
	const body = { error: { message, code: 190, fbtrace_id: 'TRACE' } };
	meta.addFault({ path: /\/messages$/, times: 2, do: { status: 400, body } });
	const result = await run([aTapItem(meta, page)], [answer()]);
	const error = result.error('Answer');
	const shown = JSON.stringify([error?.message, error?.description]);
	expect(shown).toContain('Malformed access token');
	expect(shown).not.toContain(account.token);
	expect(shown).not.toContain(account.credential.appSecret);
});

describe('sender action', () => {
	const show = (senderAction: string, more: INodeParameters = {}): Step =>
		answer({ operation: 'senderAction', senderAction, ...more });
	const actions = () => meta.sentActions().filter(({ pageId }) => pageId === page.id);

	it.each([
		['typingOn', 'typing_on'],
		['typingOff', 'typing_off'],
		['markSeen', 'mark_seen'],
	])('%s is shown to whoever tapped', async (senderAction, action) => {
		const result = await run([aTapItem(meta, page)], [show(senderAction)]);
		expect(actions()).toMatchObject([{ action, recipient: { id: 'PSID-1' } }]);
		expect(result.items('Answer')).toEqual([
			{ recipientId: 'PSID-1', channel: 'messenger', accountId: page.id, senderAction },
		]);
	});

	it('that Meta may not have shown is repeated by Retry On Fail', async () => {
		const body = { error: { message: 'No', code: 2, fbtrace_id: 'TRACE' } };
		meta.addFault({ path: /\/messages$/, method: 'POST', do: { status: 500, body } });
		const step = answer({ operation: 'senderAction', senderAction: 'typingOn' }, RETRIES);
		const result = await run([aTapItem(meta, page)], [step]);
		expect(result.error('Answer')).toBeUndefined();
		expect(actions()).toMatchObject([{ action: 'typing_on' }]);
	});

	it('that Meta may not have shown says so in the item of a workflow that goes on', async () => {
		const body = { error: { message: 'No', code: 2, fbtrace_id: 'TRACE' } };
		meta.addFault({ path: /\/messages$/, method: 'POST', do: { status: 500, body } });
		const step = answer(
			{ operation: 'senderAction', senderAction: 'typingOn' },
			{ onError: 'continueRegularOutput' },
		);
		const result = await run([aTapItem(meta, page)], [step]);
		expect(result.items('Answer')).toMatchObject([
			{
				error: 'The sender action may not have been shown: Meta failed while it was sending',
				kind: 'refused',
				code: 2,
			},
		]);
	});

	it('react goes under the message that was tapped, or the one that is named', async () => {
		await run([aTapItem(meta, page)], [show('react')]);
		await run([aTapItem(meta, page)], [show('unreact', { messageId: 'm_7' })]);
		expect(actions()).toMatchObject([
			{ action: 'react', payload: { message_id: 'm_1', reaction: 'love' } },
			{ action: 'unreact', payload: { message_id: 'm_7' } },
		]);
	});
});

describe('options', () => {
	it('of a message reach Meta', async () => {
		const options = {
			messagingType: 'MESSAGE_TAG',
			tag: 'HUMAN_AGENT',
			notificationType: 'NO_PUSH',
			replyTo: 'm_7',
			personaId: '77',
			metadata: 'from n8n',
		};
		await run([aTapItem(meta, page)], [answer({ options })]);
		expect(sent()).toMatchObject([
			{
				messagingType: 'MESSAGE_TAG',
				tag: 'HUMAN_AGENT',
				notificationType: 'NO_PUSH',
				replyTo: 'm_7',
				personaId: '77',
				message: { metadata: 'from n8n' },
			},
		]);
	});

	it('show typing first, for as long as asked', async () => {
		const begin = Date.now();
		await run([aTapItem(meta, page)], [answer({ options: { typing: 1 } })]);
		const [action] = meta.sentActions().filter(({ pageId }) => pageId === page.id);
		expect(action).toMatchObject({ action: 'typing_on' });
		expect((sent()[0]?.at ?? 0) - (action?.at ?? 0)).toBeGreaterThanOrEqual(990);
		expect(Date.now() - begin).toBeLessThan(5_000);
	});

	it('show no typing where Meta does not take it, and the message goes out once', async () => {
		const fault = { status: 500, body: '<html>', afterEffect: true } as const;
		meta.addFault({ path: /\/messages$/, do: fault });
		const result = await run([aTapItem(meta, page)], [answer({ options: { typing: 1 } })]);
		expect(result.error('Answer')).toBeUndefined();
		expect(sent()).toHaveLength(1);
	});

	it('Utility is for JSON alone', async () => {
		const options = { messagingType: 'UTILITY' };
		const refused = await run([aTapItem(meta, page)], [answer({ options })]);
		expect(refused.error('Answer')?.message).toBe(
			"'Messaging Type' Utility is for an approved template: set 'Message Type' to JSON",
		);
		const messageJson = { template: { name: 'order', language: { code: 'en' } } };
		const taken = await run([aTapItem(meta, page)], [answer({ messageType: 'json', messageJson, options })]);
		expect(taken.error('Answer')).toBeUndefined();
		expect(sent()).toMatchObject([{ messagingType: 'UTILITY', message: messageJson }]);
	});

	it.each([
		[{ code: 10, error_subcode: 2018278 }, 'windowClosed', 'Meta refused to send the message: the last'],
		[{ code: 1 }, 'maybeSent', 'The message may have arrived: Meta failed'],
	])('split a long text, and an error says how many parts went out before: %j', async (error, kind, why) => {
		const body = { error: { message: 'No', ...error } };
		meta.addFault({ path: /\/messages$/, method: 'POST', skip: 1, do: { status: 400, body } });
		const text = `${'a'.repeat(1990)}. ${'b'.repeat(1990)}. ${'c'.repeat(20)}`;
		const step = answer({ text, options: { splitLongText: true } }, { onError: 'continueRegularOutput' });
		const result = await run([aTapItem(meta, page)], [step]);
		expect(sent()).toHaveLength(1);
		const said = expect.stringMatching(new RegExp(`^1 of 3 parts went out\\. ${why}`));
		expect(result.items('Answer')).toMatchObject([{ error: said, kind, recipientId: 'PSID-1' }]);
	});

	it('split a long text, and the item names every message', async () => {
		const text = `${'a'.repeat(1990)}. ${'b'.repeat(20)}`;
		const result = await run([aTapItem(meta, page)], [answer({ text, options: { splitLongText: true } })]);
		const ids = sent().map(({ mid }) => mid);
		expect(sent().map(({ message }) => message.text)).toEqual([`${'a'.repeat(1990)}.`, 'b'.repeat(20)]);
		expect(result.items('Answer')).toMatchObject([{ messageId: ids[1], messageIds: ids }]);
	});
});
