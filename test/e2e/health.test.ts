// Whatever undoes a registration behind our back, done by what really does it: the check names it,
// the repair mends what can be mended and touches nobody else, and a tap arrives again.
import { randomUUID } from 'node:crypto';
import { borrowHosts, GRAPH_HOST, type BorrowedHosts } from '../../sandbox/doubles/index.ts';
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
import { ensureN8n, packPackage, startN8n } from '../../sandbox/n8n/index.ts';
import { callGraph } from '../sandbox/meta/graphClient.ts';
import { sharedCallback } from '../support/account.ts';
import { testCheckBesideTrigger } from './support/checkBesideTrigger.ts';
import { publishFacebookTrigger, publishLeadAdsTrigger } from './support/otherTriggers.ts';
import { publishWatch, publishWith, type Health } from './support/watch.ts';
import { World, type Account, type Published } from './support/world.ts';

let meta: Meta;
let hosts: BorrowedHosts;
let world: World;

beforeAll(async () => {
	meta = await startMeta();
	hosts = await borrowHosts({ [GRAPH_HOST]: meta.baseUrl });
	const [install, tarball] = [await ensureN8n(), await packPackage()];
	world = new World(meta, await startN8n({ install, tarball, env: hosts.env }));
});
afterAll(async () => {
	await world.stop();
	await hosts.stop();
});

/** Taps and quick replies, so that a field can be missing while another one is there. */
const EVENTS = ['postback', 'quickReply'];

interface Scene {
	account: Account;
	workflow: Published;
	/** Another app on the same Page, which nobody may touch. */
	neighbour: Account['app'];
}

async function aScene(): Promise<Scene> {
	const account = await world.addApp();
	const { page } = account;
	const workflow = await world.publish(account.credentialId, { pages: [page.id], events: EVENTS });
	const neighbour = meta.addApp();
	const callback_url = 'https://elsewhere.example/webhook';
	meta.seedAppSubscription(neighbour.id, { object: 'page', callback_url, fields: ['feed', 'messages'] });
	meta.seedPageSubscription(page.id, neighbour.id, ['feed', 'messages']);
	return { account, workflow, neighbour };
}

const codes = ({ findings }: Health, ...levels: string[]) =>
	findings.filter(({ level }) => levels.includes(level)).map(({ code }) => code);
const textOf = ({ findings }: Health, wanted: string) =>
	findings.find(({ code }) => code === wanted)?.text ?? '';
const stateOf = ({ neighbour, account }: Scene) => [
	meta.appSubscriptions(neighbour.id),
	meta.pageSubscription(account.page.id, neighbour.id),
];
const writes = () => meta.getCalls().filter(({ isWrite }) => isWrite);

/** Whether the workflow gets a tap that Meta is answered so. */
async function arrives({ account, workflow }: Scene, answer = 200): Promise<boolean> {
	const before = (await world.items(workflow.id)).length;
	const payload = randomUUID();
	const deliveries = await meta.sendPostback({ pageId: account.page.id, payload });
	if (!deliveries.some(({ appId, status }) => appId === account.app.id && status === answer)) return false;
	return (await world.waitForItems(workflow.id, before + 1)).some((item) => item.payload === payload);
}

async function unpublishOther(id: string): Promise<void> {
	await world.n8n.api.unpublish(id);
}

const deleteAtApp = async ({ account: { app } }: Scene) => {
	const query = { object: 'page' };
	const answer = await callGraph(meta, { app, method: 'DELETE', path: `${app.id}/subscriptions`, query });
	expect(answer.status).toBe(200);
};
const deleteAtPage = async ({ account: { app, page, token } }: Scene) => {
	const pageToken = meta.pageToken(token, page.id);
	const path = `${page.id}/subscribed_apps`;
	const answer = await callGraph(meta, { app, method: 'DELETE', path, token: pageToken });
	expect(answer.status).toBe(200);
};
const seedApp = ({ account: { app } }: Scene, changes: object) => {
	const record = meta.appSubscriptions(app.id).find(({ object }) => object === 'page');
	if (record === undefined) throw new Error('the app has no webhook');
	meta.seedAppSubscription(app.id, { ...record, ...changes });
};
const seedPage = ({ account: { app, page } }: Scene, fields: string[]) =>
	meta.seedPageSubscription(page.id, app.id, fields);

