/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// One app, one public address, two n8n processes behind it: joining at once, and twenty workflows
// under load while three of them fail.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startMeta, type Delivery, type Meta } from '../../sandbox/meta/index.ts';
import { freePort } from '../../sandbox/n8n/freePort.ts';
import { ensureN8n, packPackage, startN8n, TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { say } from '../../sandbox/services/index.ts';
import { readItems } from './support/executionItems.ts';
import { FrontDoor } from './support/frontDoor.ts';
import { LAZY_ISOLATES, World, type Account, type Published } from './support/world.ts';

const LATEST_ANSWER_MS = 4500;
const WORKFLOWS = 20;
const TAPS_PER_SECOND = 10;
/**
 * Meta sends what comes in quick succession together. A delivery to twenty workflows costs n8n half
 * a second of CPU, most of it for nineteen requests and seventeen executions, and half of that
 * again when it comes back; one core takes on no ten of them a second.
 */
const TAPS_PER_DELIVERY = 10;
const LOAD_SECONDS = 60;
const RESTART_AT_SECOND = 15;
const TICKS_PER_SECOND = 100;
const DRAINED_WITHIN_MS = 60_000;
/** Reading thousands of executions is load of its own. */
const DRAIN_POLL_MS = 2000;

const door = new FrontDoor();
let meta: Meta;
let here: World;
let there: World;

beforeAll(async () => {
	meta = await startMeta();
	const port = await freePort();
	const address = await door.listen(port);
	// n8n puts its test webhooks below the editor's address.
	const env = { ...LAZY_ISOLATES, N8N_LOG_LEVEL: 'warn', WEBHOOK_URL: address, N8N_EDITOR_BASE_URL: address };
	const [install, tarball] = [await ensureN8n(), await packPackage()];
	const [first, second] = await Promise.all([
		startN8n({ install, tarball, env, port }),
		startN8n({ install, tarball, env }),
	]);
	here = new World(meta, first);
	there = new World(meta, second);
}, 180_000);
afterAll(async () => {
	await Promise.all([here?.n8n.stop(), there?.n8n.stop()]);
	await door.close();
	await meta?.stop();
}, 60_000);
afterEach(() => {
	meta.clearFaults();
	meta.setRedelivery(null);
});

/** The same app in both processes. */
async function addApp(): Promise<Account & { credentialThere: string }> {
	const account = await here.addApp();
	const credential = { accessToken: account.token, baseUrl: meta.baseUrl };
	return { ...account, credentialThere: await there.addCredential(account.app, credential) };
}

async function addThere(account: Account & { credentialThere: string }, options = {}): Promise<Published> {
	const parameters = { pages: [account.page.id], options };
	const workflow = await there.addWorkflow(account.credentialThere, parameters);
	for (const path of [workflow.path, workflow.testPath]) door.lead(path, there.n8n.port);
	return workflow;
}

describe('two processes that join at once', () => {
	let account: Awaited<ReturnType<typeof addApp>>;

	beforeEach(async () => {
		account = await addApp();
		// Each has read the list before the other one's write takes effect.
		meta.addFault({
			method: 'POST',
			path: `${account.app.id}/subscriptions`,
			times: 2,
			do: { delayMs: 1500 },
		});
	});

	const members = () => here.callbackUrl(account.app) ?? '';
	const tap = async () => (await meta.sendPostback({ pageId: account.page.id })).map(({ status }) => status);

	it('by publishing are both in the list afterwards, or the missing one says so', async () => {
		const one = await here.addWorkflow(account.credentialId, { pages: [account.page.id] });
		const other = await addThere(account);
		const results = await Promise.all([here.n8n.api.publish(one.id), there.n8n.api.publish(other.id)]);
		const silent = [one, other].filter(
			({ path }, index) => !members().includes(path) && results[index]?.status === 'published',
		);
		expect(silent).toEqual([]);
		expect(results).toContainEqual({ status: 'published' });
		expect(await tap()).toEqual([200]);
		if (members().includes(one.path)) await here.waitForItems(one.id, 1);
		if (members().includes(other.path)) await there.waitForItems(other.id, 1);
	});

	it('by publishing and by listening for a test event are both in the list, or the missing one says so', async () => {
		const published = await here.addWorkflow(account.credentialId, { pages: [account.page.id] });
		const tested = await addThere(account);
		const [result, listening] = await Promise.all([
			here.n8n.api.publish(published.id),
			there.n8n.api.listen(tested.id, TRIGGER_NAME),
		]);
		const isSilent =
			(result.status === 'published' && !members().includes(published.path)) ||
			(listening.errorMessage === undefined && !members().includes(tested.testPath));
		expect({ isSilent, members: members() }).toEqual({ isSilent: false, members: expect.any(String) });
		expect(result.status === 'published' || listening.errorMessage === undefined).toBe(true);
		expect(await tap()).toEqual([200]);
		if (members().includes(published.path)) await here.waitForItems(published.id, 1);
		if (members().includes(tested.testPath)) await there.waitForItems(tested.id, 1);
	});
});

describe('twenty workflows on one app, ten taps a second for a minute', () => {
	it('of which one hangs, one answers 401 and one restarts in another process: the others get every tap once, in time', async () => {
		const account = await addApp();
		const { page } = account;
		const options = { combineDeliveries: true };
		const publish = async () => await here.publish(account.credentialId, { pages: [page.id], options });
		const began = Date.now();
		const healthy: Published[] = [];
		const [owner, hanging, refusing] = [await publish(), await publish(), await publish()];
		healthy.push(owner);
		const restarting = await addThere(account, options);
		expect(await there.n8n.api.publish(restarting.id)).toEqual({ status: 'published' });
		while (healthy.length < WORKFLOWS - 3) healthy.push(await publish());
		expect(here.callbackUrl(account.app)).toContain(`${owner.path}?`);
		for (const { path } of [...healthy, hanging, refusing, restarting])
			expect(here.callbackUrl(account.app)).toContain(path);
		say(`Load: ${WORKFLOWS} workflows published in ${seconds(Date.now() - began)} s`);

		door.block(hanging.path, 'hang');
		door.block(refusing.path, 401);
		// Whatever one of the three fails comes back, to the others too.
		meta.setRedelivery({ attempts: 1, delaysMs: [1000] });
		const pidBefore = there.n8n.pid;
		const deliveriesBefore = meta.deliveries().length;
		const sent: string[] = [];
		const answers: Array<Promise<Delivery[]>> = [];
		let restart = Promise.resolve();
		const cpuBefore = cpuSeconds(here.n8n.pid);
		const start = Date.now();
		while (sent.length < TAPS_PER_SECOND * LOAD_SECONDS) {
			if (sent.length === TAPS_PER_SECOND * RESTART_AT_SECOND) restart = restartThere();
			const batch = Array.from({ length: TAPS_PER_DELIVERY }, (_, index) => `TAP-${sent.length + index}`);
			sent.push(...batch);
			answers.push(meta.sendEvents({ entries: [{ pageId: page.id, messaging: batch.map(tapOn(page.id)) }] }));
			await pause(Math.max(0, start + (sent.length * 1000) / TAPS_PER_SECOND - Date.now()));
		}
		const tookMs = Date.now() - start;
		await Promise.all([...answers, restart, meta.settled()]);
		const cpu = cpuSeconds(here.n8n.pid) - cpuBefore;
		const missingOf = ({ id }: Published) => {
			const received = new Set(readItems(here.n8n, id).payloads);
			return sent.filter((payload) => !received.has(payload));
		};
		for (const deadline = Date.now() + DRAINED_WITHIN_MS; Date.now() < deadline; await pause(DRAIN_POLL_MS))
			if (healthy.every((workflow) => missingOf(workflow).length === 0)) break;

		const durations = meta
			.deliveries()
			.slice(deliveriesBefore)
			.map(({ durationMs }) => durationMs)
			.sort((one, other) => one - other);
		const statuses = (await Promise.all(answers)).flat().map(({ status }) => status);
		const missing = healthy.map((workflow) => missingOf(workflow).length);
		const items = healthy.map(({ id }) => readItems(here.n8n, id));
		const doubled = items.map(({ payloads }) => payloads.length - new Set(payloads).size);
		const restarted = new Set(readItems(there.n8n, restarting.id).payloads).size;
		const within = (share: number) => Math.round(durations[Math.floor((durations.length - 1) * share)] ?? 0);
		say(
			[
				`Load: ${sent.length} taps in ${seconds(tookMs)} s, ${durations.length} deliveries`,
				`answers ${tally(statuses.map(String))}`,
				`p50 ${within(0.5)} ms, p95 ${within(0.95)} ms, p99 ${within(0.99)} ms, at most ${within(1)} ms`,
				`${sum(items.map(({ executions }) => executions))} executions of ${healthy.length} healthy workflows`,
				`${sum(missing)} taps missing, ${sum(doubled)} doubled`,
				`n8n took ${cpu.toFixed(1)} s of CPU`,
				`the restarted one got ${restarted} of ${sent.length}`,
			].join('; '),
		);
		expect(sum(missing)).toBe(0);
		expect(sum(doubled)).toBe(0);
		expect(within(1)).toBeLessThan(LATEST_ANSWER_MS);
		// Each of the three did fail.
		for (const { path: failing } of [hanging, refusing]) {
			const asked = door.requests.filter(({ method, path }) => method === 'POST' && path === failing);
			expect(asked.length).toBeGreaterThanOrEqual(answers.length);
		}
		expect(there.n8n.pid).not.toBe(pidBefore);
		expect(restarted).toBeGreaterThan(0);
	}, 300_000);
});

function tapOn(pageId: string): (payload: string) => unknown {
	return (payload) => ({
		sender: { id: `PSID-${payload}` },
		recipient: { id: pageId },
		timestamp: Date.now(),
		postback: { mid: `m_${payload}`, title: 'Tap', payload },
	});
}

async function restartThere(): Promise<void> {
	await there.n8n.kill();
	await there.n8n.restart();
}

/** Of one process so far; other load on the machine hardly changes it. */
function cpuSeconds(pid: number): number {
	const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '';
	const [userTicks, systemTicks] = afterName.split(' ').slice(11, 13).map(Number);
	return ((userTicks ?? 0) + (systemTicks ?? 0)) / TICKS_PER_SECOND;
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(1);
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

function tally(words: string[]): string {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return [...counts].map(([word, count]) => `${word}: ${count}`).join(', ');
}
