/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Every Graph call of publishing and unpublishing failing in every way: what is at Meta afterwards
// is the state before or the state after, and the message names the call and the kind of failure.
// Calls without an answer: registrationHangs.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { waiting } from '../../nodes/Messenger/trigger/pause';
import type { Call, FaultAction } from '../../sandbox/meta/index.ts';
import {
	ANY_CALL,
	doingOf,
	endScenes,
	expectMessages,
	publish,
	record,
	runCase,
	startScenes,
	STEP_NAMES,
	STEPS,
	stopScenes,
	type Outcome,
	type StepName,
} from '../support/registrationSteps.ts';

let clockIsAhead = 0;
beforeAll(async () => {
	// A minute of repeating is half a second here: nothing in this file depends on what n8n does
	// meanwhile.
	waiting.pace = 1 / 120;
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + clockIsAhead);
	await startScenes();
});
afterEach(endScenes);
afterAll(async () => {
	await stopScenes();
	jest.restoreAllMocks();
});

const refusal = (code: number) => ({
	status: 400,
	body: { error: { message: 'Meta said so', type: 'OAuthException', code, fbtrace_id: 'TRC' } },
});

interface Kind {
	action: FaultAction;
	/** Calls in a row; the client itself repeats a call after a short rate limit. */
	times?: number;
	says: RegExp;
	/** When it is a part of a batch that fails; as any call by default. */
	saysOfPart?: RegExp;
}

const HTML: Kind = {
	action: { status: 502, body: '<html>Bad Gateway</html>' },
	says: /Could not .* HTTP 502 without a readable body/,
};
const BROKEN: Kind = {
	action: { status: 200, body: '{"data":[' },
	says: /Could not .* HTTP 200 without a readable body/,
};
const CUT_OFF: Kind = {
	action: { reset: true },
	says: /Could not .* cannot be reached \(the connection was closed\)/,
	saysOfPart: /Could not .* did not finish it in time/,
};
const KINDS: Record<string, Kind> = {
	'refused for now': { action: refusal(2), says: /Meta refused to .*"Meta said so", code 2, trace TRC/ },
	'answered 502 with a page of HTML': HTML,
	'answered with broken JSON': BROKEN,
	'cut off': CUT_OFF,
	'throttled for a moment': {
		action: { ...refusal(4), headers: { 'retry-after': '0' } },
		times: 2,
		says: /Meta refused to .*The rate limit is reached/,
	},
};
/** Broken JSON is to the client what a page of HTML is. */
const LASTING = Object.entries(KINDS).filter(([name]) => name !== 'answered with broken JSON');
const HOUR_LONG_LIMIT: Kind = {
	action: { ...refusal(4), headers: { 'retry-after': '3600' } },
	says: /Meta refused to .*The rate limit is reached|Did not .*Meta's rate limit is reached/,
};

const afterEffect = (kind: Kind): Kind => ({ ...kind, action: { ...kind.action, afterEffect: true } });
const LOST_ANSWERS: Record<string, Kind> = {
	'answered 502 with a page of HTML': afterEffect(HTML),
	'answered with broken JSON': afterEffect(BROKEN),
	'cut off': afterEffect(CUT_OFF),
};

async function indexesOf(step: StepName, isWanted: (call: Call) => boolean = () => true): Promise<number[]> {
	const { calls } = await record(step);
	return calls.flatMap((call, index) => (isWanted(call) ? [index] : []));
}

/**
 * A fault at one call: the next attempt of n8n reaches the state after, and the failed one told
 * why.
 */
async function checkOnce(step: StepName, index: number, kind: Kind): Promise<void> {
	const { action, times, says, saysOfPart = says } = kind;
	const { before, after, calls } = await record(step);
	const call = calls[index] as Call;
	const outcome = await runCase({ step, index, action, times });
	const { label, scene, states } = outcome;
	expect([label, scene.state()]).toEqual([label, after]);
	expect(outcome.messages.length).toBeLessThanOrEqual(1);
	expectMessages(outcome, call.kind === 'part' ? saysOfPart : says, doingOf(call));
	// A failed publication is undone at once; leaving is not undone but tried again.
	if (STEPS[step].run === publish) expect([label, ...states]).toEqual([label, ...states.map(() => before)]);
}

/**
 * Faults until `metaIsBack`. What is there meanwhile may lie between, but trying again or undoing
 * it leaves nothing of it.
 */
