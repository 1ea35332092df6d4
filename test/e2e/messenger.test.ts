/* eslint-disable no-console -- test code never ships; the figures are what this file is for */
// The Messenger node on a real n8n: how fast it sends, that nothing is sent twice, and that the
// buttons of a Page are written once.
import { randomUUID } from 'node:crypto';
import { borrowHosts, GRAPH_HOST, type BorrowedHosts } from '../../sandbox/doubles/index.ts';
import { startMeta, type Call, type Meta } from '../../sandbox/meta/index.ts';
import {
	ensureN8n,
	MESSENGER_TYPE,
	packPackage,
	startN8n,
	TRIGGER_NAME,
	type WorkflowNode,
} from '../../sandbox/n8n/index.ts';
import { World, type Account } from './support/world.ts';

const PEOPLE = Array.from({ length: 100 }, (_, index) => `PSID-${index + 1}`);
const TURNS = [1, 2];

let meta: Meta;
let hosts: BorrowedHosts;
let world: World;

beforeAll(async () => {
	meta = await startMeta();
	// n8n's Facebook Graph API node knows no other host.
	hosts = await borrowHosts({ [GRAPH_HOST]: meta.baseUrl });
	const [install, tarball] = [await ensureN8n(), await packPackage()];
	world = new World(meta, await startN8n({ install, tarball, env: hosts.env }));
});
afterAll(async () => {
	await world.stop();
	await hosts.stop();
});
beforeEach(() => {
	meta.clearFaults();
	meta.clearCalls();
});

const answer = (account: Account, text: string, settings: object = {}): WorkflowNode => ({
	id: randomUUID(),
	name: 'Answer',
	type: MESSENGER_TYPE,
	typeVersion: 1,
	position: [240, 0],
	parameters: { resource: 'message', operation: 'send', messageType: 'text', text },
	credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
	...settings,
});
const sends = (account: Account): Call[] =>
	meta
		.getCalls()
		.filter(({ method, path }) => method === 'POST' && path.endsWith(`${account.page.id}/messages`));
const arrived = (account: Account) => meta.sentMessages().filter(({ pageId }) => pageId === account.page.id);

/** One delivery with a tap of each, and the execution it makes. */
async function tapAll(account: Account, workflowId: string, people: readonly string[]): Promise<string> {
	const count = (await world.n8n.api.executions(workflowId)).length;
	await meta.sendEvents({
		entries: [
			{
				pageId: account.page.id,
				messaging: people.map((id, index) => ({
					sender: { id },
					recipient: { id: account.page.id },
					timestamp: Date.now() + index,
					postback: { mid: `m_${randomUUID()}`, title: 'Hours', payload: 'HOURS' },
				})),
			},
		],
	});
	const executions = await world.n8n.api.waitForExecutions(workflowId, count + 1, 180_000);
	return executions.at(-1)?.id ?? '';
}

const tookMs = (calls: readonly Call[]): number =>
	Math.max(...calls.map(({ answeredAt }) => answeredAt ?? 0)) - Math.min(...calls.map(({ at }) => at));

