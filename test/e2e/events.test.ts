// Every press, every shape, branched, on a real n8n: one delivery with everything in it, rules, big
// batches, a real store.
import { TRIGGER_NAME, type WorkflowNode } from '../../sandbox/n8n/index.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

type Json = Record<string, unknown>;

let world: World;
let account: Account;

beforeAll(async () => {
	world = await World.start();
});
afterAll(async () => await world.stop());
beforeEach(async () => {
	account = await world.addApp();
});

let clock = 1_790_000_000_000;
const event = (more: Json): Json => ({
	sender: { id: 'PSID-1' },
	recipient: { id: account.page.id },
	timestamp: (clock += 1),
	...more,
});
const postback = (payload: string, title = 'T') =>
	event({ postback: { mid: `m_${payload}`, title, payload } });
const quickReply = (payload: string, more: Json = {}) =>
	event({ message: { mid: `m_${payload}`, text: 'Red', quick_reply: { payload }, ...more } });
const entry = (id: string, more: Json) => ({ id, time: clock, ...more });
const send = async (...entries: Json[]) =>
	(await world.meta.sendBody({ appId: account.app.id, body: { object: 'page', entry: entries } })).status;
const payloadsOf = (items: unknown[] | undefined) => (items ?? []).map((item) => (item as Json).payload);

/** One list of payloads per output, of the only execution that is expected. */
async function outputsOf(workflow: Published, count = 1): Promise<unknown[][]> {
	const executions = await world.n8n.api.waitForExecutions(workflow.id, count);
	expect(executions).toHaveLength(count);
	const outputs = await world.n8n.api.items(executions.at(-1)?.id ?? '', TRIGGER_NAME);
	return outputs.map(payloadsOf);
}

const rule = (outputName: string, field: string, operator: string, value: string, key = '') => ({
	outputName,
	combine: 'all',
	conditions: { values: [{ field, operator, value, key }] },
});
const RULES = {
	routing: 'rules',
	rules: {
		values: [
			rule('Buy', 'payloadData', 'equals', 'BUY', 'action'),
			rule('Hours', 'payload', 'startsWith', 'HOURS'),
			rule('Red', 'title', 'regex', '^red$'),
			rule('Start', 'payload', 'equals', 'GET_STARTED'),
		],
	},
	options: { fallbackOutput: 'extra', ignoreCase: true },
};

describe('one delivery with entries of several Pages and every kind of event', () => {
	it('starts one execution with exactly the wanted items, in order, each in its output', async () => {
		const other = world.meta.addPage();
		const stranger = world.meta.addPage();
		const accessToken = world.meta.addToken({ appId: account.app.id, pageIds: [account.page.id, other.id] });
		const credentialId = await world.addCredential(account.app, { accessToken });
		const workflow = await world.publish(credentialId, {
			...RULES,
			pages: [account.page.id, other.id],
			events: ['postback', 'quickReply'],
			options: { ...RULES.options, includeStandby: true },
		});
		const status = await send(
			entry(account.page.id, {
				messaging: [
					postback('{"action":"buy","n":1}'),
					event({ read: { watermark: 1 } }),
					quickReply('ECHO', { is_echo: true }),
				],
				standby: [event({ postback: { mid: 'm_standby', title: 'Hours' } })],
			}),
			entry(other.id, {
				messaging: [quickReply('COLOUR'), event({ something_new: {} }), postback('HOURS_TODAY')],
			}),
			entry(stranger.id, { messaging: [postback('STRANGER')] }),
			entry(account.page.id, { messaging: [postback('GET_STARTED'), postback('{"action":"BUY","n":2}')] }),
		);
		expect(status).toBe(200);
		expect(await outputsOf(workflow)).toEqual([
			['{"action":"buy","n":1}', '{"action":"BUY","n":2}'],
			['HOURS_TODAY'],
			['COLOUR'],
			['GET_STARTED'],
			[null],
		]);
		const [execution] = await world.n8n.api.executions(workflow.id);
		const [standby] = (await world.n8n.api.items(execution?.id ?? '', TRIGGER_NAME))[4] ?? [];
		expect(standby).toMatchObject({ isStandby: true, title: 'Hours', payload: null });
	});

	it('without standby and quick replies asked for, leaves them out', async () => {
		const workflow = await world.publish(account.credentialId, { pages: [account.page.id] });
		const standby = [event({ postback: { mid: 'm_standby', title: 'Hours' } })];
		expect(await send(entry(account.page.id, { messaging: [quickReply('Q')], standby }))).toBe(200);
		expect(
			await send(entry(account.page.id, { messaging: [quickReply('Q2'), postback('P')], standby })),
		).toBe(200);
		expect(await outputsOf(workflow)).toEqual([['P']]);
	});
});

