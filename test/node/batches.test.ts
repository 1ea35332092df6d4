// Many Pages with few requests: how many there are, and what becomes of each Page when one part of
// a batch fails, or all of it. Every call of publishing and leaving that fails: registrationFaults.
import type { PageAccess } from '../../nodes/Messenger/graph/graphApi';
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import {
	BAD_GATEWAY,
	BATCH,
	BATCH_REFUSED,
	NO_LIST,
	PART_TIMED_OUT,
	PARTS_MISSING,
	refusedWith,
	throttled,
	type FaultAction,
} from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import { graphApi } from '../support/n8nContexts.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { RecordingServer } from '../support/recordingServer.ts';

let account: Account;

afterEach(() => jest.restoreAllMocks());

const requests = () => meta.getCalls().filter(({ kind }) => kind === 'request');
const batches = () => requests().filter(({ path }) => path === '/');
const parts = () => meta.getCalls().filter(({ kind }) => kind === 'part');
const aTrigger = (parameters: object = {}): HostedTrigger =>
	host.trigger({
		credential: { ...account.credential },
		parameters: { pages: account.pageIds, ...parameters } as never,
	});
const subscribed = () => account.pageIds.map((_id, index) => account.fieldsOfPage(index));
const everywhere = (fields: string[] | null) => account.pageIds.map(() => fields);

async function countOf(step: () => Promise<unknown>): Promise<number> {
	meta.clearCalls();
	await step();
	return requests().length;
}

describe('the number of requests', () => {
	it.each([
		[1, 10, 6],
		[2, 10, 6],
		[500, 60, 60],
	])('for %i Pages is at most %i for publishing and %i for leaving', async (pages, publishing, leaving) => {
		account = anAccount(meta, { pages });
		const trigger = aTrigger({ pageSelection: 'all' });
		expect(await countOf(async () => await trigger.publish())).toBeLessThanOrEqual(publishing);
		expect(subscribed()).toEqual(everywhere(['messaging_postbacks']));
		expect(await countOf(async () => await trigger.unpublish())).toBeLessThanOrEqual(leaving);
		expect(subscribed()).toEqual(everywhere(null));
	});

	it('for 60 Pages that the token does not list is that of two batches', async () => {
		account = anAccount(meta, { pages: 60 });
		const accessToken = meta.addToken({ appId: account.app.id, hiddenPageIds: account.pageIds });
		account.credential = { ...account.credential, accessToken };
		await aTrigger().publish();
		expect(subscribed()).toEqual(everywhere(['messaging_postbacks']));
		expect(parts().filter(({ path }) => /^\/\d+$/.test(path))).toHaveLength(60);
		expect(requests().filter(({ path }) => /^\/\d+$/.test(path))).toEqual([]);
	});
});

const ALWAYS = { times: Infinity };
const REFUSED = refusedWith({ code: 200, message: 'You may not', status: 403 });
const ofPage = (index: number) => ({
	path: `${account.pageIds[index]}/subscribed_apps`,
	of: 'part' as const,
});
/** Each way in which Meta may fail to do one part, and what is said of it. */
const FAILING_PARTS: Array<[string, FaultAction, string]> = [
	['times out', PART_TIMED_OUT, 'did not finish it in time'],
	['has a page of HTML', BAD_GATEWAY, 'Meta answered HTTP 502 without a readable body'],
	['has half a body', { status: 200, body: '{"data":[' }, 'Meta answered HTTP 200 without a readable body'],
	['is refused for now', refusedWith({ code: 2, message: 'Later' }), 'try again in a few minutes'],
	['is throttled', throttled(300), 'The rate limit is reached'],
];

describe('publishing, with three Pages of which the second', () => {
	beforeEach(() => {
		account = anAccount(meta, { pages: 3 });
	});

	describe.each([['GET'], ['POST']] as const)('at %s', (method) => {
		it.each(FAILING_PARTS)('%s, names that Page and leaves nothing behind', async (_label, action, says) => {
			meta.addFault({ ...ofPage(1), method, ...ALWAYS, do: action });
			const message = await messageOf(aTrigger().publish());
			expect(message).toContain(`Page ${account.pageIds[1]}`);
			expect(message).toContain(says);
			meta.clearFaults();
			await background.settled();
			expect(meta.appSubscriptions(account.app.id)).toEqual([]);
			expect(subscribed()).toEqual(everywhere(null));
		});

		it('is refused, names that Page alone, and publishes without it among all Pages', async () => {
			meta.addFault({ ...ofPage(1), method, ...ALWAYS, do: REFUSED });
			const message = await messageOf(aTrigger().publish());
			expect(message).toContain(`Page ${account.pageIds[1]} gets no taps`);
			await aTrigger({ pageSelection: 'all' }).publish();
			expect(subscribed()).toEqual([['messaging_postbacks'], null, ['messaging_postbacks']]);
			expect(host.lines('warn')).toContainEqual(
				expect.stringContaining(`Page ${account.pageIds[1]} gets no taps`),
			);
		});
	});
});