describe('a hundred messages to a hundred people, at 100 ms a call', () => {
	it("go out at least three times as fast as by n8n's Facebook Graph API node, one call each", async () => {
		const ours = await world.addApp();
		const workflow = await world.publish(ours.credentialId, { pages: [ours.page.id] }, [
			answer(ours, 'Hello'),
		]);
		const theirs = await world.addApp();
		theirs.app.requireAppSecretProof = false;
		const accessToken = meta.pageToken(theirs.token, theirs.page.id);
		const credential = await world.n8n.api.createCredential({
			name: 'Graph',
			type: 'facebookGraphApi',
			data: { accessToken },
		});
		const parameter = [
			{ name: 'recipient', value: '={{ JSON.stringify({ id: $json.sender.id }) }}' },
			{ name: 'messaging_type', value: 'RESPONSE' },
			{ name: 'message', value: '={{ JSON.stringify({ text: "Hello" }) }}' },
		];
		const graphNode: WorkflowNode = {
			id: randomUUID(),
			name: 'Answer',
			type: 'n8n-nodes-base.facebookGraphApi',
			typeVersion: 1,
			position: [240, 0],
			parameters: {
				httpRequestMethod: 'POST',
				graphApiVersion: 'v25.0',
				node: 'me',
				edge: 'messages',
				options: { queryParameters: { parameter } },
			},
			credentials: { facebookGraphApi: { id: credential.id, name: 'Graph' } },
		};
		const graphWorkflow = await world.publish(theirs.credentialId, { pages: [theirs.page.id] }, [graphNode]);
		// The Page's token is found once.
		await tapAll(ours, workflow.id, ['PSID-0']);
		meta.clearCalls();
		meta.addFault({ path: /\/messages$/, times: 1_000, do: { delayMs: 100 } });
		await tapAll(ours, workflow.id, PEOPLE);
		const oursMs = tookMs(sends(ours));
		const ourCalls = meta.getCalls().filter(({ path }) => !path.includes('subscri'));
		meta.clearCalls();
		await tapAll(theirs, graphWorkflow.id, PEOPLE);
		const theirCalls = meta.getCalls().filter(({ path }) => path.endsWith('/messages'));
		const theirsMs = tookMs(theirCalls);
		console.info(`100 messages: Messenger ${oursMs} ms, Facebook Graph API ${theirsMs} ms`);
		expect(ourCalls).toHaveLength(PEOPLE.length);
		expect(theirCalls).toHaveLength(PEOPLE.length);
		expect(theirsMs / oursMs).toBeGreaterThanOrEqual(3);
		await world.unpublish(workflow.id);
		await world.unpublish(graphWorkflow.id);
	});

	it('keep the order of each person', async () => {
		const account = await world.addApp();
		const text = '={{ "Turn " + (Math.floor($itemIndex / 10) + 1) }}';
		const workflow = await world.publish(account.credentialId, { pages: [account.page.id] }, [
			answer(account, text),
		]);
		meta.addFault({ path: /\/messages$/, times: 20, do: { delayMs: 30 } });
		const people = PEOPLE.slice(0, 10);
		await tapAll(
			account,
			workflow.id,
			TURNS.flatMap(() => people),
		);
		for (const id of people) {
			const texts = arrived(account).filter(({ recipient }) => recipient.id === id);
			expect(texts.map(({ message }) => message.text)).toEqual(TURNS.map((turn) => `Turn ${turn}`));
		}
		await world.unpublish(workflow.id);
	});
});

describe('a message that Meta sends without answering', () => {
	// Both at once: Meta's silence takes half a minute.
	it('is sent once, with Retry On Fail and without, and the error says that it may have arrived', async () => {
		const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 };
		meta.addFault({ path: /\/messages$/, times: 2, do: { hang: true, afterEffect: true } });
		const tried = [{}, retries].map(async (settings) => {
			const account = await world.addApp();
			const workflow = await world.publish(account.credentialId, { pages: [account.page.id] }, [
				answer(account, 'Hello', settings),
			]);
			const id = await tapAll(account, workflow.id, ['PSID-1']);
			const error = await world.n8n.api.executionError(id);
			await world.unpublish(workflow.id);
			return { error, arrived: arrived(account).length, sends: sends(account).length };
		});
		const error = {
			message: 'The message may have arrived: Meta did not answer within 30 seconds',
			description: expect.stringContaining('It was not sent again'),
		};
		expect(await Promise.all(tried)).toEqual([
			{ error, arrived: 1, sends: 1 },
			{ error, arrived: 1, sends: 1 },
		]);
	});
});