describe('rules', () => {
	const branches = ['Output 1', 'Output 2', 'Output 3', 'Output 4', 'Output 5'];
	const ran = async (executionId: string) =>
		Promise.all(branches.map(async (name) => (await world.n8n.api.items(executionId, name)).flat().length));

	it('run each branch only with its items', async () => {
		const workflow = await world.publish(account.credentialId, { ...RULES, pages: [account.page.id] });
		await send(
			entry(account.page.id, { messaging: [postback('HOURS'), postback('?'), postback('HOURS_2')] }),
		);
		const [execution] = await world.n8n.api.waitForExecutions(workflow.id, 1);
		expect(await ran(execution?.id ?? '')).toEqual([0, 2, 0, 0, 1]);
	});

	it('start nothing for what matches none and is dropped, and something for what matches', async () => {
		const options = { fallbackOutput: 'drop' };
		const workflow = await world.publish(account.credentialId, {
			...RULES,
			options,
			pages: [account.page.id],
		});
		expect(await send(entry(account.page.id, { messaging: [postback('?')] }))).toBe(200);
		expect(await send(entry(account.page.id, { messaging: [postback('HOURS')] }))).toBe(200);
		expect(await outputsOf(workflow)).toEqual([[], ['HOURS'], [], []]);
	});

	it('apply to a test run too', async () => {
		const workflow = await world.addWorkflow(account.credentialId, { ...RULES, pages: [account.page.id] });
		const listening = await world.n8n.api.listen(workflow.id, TRIGGER_NAME);
		expect(listening.errorMessage).toBeUndefined();
		await world.meta.sendPostback({ pageId: account.page.id, title: 'Red', payload: 'X' });
		const [execution] = await world.n8n.api.waitForExecutions(workflow.id, 1);
		expect(execution?.mode).toBe('manual');
		expect(await ran(execution?.id ?? '')).toEqual([0, 0, 1, 0, 0]);
	});

	it('do not apply to pinned data, which n8n sends through the first output', async () => {
		const pinData = { [TRIGGER_NAME]: [{ json: { payload: 'GET_STARTED' } }] };
		const workflow = await world.addWorkflow(
			account.credentialId,
			{ ...RULES, pages: [account.page.id] },
			undefined,
			pinData,
		);
		world.meta.clearCalls();
		const { body } = await world.n8n.api.request('GET', `/rest/workflows/${workflow.id}`);
		const workflowData = (body as { data: unknown }).data;
		await world.n8n.api.request('POST', `/rest/workflows/${workflow.id}/run`, {
			workflowData,
			triggerToStartFrom: { name: TRIGGER_NAME },
		});
		const [execution] = await world.n8n.api.waitForExecutions(workflow.id, 1);
		expect(await ran(execution?.id ?? '')).toEqual([1, 0, 0, 0, 0]);
		expect(world.meta.getCalls()).toEqual([]);
	});

	it('with an invalid regular expression stop publishing, by number', async () => {
		const rules = { values: [rule('A', 'payload', 'equals', 'x'), rule('B', 'payload', 'regex', '(')] };
		const workflow = await world.addWorkflow(account.credentialId, {
			routing: 'rules',
			rules,
			pages: [account.page.id],
		});
		expect(await world.n8n.api.publish(workflow.id)).toMatchObject({
			status: 'failed',
			errorMessage: expect.stringContaining('Rule 2 has a regular expression that is not valid'),
		});
	});
});