describe('leaving, with three Pages of which the last two', () => {
	let trigger: HostedTrigger;
	beforeEach(async () => {
		account = anAccount(meta, { pages: 3 });
		trigger = aTrigger();
		await trigger.publish();
	});
	const ofLastTwo = () => ({
		path: new RegExp(`^/(${account.pageIds.slice(1).join('|')})/subscribed_apps`),
		of: 'part' as const,
	});

	describe.each([['GET'], ['DELETE']] as const)('at %s', (method) => {
		it.each(FAILING_PARTS)('%s, leaves the first, and tells why', async (_label, action, says) => {
			meta.addFault({ ...ofLastTwo(), method, ...ALWAYS, do: action });
			await trigger.unpublish();
			expect(subscribed()).toEqual([null, ['messaging_postbacks'], ['messaging_postbacks']]);
			expect(host.lines('error')).toEqual([expect.stringContaining(`Page ${account.pageIds[1]}`)]);
			expect(host.lines('error')).toEqual([expect.stringContaining(says)]);
		});

		it.each(FAILING_PARTS)('%s once, are left with the next attempt', async (_label, action) => {
			meta.addFault({ ...ofLastTwo(), method, times: 2, do: action });
			await trigger.unpublish();
			expect(subscribed()).toEqual(everywhere(null));
			expect(meta.appSubscriptions(account.app.id)).toEqual([]);
		});

		it('is refused, leaves the first, and names each of the others', async () => {
			meta.addFault({ ...ofLastTwo(), method, ...ALWAYS, do: REFUSED });
			await trigger.unpublish();
			expect(subscribed()).toEqual([null, ['messaging_postbacks'], ['messaging_postbacks']]);
			expect(meta.appSubscriptions(account.app.id)).toEqual([]);
			const names = `Pages ${account.pageIds.slice(1).join(', ')} stay subscribed`;
			expect(host.lines('warn')).toEqual([expect.stringContaining(names)]);
		});
	});
});

describe('an answer to a batch that is none', () => {
	beforeEach(() => {
		account = anAccount(meta, { pages: 3 });
	});

	it.each([
		['a page of HTML', BAD_GATEWAY],
		['too few parts', PARTS_MISSING],
		['no list', NO_LIST],
		['a list of something else', { status: 200, body: [1, {}, { code: 200, body: 7 }] }],
	])('is an outcome for each Page: %s', async (_label, action) => {
		meta.addFault({ ...BATCH, do: action });
		const failures = await pageFieldsOf(pagesOfAccount());
		expect(failures).toEqual(
			account.pageIds.map((id) =>
				expect.stringMatching(`read the subscriptions of Page ${id}: .* without a readable body`),
			),
		);
		meta.addFault({ ...BATCH, ...ALWAYS, do: { ...action, afterEffect: true } });
		const before = meta.snapshot();
		expect(await messageOf(aTrigger().publish())).toContain(`Page ${account.pageIds[0]}`);
		meta.clearFaults();
		await background.settled();
		expect(meta.snapshot()).toEqual(before);
	});

	it('ends the asking when it is silence, for all Pages', async () => {
		account = anAccount(meta, { pages: 400 });
		meta.addFault({ ...BATCH, ...ALWAYS, do: { reset: true } });
		const failures = await pageFieldsOf(pagesOfAccount());
		expect(failures).toHaveLength(400);
		expect(failures.at(-1)).toContain(`Page ${account.pageIds.at(-1)}: Meta cannot be reached`);
		expect(batches().length).toBeLessThanOrEqual(5);
	});
});

function pagesOfAccount(): PageAccess[] {
	return account.pages.map(({ id, name }) => ({
		id,
		name,
		token: meta.pageToken(account.token, id),
		instagram: null,
	}));
}

/** Null for a success, which none of these Pages has another of. */
async function pageFieldsOf(pages: PageAccess[], options = {}): Promise<Array<string | null>> {
	const outcomes = await graphApi(account.credential, options).pageFieldsOf(pages);
	return outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.failure.message) as string | null);
}