const DAMAGES: Array<[string, string[], (scene: Scene) => Promise<void> | void]> = [
	[
		"n8n's Facebook Trigger, published and unpublished on the same app",
		['callbackMissing'],
		async ({ account }) => await unpublishOther(await publishFacebookTrigger(world, account)),
	],
	[
		"n8n's Facebook Lead Ads Trigger, published and unpublished on the same app",
		['callbackMissing', 'pageFieldMissing'],
		async ({ account }) => await unpublishOther(await publishLeadAdsTrigger(world, account)),
	],
	["a DELETE of the app's webhook", ['callbackMissing'], deleteAtApp],
	[
		"a DELETE of the app at the Page, which is also Meta's answer to an hour of failures",
		['pageNotSubscribed'],
		deleteAtPage,
	],
	[
		'a webhook that Meta has switched off',
		['callbackInactive'],
		(scene) => seedApp(scene, { active: false }),
	],
	['a field taken away at the app', ['appFieldMissing'], (scene) => seedApp(scene, { fields: ['messages'] })],
	['a field taken away at the Page', ['pageFieldMissing'], (scene) => seedPage(scene, ['messages'])],
];

describe.each(DAMAGES)('%s', (_what, expected, damage) => {
	it('is named, repaired once, touches nobody else, and a tap arrives again', async () => {
		const scene = await aScene();
		const { credentialId } = scene.account;
		const check = await publishWatch(world, credentialId);
		const repair = await publishWatch(world, credentialId, { repair: true });
		// What each has seen in order, it knows to be missing.
		for (const watch of [check, repair]) {
			expect(await watch()).toMatchObject({ healthy: true, findings: [], repaired: [] });
		}
		const others = stateOf(scene);

		await damage(scene);
		expect(await arrives(scene)).toBe(false);
		meta.clearCalls();
		const found = await check();
		expect(codes(found, 'error').toSorted()).toEqual(expected.toSorted());
		expect(found).toMatchObject({ healthy: false, repaired: [] });
		expect(writes()).toEqual([]);

		const repaired = await repair();
		expect(codes(repaired, 'error')).toEqual([]);
		expect(repaired.healthy).toBe(true);
		expect(repaired.repaired).not.toEqual([]);
		expect(await arrives(scene)).toBe(true);
		expect(stateOf(scene)).toEqual(others);
		meta.clearCalls();
		expect(await repair()).toMatchObject({ healthy: true, repaired: [] });
		expect(writes()).toEqual([]);
	});
});

describe("n8n's Facebook Trigger that holds the app", () => {
	it('stays with a repair that keeps it, which says so; is replaced when asked to; then deletes all, which is repaired too', async () => {
		const scene = await aScene();
		const { credentialId, app } = scene.account;
		const keep = await publishWatch(world, credentialId, { repair: true });
		const replace = await publishWatch(world, credentialId, { repair: true, existingCallback: 'replace' });
		// Each remembers for itself.
		for (const watch of [keep, replace]) expect((await watch()).healthy).toBe(true);
		const other = await publishFacebookTrigger(world, scene.account);
		const held = world.callbackUrl(app);

		meta.clearCalls();
		const kept = await keep();
		expect(kept).toMatchObject({ healthy: false, repaired: [] });
		expect(codes(kept, 'error')).toContain('callbackOfAnotherReceiver');
		expect(textOf(kept, 'callbackOfAnotherReceiver')).toContain('Replace');
		expect([writes(), world.callbackUrl(app)]).toEqual([[], held]);

		const replaced = await replace();
		expect([replaced.healthy, codes(replaced, 'error')]).toEqual([true, []]);
		expect(await arrives(scene)).toBe(true);

		await unpublishOther(other);
		expect(codes(await keep(), 'error')).toEqual([]);
		expect(await arrives(scene)).toBe(true);
	});
});