describe('buttons that are no postback', () => {
	const optIn = { type: 'notification_messages', payload: 'NEWS', notification_messages_token: '8441' };
	const linked = { status: 'linked', authorization_code: 'CODE' };
	const typed = { mid: 'm_ad', text: 'Is it still there?', referral: { product: { id: '7' } } };
	const buttons = [
		{ optin: optIn },
		{ optin: { ref: 'cart', user_ref: 'REF-1' }, sender: undefined },
		{ account_linking: linked },
		{ message: typed },
	];

	it('are registered, arrive with their details, and leave through the output of their rule', async () => {
		const rules = {
			values: [
				rule('Subscribed', 'event', 'equals', 'optIn'),
				rule('Logged in', 'detail', 'equals', 'linked', 'status'),
				rule('From the shop', 'detail', 'exists', '', 'product.id'),
			],
		};
		const workflow = await world.publish(account.credentialId, {
			events: ['optIn', 'logIn', 'referral'],
			pages: [account.page.id],
			routing: 'rules',
			rules,
		});
		const fields = ['messages', 'messaging_account_linking', 'messaging_optins', 'messaging_referrals'];
		expect(world.meta.pageSubscription(account.page.id, account.app.id)?.sort()).toEqual(fields);
		const messaging = buttons.map(event);
		const [delivery] = await world.meta.sendEvents({ entries: [{ pageId: account.page.id, messaging }] });
		expect(delivery).toMatchObject({ status: 200 });
		const [execution] = await world.n8n.api.waitForExecutions(workflow.id, 1);
		const outputs = await world.n8n.api.items(execution?.id ?? '', TRIGGER_NAME);
		expect(outputs).toMatchObject([
			[
				{ event: 'optIn', payload: 'NEWS', details: optIn, referral: null },
				{ event: 'optIn', sender: { id: null, user_ref: 'REF-1' }, referral: { ref: 'cart' } },
			],
			[{ event: 'logIn', payload: null, details: linked }],
			[{ event: 'referral', title: 'Is it still there?', details: typed.referral }],
		]);
	});

	it('have columns of their own in flat items, of which a postback has none', async () => {
		const workflow = await world.publish(account.credentialId, {
			events: ['postback', 'optIn', 'logIn'],
			pages: [account.page.id],
			output: 'flat',
		});
		const messaging = [...buttons.slice(0, 3).map(event), postback('{"sku":7}')];
		await world.meta.sendEvents({ entries: [{ pageId: account.page.id, messaging }] });
		const items = await world.waitForItems(workflow.id, 4);
		expect(items.map((item) => Object.keys(item).slice(19))).toEqual([
			['detail_type', 'detail_payload', 'detail_notification_messages_token'],
			['detail_ref', 'detail_user_ref'],
			['detail_status', 'detail_authorization_code'],
			['payload_sku'],
		]);
	});

	it('start nothing where they were not chosen', async () => {
		const workflow = await world.publish(account.credentialId, { pages: [account.page.id] });
		expect(await send(entry(account.page.id, { messaging: buttons.map(event) }))).toBe(200);
		expect(await send(entry(account.page.id, { messaging: [postback('P')] }))).toBe(200);
		expect(await outputsOf(workflow)).toEqual([['P']]);
		expect(await world.items(workflow.id)).toMatchObject([{ details: null }]);
	});
});

it('every digit and key of a payload is in the stored item', async () => {
	const workflow = await world.publish(account.credentialId, { pages: [account.page.id] });
	const payloads = [
		'{"constructor":"Ferrari","product_id":86438510390082021,"prototype":{"toString":0.1234567890123456789}}',
		'pick=a&pick=b&constructor=c',
	];
	await send(entry(account.page.id, { messaging: payloads.map((payload) => postback(payload)) }));
	const items = await world.waitForItems(workflow.id, 2);
	expect(items.map(({ payloadData }) => JSON.stringify(payloadData))).toEqual([
		'{"constructor":"Ferrari","product_id":"86438510390082021","prototype":{"toString":"0.1234567890123456789"}}',
		'{"pick":["a","b"],"constructor":"c"}',
	]);
});

it('1,000 events in one delivery are one execution with 1,000 items', async () => {
	const workflow = await world.publish(account.credentialId, { pages: [account.page.id] });
	const numbers = Array.from({ length: 1_000 }, (_, index) => String(index));
	expect(await send(entry(account.page.id, { messaging: numbers.map((number) => postback(number)) }))).toBe(
		200,
	);
	expect(await outputsOf(workflow)).toEqual([numbers]);
});