describe('a message that Meta refuses for a moment', () => {
	const refusal = (code: number, error_subcode?: number) => ({
		status: 400,
		body: { error: { message: 'No', code, error_subcode, fbtrace_id: 'TRACE' } },
	});
	const RETRIES = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 };

	it('twice for its rate limit is sent once', async () => {
		const account = await world.addApp();
		const workflow = await world.publish(account.credentialId, { pages: [account.page.id] }, [
			answer(account, 'Hello', RETRIES),
		]);
		meta.addFault({ path: /\/messages$/, times: 2, do: refusal(613) });
		const id = await tapAll(account, workflow.id, ['PSID-1']);
		expect(await world.n8n.api.executionError(id)).toBeUndefined();
		expect(arrived(account)).toHaveLength(1);
		await world.unpublish(workflow.id);
	});

	it('although it sent it (1/1357046) is sent once', async () => {
		const account = await world.addApp();
		const workflow = await world.publish(account.credentialId, { pages: [account.page.id] }, [
			answer(account, 'Hello', RETRIES),
		]);
		meta.addFault({ path: /\/messages$/, do: { ...refusal(1, 1357046), afterEffect: true } });
		const id = await tapAll(account, workflow.id, ['PSID-1']);
		expect((await world.n8n.api.executionError(id))?.message).toMatch(/^The message may have arrived/);
		expect(arrived(account)).toHaveLength(1);
		expect(sends(account)).toHaveLength(1);
		await world.unpublish(workflow.id);
	});
});

describe('the buttons of a Page', () => {
	const menuItem = { type: 'postback', title: 'Prices', payload: 'PRICES' };
	const profile = {
		getStarted: 'START',
		persistentMenu: { values: [{ locale: 'default', items: { values: [menuItem] } }] },
	};
	const writes = (account: Account) =>
		meta
			.getCalls()
			.filter(({ path, isWrite }) => isWrite && path === `/${account.page.id}/messenger_profile`);

	it('are written by the first run and not by the second; the item says what changed', async () => {
		const account = await world.addApp();
		const update: WorkflowNode = {
			...answer(account, ''),
			name: 'Set Up',
			parameters: {
				resource: 'messengerProfile',
				operation: 'update',
				page: { __rl: true, mode: 'id', value: account.page.id },
				profile,
			},
		};
		const workflow = await world.publish(account.credentialId, { pages: [account.page.id] }, [update]);
		const run = async () => {
			const [[item] = []] = await world.n8n.api.items(
				await tapAll(account, workflow.id, ['PSID-1']),
				'Set Up',
			);
			return item;
		};
		meta.addFault({ path: /messenger_profile$/, method: 'POST', do: { status: 500 } });
		expect(await run()).toBeUndefined();
		expect(await run()).toMatchObject({ changed: ['getStarted', 'persistentMenu'], before: {} });
		expect(await run()).toMatchObject({ changed: [] });
		expect(writes(account).map(({ status }) => status)).toEqual([500, 200]);
		expect(meta.messengerProfile(account.page.id)).toMatchObject({ get_started: { payload: 'START' } });
		await world.unpublish(workflow.id);
	});
});

it('finds who tapped in a workflow with Execution Logic v2, behind a node that replaced the item', async () => {
	const account = await world.addApp();
	const sheet: WorkflowNode = {
		id: randomUUID(),
		name: 'Sheet',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [240, 0],
		parameters: { mode: 'raw', jsonOutput: '{ "row": 1 }', options: {} },
	};
	const workflow = await world.addWorkflow(account.credentialId, { pages: [account.page.id] }, [sheet]);
	const { body } = await world.n8n.api.request('GET', `/rest/workflows/${workflow.id}`);
	const { nodes, connections } = (body as { data: { nodes: WorkflowNode[]; connections: object } }).data;
	await world.n8n.api.updateWorkflow(workflow.id, {
		// What n8n calls an item there is its JSON.
		nodes: [...nodes, answer(account, `={{ 'Page ' + $('${TRIGGER_NAME}').item.accountId }}`)],
		connections: { ...connections, Sheet: { main: [[{ node: 'Answer', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', binaryMode: 'combined' },
	});
	expect(await world.n8n.api.publish(workflow.id)).toMatchObject({ status: 'published' });
	await tapAll(account, workflow.id, ['PSID-1', 'PSID-2']);
	expect(
		arrived(account)
			.map(({ recipient, message }) => [recipient.id, message.text])
			.sort(),
	).toEqual(['PSID-1', 'PSID-2'].map((id) => [id, `Page ${account.page.id}`]));
});