describe('a callback that leads to another server', () => {
	it('is named with its host and left alone; taken back with Replace', async () => {
		const scene = await aScene();
		const { credentialId, app } = scene.account;
		const keep = await publishWatch(world, credentialId, { repair: true });
		const replace = await publishWatch(world, credentialId, { repair: true, existingCallback: 'replace' });
		for (const watch of [keep, replace]) expect((await watch()).healthy).toBe(true);
		seedApp(scene, { callback_url: 'https://bot.example/hook' });

		const kept = await keep();
		expect(codes(kept, 'error')).toContain('callbackOnAnotherHost');
		expect(textOf(kept, 'callbackOnAnotherHost')).toContain('bot.example');
		expect(kept).toMatchObject({ healthy: false, repaired: [], app: { isOurs: false } });
		expect(world.callbackUrl(app)).toBe('https://bot.example/hook');
		expect((await replace()).healthy).toBe(true);
		expect(await arrives(scene)).toBe(true);
	});
});

describe('members of a shared app', () => {
	it.each([
		// It may be on its way back for a minute, in which Meta is to bring each tap again.
		['a member', 'memberGone', 'info', 500],
		['the owner', 'ownerGone', 'error', 200],
	] as const)(
		'%s that is dead is named; the living one keeps its taps, or gets them back',
		async (who, code, level, answer) => {
			const scene = await aScene();
			const { account, workflow } = scene;
			const repair = await publishWatch(world, account.credentialId, { repair: true });
			expect((await repair()).healthy).toBe(true);
			const dead = { path: '/webhook/dead/webhook' };
			const [owner, also] = who === 'the owner' ? [dead, workflow] : [workflow, dead];
			const url = world.n8n.baseUrl + owner.path;
			seedApp(scene, { callback_url: sharedCallback(account.app, { url }, also) });
			const check = await publishWatch(world, account.credentialId);
			expect(codes(await check(), level)).toContain(code);
			expect(await arrives(scene, answer)).toBe(who === 'a member');

			const repaired = await repair();
			expect(repaired.healthy).toBe(true);
			expect(await arrives(scene, answer)).toBe(true);
			expect((await repair()).repaired).toEqual([]);
		},
	);
});

describe('what nobody here can mend', () => {
	it('a token that has ended is named with who has to do what; taps still arrive', async () => {
		const scene = await aScene();
		const repair = await publishWatch(world, scene.account.credentialId, { repair: true });
		expect((await repair()).healthy).toBe(true);
		meta.invalidateToken(scene.account.token);
		const found = await repair();
		expect(codes(found, 'error', 'warning')).toContain('tokenEnded');
		expect(textOf(found, 'tokenEnded')).toContain("'Access Token'");
		expect(found.repaired).toEqual([]);
		expect(await arrives(scene)).toBe(true);
	});

	it('a Page that the token no longer reaches is named by ID', async () => {
		const scene = await aScene();
		const { page, token, credentialId } = scene.account;
		const repair = await publishWatch(world, credentialId, { repair: true });
		expect((await repair()).healthy).toBe(true);
		meta.closePage(token, page.id);
		const found = await repair();
		expect(found.findings).toContainEqual(
			expect.objectContaining({ code: 'pageNotReachable', pageId: page.id }),
		);
		expect(textOf(found, 'pageNotReachable')).toContain('role');
	});
});

it('buttons that no rule takes and rules that no button reaches are named beside the trigger', async () => {
	const account = await world.addApp();
	const { page, credentialId } = account;
	meta.seedMessengerProfile(page.id, {
		get_started: { payload: 'START' },
		persistent_menu: [
			{
				locale: 'default',
				call_to_actions: [
					{ type: 'postback', title: 'Hours', payload: 'HOURS' },
					{ type: 'postback', title: 'Prices', payload: 'PRICES' },
				],
			},
		],
	});
	const rule = (value: string) => ({
		outputName: value,
		combine: 'all',
		conditions: { values: [{ field: 'payload', operator: 'equals', value }] },
	});
	const rules = { values: [rule('START'), rule('HOURS'), rule('OLD')] };
	const workflow = await world.addWorkflow(credentialId, { pages: [page.id], routing: 'rules', rules });
	const check = await publishWith(world, workflow, credentialId);
	const found = await check();
	expect(found.healthy).toBe(true);
	expect(textOf(found, 'buttonWithoutRule')).toMatch(/'Prices'.*PRICES/);
	expect(found.findings.filter(({ code }) => code === 'buttonWithoutRule')).toHaveLength(1);
	expect(textOf(found, 'ruleWithoutButton')).toContain('OLD');
});

testCheckBesideTrigger(() => world);