it('a redelivery is dropped, and two quick taps on one button are kept', async () => {
	const workflow = await world.publish(account.credentialId, { pages: [account.page.id] });
	const taps = [postback('SAME'), postback('SAME')];
	const body = { object: 'page', entry: [entry(account.page.id, { messaging: taps })] };
	const delivery = await world.meta.sendBody({ appId: account.app.id, body });
	expect(await world.meta.redeliver(delivery)).toMatchObject({ status: 200 });
	expect(await send(entry(account.page.id, { messaging: [postback('LAST')] }))).toBe(200);
	expect(await outputsOf(workflow, 2)).toEqual([['LAST']]);
	expect(await world.items(workflow.id)).toHaveLength(3);
});

describe('flat items in a Data Table', () => {
	const TEXT_COLUMNS =
		'event channel timestamp account_id sender_id sender_user_ref recipient_id mid title payload referral_ref referral_source referral_type referral_ad_id referral_ad_title referral_referer_uri'.split(
			' ',
		);
	const FLAG_COLUMNS = ['is_standby', 'is_test'];
	const table = `taps_${Date.now()}`;

	/** `id` is the table's own column, so the item's goes into `event_id`. */
	const saveNode: WorkflowNode = {
		id: 'save',
		name: 'Save',
		type: 'n8n-nodes-base.dataTable',
		typeVersion: 1,
		position: [240, 0],
		parameters: {
			operation: 'insert',
			dataTableId: { __rl: true, mode: 'name', value: table },
			columns: {
				mappingMode: 'defineBelow',
				value: Object.fromEntries([
					['event_id', '={{ $json.id }}'],
					...[...TEXT_COLUMNS, ...FLAG_COLUMNS].map((name) => [name, `={{ $json.${name} }}`]),
				]),
				schema: ['event_id', ...TEXT_COLUMNS, ...FLAG_COLUMNS].map((id) => ({
					id,
					displayName: id,
					type: FLAG_COLUMNS.includes(id) ? 'boolean' : 'string',
					display: true,
					required: false,
					defaultMatch: false,
					canBeUsedToMatch: true,
				})),
			},
			options: {},
		},
	};

	it('arrive unchanged, in the same columns whatever the payload', async () => {
		const { request } = world.n8n.api;
		const projectId = ((await request('GET', '/rest/projects/personal')).body as { data: { id: string } })
			.data.id;
		const columns = [
			...['event_id', ...TEXT_COLUMNS].map((name) => ({ name, type: 'string' })),
			...FLAG_COLUMNS.map((name) => ({ name, type: 'boolean' })),
		];
		const created = await request('POST', `/rest/projects/${projectId}/data-tables`, {
			name: table,
			columns,
		});
		expect(created.status).toBe(200);
		const tableId = (created.body as { data: { id: string } }).data.id;
		const rows = async () =>
			(
				(await request('GET', `/rest/projects/${projectId}/data-tables/${tableId}/rows`)).body as {
					data: { data: Json[] };
				}
			).data.data;

		const workflow = await world.publish(account.credentialId, { pages: [account.page.id], output: 'flat' }, [
			saveNode,
		]);
		const referral = {
			ref: 'spring',
			source: 'ADS',
			type: 'OPEN_THREAD',
			ad_id: '120',
			ads_context_data: { ad_title: 'Boots' },
		};
		await send(
			entry(account.page.id, {
				messaging: [
					postback('{"action":"BUY","sku":7,"deep":{"a":1}}', 'Größe 😀, "quoted"\n2nd line'),
					event({ postback: { title: 'Only a title' } }),
					event({ postback: { mid: 'm_ad', title: 'Ad', payload: 'a=1&b=2', referral } }),
				],
			}),
		);
		const saved = await eventually(async () => {
			const found = await rows();
			return found.length === 3 ? found : null;
		}, 'three rows');
		const items = await world.waitForItems(workflow.id, 3);
		expect(items).toHaveLength(3);
		for (const [index, item] of items.entries()) {
			const { id, ...flat } = item;
			const wanted = Object.fromEntries([...TEXT_COLUMNS, ...FLAG_COLUMNS].map((name) => [name, flat[name]]));
			expect(saved[index]).toMatchObject({ event_id: id, ...wanted });
			expect(Object.keys(item).slice(0, 19)).toEqual(['id', ...TEXT_COLUMNS, ...FLAG_COLUMNS]);
		}
	});
});