describe('a rate limit of one part', () => {
	beforeEach(() => {
		account = anAccount(meta, { pages: 3 });
	});

	it('that is short is waited for, and only that part is asked for again', async () => {
		meta.addFault({ ...ofPage(1), do: throttled(0) });
		expect(await pageFieldsOf(pagesOfAccount())).toEqual([null, null, null]);
		expect(requests().map(({ path }) => path)).toEqual(['/', `/${account.pageIds[1]}/subscribed_apps`]);
	});

	it('that is long holds back what comes next, and costs the other parts nothing', async () => {
		meta.addFault({ ...ofPage(1), do: throttled(240) });
		const outcomes = await pageFieldsOf(pagesOfAccount());
		expect(outcomes).toEqual([null, expect.stringContaining('The rate limit is reached'), null]);
		expect(await pageFieldsOf(pagesOfAccount())).toEqual(
			account.pageIds.map((id) => expect.stringMatching(`Page ${id}: .*Wait 4 minutes`)),
		);
		expect(requests()).toHaveLength(1);
		expect(await pageFieldsOf(pagesOfAccount(), { ignoresHold: true })).toEqual([null, null, null]);
	});

	it('of the whole batch is the same for each part', async () => {
		meta.addFault({ ...BATCH, do: throttled(0) });
		expect(await pageFieldsOf(pagesOfAccount())).toEqual([null, null, null]);
		meta.addFault({ ...BATCH, do: throttled(240) });
		expect(await pageFieldsOf(pagesOfAccount())).toEqual(
			account.pageIds.map(() => expect.stringContaining('The rate limit is reached')),
		);
		expect(await messageOf(aTrigger().publish())).toContain('Wait 4 minutes');
	});
});

describe('where Meta takes no batches', () => {
	beforeEach(() => {
		account = anAccount(meta, { pages: 3 });
	});
	const SAID = 'Meta did not take several calls in one request';
	const lines = () => host.lines('warn').filter((line) => line.includes(SAID));
	const PROOF = refusedWith({ code: 100, message: 'Invalid appsecret_proof provided in the API argument' });

	it.each([
		['refuses them', { ...BATCH, do: BATCH_REFUSED }],
		['has nothing at that address', { ...BATCH, do: { status: 404, body: '<html>' } }],
		['refuses the proof of a part', { path: /./, of: 'part', do: PROOF }],
	] as const)('because it %s, each Page is asked by itself, said once', async (_label, fault) => {
		meta.addFault({ ...fault, ...ALWAYS });
		const trigger = aTrigger();
		await trigger.publish();
		expect(subscribed()).toEqual(everywhere(['messaging_postbacks']));
		expect(batches()).toHaveLength(1);
		expect(lines()).toHaveLength(1);
		await trigger.unpublish();
		expect(subscribed()).toEqual(everywhere(null));
		expect(batches()).toHaveLength(1);
		expect(lines()).toHaveLength(1);
	});

	it('they are tried again after ten minutes', async () => {
		meta.addFault({ ...BATCH, do: BATCH_REFUSED });
		await pageFieldsOf(pagesOfAccount());
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 9 * 60_000);
		await pageFieldsOf(pagesOfAccount());
		expect(batches()).toHaveLength(1);
		clock.mockReturnValue(now + 11 * 60_000);
		expect(await pageFieldsOf(pagesOfAccount())).toEqual([null, null, null]);
		expect(batches()).toHaveLength(2);
	});

	it('a refusal that calls by themselves get too is not blamed on batches', async () => {
		meta.addFault({ path: /subscribed_apps/, ...ALWAYS, do: PROOF });
		const warned: string[] = [];
		const warn = (line: string) => warned.push(line);
		expect(await pageFieldsOf(pagesOfAccount(), { warn })).toEqual(
			account.pageIds.map(() => expect.stringContaining("'App Secret' and 'Access Token'")),
		);
		expect(warned).toEqual([]);
		await pageFieldsOf(pagesOfAccount(), { warn });
		expect(batches()).toHaveLength(2);
	});
});

describe('tokens', () => {
	beforeEach(() => {
		account = anAccount(meta, { pages: 2 });
	});

	it('of the parts are in no URL', async () => {
		const before = await new RecordingServer(meta.baseUrl).start();
		const baseUrl = before.baseUrl;
		await host
			.trigger({ credential: { ...account.credential, baseUrl }, parameters: { pages: account.pageIds } })
			.publish();
		await before.stop();
		expect(batches().length).toBeGreaterThan(1);
		expect(
			parts().every(
				({ hasProof, hasProofTime, tokenKind }) => hasProof && hasProofTime && tokenKind === 'page',
			),
		).toBe(true);
		const urls = decodeURIComponent(before.requests.map(({ url }) => url).join(' '));
		for (const { token } of pagesOfAccount()) expect(urls).not.toContain(token);
	});

	it.each([
		['a part', () => ofPage(1)],
		['the batch', () => BATCH],
	])('that Meta quotes in the refusal of %s are hidden, also those of other Pages', async (_label, where) => {
		const tokens = pagesOfAccount().map(({ token }) => token);
		const message = `Tokens ${tokens.join(', ')} of ${account.app.secret}, ${account.token}`;
		meta.addFault({ ...where(), ...ALWAYS, do: refusedWith({ code: 2, message }) });
		const said = await messageOf(aTrigger().publish());
		expect(said).toContain('Tokens [redacted], [redacted] of [redacted], [redacted]');
		for (const secret of [...tokens, account.token, account.app.secret]) {
			expect(said + JSON.stringify(host.log)).not.toContain(secret);
		}
	});
});