async function checkLasting(step: StepName, kind: Kind, times: number, metaIsBack: (all: Outcome[]) => void) {
	const { before, after } = await record(step);
	const { run, undo } = STEPS[step];
	// Having handed over, a trigger is not in the list any more; what it could not take off its Pages
	// is told, and left.
	const ended = (state: string) =>
		step === 'leaving' ? (JSON.parse(state) as { apps: unknown }).apps : state;
	const indexes = await indexesOf(step);
	const fail = async (index: number) =>
		await runCase({ step, index, action: kind.action, times, attempts: 2 });
	const [again, undone] = await Promise.all([Promise.all(indexes.map(fail)), Promise.all(indexes.map(fail))]);
	const says = new RegExp([kind.says, kind.saysOfPart ?? kind.says].map(({ source }) => source).join('|'));
	for (const outcome of [...again, ...undone]) expectMessages(outcome, says, ANY_CALL);
	metaIsBack([...again, ...undone]);
	await Promise.all([
		...again.map(async ({ scene, label }) => {
			await run(scene);
			expect([label, ended(scene.state())]).toEqual([label, ended(after)]);
		}),
		...undone.map(async ({ scene, label }) => {
			await undo(scene);
			if (run === publish) return void expect([label, scene.state()]).toEqual([label, before]);
			// The order of the members depends on how far leaving had come; leaving again shows that
			// nothing else does.
			await run(scene);
			expect([label, scene.state()]).toEqual([label, after]);
		}),
	]);
}

const clearFaults = (all: Outcome[]) => all.forEach(({ scene }) => scene.meta.clearFaults());

describe.each(STEP_NAMES)('%s', (step) => {
	it('makes the calls that the cases below count', async () => {
		const { calls, before, after } = await record(step);
		expect(calls.length).toBeGreaterThan(5);
		expect(calls.filter(({ isWrite }) => isWrite).length).toBeGreaterThan(1);
		expect(after).not.toBe(before);
		calls.forEach(doingOf);
	});

	it.each(Object.entries(KINDS))('reaches the state after when any one call is %s', async (_name, kind) => {
		const indexes = await indexesOf(step);
		await Promise.all(indexes.map(async (index) => await checkOnce(step, index, kind)));
	});

	it.each(Object.entries(LOST_ANSWERS))(
		'reaches the state after when any one write happens but is %s',
		async (_name, kind) => {
			const indexes = await indexesOf(step, ({ isWrite }) => isWrite);
			await Promise.all(indexes.map(async (index) => await checkOnce(step, index, kind)));
		},
	);

	it.each(LASTING)(
		'reaches before or after once Meta is back, when every call from any one on is %s',
		async (_name, kind) => await checkLasting(step, kind, Infinity, clearFaults),
		60_000,
	);

	it('reaches before or after once an hour-long rate limit, begun at any call, is over', async () => {
		await checkLasting(step, HOUR_LONG_LIMIT, 1, () => (clockIsAhead += 3_601_000));
	}, 60_000);
});

describe('a Page that fails while another is still being written', () => {
	it('does not leave that other one subscribed', async () => {
		const { before } = await record('publishing');
		const slow = { method: 'POST', path: '2000/subscribed_apps', do: { delayMs: 300 } } as const;
		const failing = { method: 'POST', path: '1000/subscribed_apps', do: HTML.action } as const;
		const { scene, messages } = await runCase({
			step: 'publishing',
			faults: [slow, failing],
			attempts: 1,
		});
		expect(messages).toEqual([expect.stringContaining('Could not subscribe Page 1000')]);
		while (scene.meta.getCalls().some(({ status }) => status === null)) await nextTurn();
		expect(scene.state()).toBe(before);
	});
});

describe('leaving with a token that Meta refuses for good', () => {
	it("takes the app's webhook away all the same, and warns of the Pages that stay subscribed", async () => {
		const { scene, messages } = await runCase({
			step: 'leaving last',
			faults: [{ path: 'me/accounts', times: 9, do: refusal(190) }],
		});
		expect(messages).toEqual([]);
		expect(JSON.parse(scene.state())).toMatchObject({ apps: [{ subscriptions: [] }] });
		expect(scene.warnings()).toEqual([expect.stringMatching(/Pages 1000, 2000 stay subscribed/)]);
	});
});
