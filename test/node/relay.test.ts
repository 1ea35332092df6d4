/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
// Members behind one callback: slow, failing, dead, hanging and foreign ones, and a list that
// somebody forged.
import type { Request, Response } from 'express';
import type { HttpRequest } from '../../nodes/Messenger/graph/request';
import { tagMembers } from '../../nodes/Messenger/trigger/members/memberTag';
import { relayDelivery } from '../../nodes/Messenger/trigger/members/relay';
import { aBody, anEntry, aPostbackEvent, APP_SECRET, metaBytes, sign } from '../support/delivery';
import { eventually, until } from '../support/eventually.ts';
import { host, publishedByHand } from '../support/freshN8n.ts';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';
import { listing, postSigned } from '../support/postSigned.ts';
import { verified } from '../support/verified.ts';

let owner: HostedTrigger;
let received: Request[];

const MEMBER = '/webhook/member/webhook';
const TEST = '/webhook-test/member/webhook';
const OTHER = '/webhook/other/webhook';

beforeEach(async () => {
	received = [];
	owner = await publishedByHand();
});

/**
 * A member that answers these statuses one after the other, the last one for good; 0 never answers.
 */
function member(...statuses: number[]): void {
	memberAt(MEMBER, ...statuses);
}

function memberAt(path: string, ...statuses: number[]): void {
	host.foreign.set(path, (request: Request, response: Response) => {
		const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
		received.push(request);
		if (status > 0) response.status(status).send('answer');
	});
}

async function deliver(
	also: string[],
	body: Uint8Array = metaBytes(aBody()),
	headers: Record<string, string> = {},
	query: Record<string, string> = {},
) {
	return await postSigned(listing(owner.url, also, query), body, { headers });
}

function passMinutes(minutes: number): void {
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + minutes * 60_000);
}
afterEach(() => jest.restoreAllMocks());

const bodyOf = (payload: string) =>
	metaBytes(aBody({ entry: [anEntry({ messaging: [aPostbackEvent({ postback: { payload } })] })] }));

describe('relay', () => {
	it('hands the bytes on unchanged, with the signature and the mark', async () => {
		const other = await publishedByHand();
		member(200);
		const body = metaBytes({ ...aBody(), note: 'ä/😀' });
		expect((await deliver([other.path, MEMBER], body)).status).toBe(200);
		expect([owner.items().length, other.items().length]).toEqual([1, 1]);
		expect(received).toHaveLength(1);
		expect(received[0]?.originalUrl).toBe(MEMBER);
		expect(received[0]?.headers).toMatchObject({
			'x-hub-signature-256': sign(body),
			'x-messenger-postbacks-relay': '1',
		});
		expect((received[0] as Request & { rawBody: Buffer }).rawBody.equals(Buffer.from(body))).toBe(true);
	});

	it('is not made for a delivery that is not signed', async () => {
		member(200);
		await deliver([MEMBER], metaBytes(aBody()), { 'x-hub-signature-256': '' });
		expect(received).toEqual([]);
		await deliver([MEMBER]);
		expect(received).toHaveLength(1);
	});

	it('is not made again for a relayed delivery', async () => {
		member(200);
		await deliver([MEMBER], metaBytes(aBody()), { 'x-messenger-postbacks-relay': '1' });
		expect(received).toEqual([]);
		expect(owner.items()).toHaveLength(1);
	});

	it.each([
		['without a tag', [MEMBER], { tag: '' }],
		['with the tag of a shorter list', [OTHER, MEMBER], { tag: tagMembers([MEMBER], APP_SECRET) }],
		['with the tag of a longer list', [MEMBER], { tag: tagMembers([OTHER, MEMBER], APP_SECRET) }],
		['in another order', [OTHER, MEMBER], { tag: tagMembers([MEMBER, OTHER], APP_SECRET) }],
		['tagged with a secret of somebody else', [MEMBER], { tag: tagMembers([MEMBER], 'x') }],
	])('is not made to a list %s, and the event is still handled', async (_label, also, query) => {
		member(200);
		expect((await deliver(also, metaBytes(aBody()), {}, query)).status).toBe(200);
		expect(received).toEqual([]);
		expect(owner.items()).toHaveLength(1);
		expect(host.log).toMatchObject([{ level: 'warn', meta: { reason: 'memberListNotAuthentic' } }]);
		await deliver(also);
		expect(received).toHaveLength(1);
	});

	it('is not made to 49 forged paths by one recorded delivery, nor does that fill the log', async () => {
		const paths = Array.from({ length: 49 }, (_, index) => `/rest/path-${index}`);
		const asked: string[] = [];
		for (const path of paths) {
			host.foreign.set(path, (request, response) => {
				asked.push(request.path);
				response.status(500).send('');
			});
		}
		for (let replay = 0; replay < 20; replay++) {
			expect((await deliver(paths, metaBytes(aBody()), {}, { tag: '' })).status).toBe(200);
		}
		expect(asked).toEqual([]);
		expect(host.lines('warn')).toHaveLength(5);
	});

	it('is made to a list that was tagged with an additional secret', async () => {
		owner = await publishedByHand({}, { additionalAppSecrets: 'older, oldest' });
		member(200);
		await deliver([MEMBER], metaBytes(aBody()), {}, { tag: tagMembers([MEMBER], 'oldest') });
		expect(received).toHaveLength(1);
	});

	it('is made at once to a list that was tagged with a secret added while the credential is cached', async () => {
		member(200);
		await deliver([MEMBER], bodyOf('BEFORE'));
		owner.credential.additionalAppSecrets = 'new';
		await deliver([MEMBER], bodyOf('AFTER'), {}, { tag: tagMembers([MEMBER], 'new') });
		expect(received).toHaveLength(2);
		expect(host.reasons()).toEqual([]);
	});

	it('reaches members whose credentials have other tokens on the same app', async () => {
		owner = await publishedByHand({}, { accessToken: 'one' });
		const others = [
			await publishedByHand({}, { accessToken: 'two' }),
			await publishedByHand({}, { accessToken: '' }),
		];
		expect((await deliver(others.map(({ path }) => path))).status).toBe(200);
		expect([owner, ...others].map((trigger) => trigger.items().length)).toEqual([1, 1, 1]);
	});

	it('is made for deliveries that are nothing for the owner itself', async () => {
		member(200);
		const body = metaBytes(aBody({ entry: [{ id: '7', messaging: [{ postback: {} }] }] }));
		expect((await deliver([MEMBER], body)).status).toBe(200);
		expect(received).toHaveLength(1);
		expect(owner.items()).toEqual([]);
	});

	it('sends nothing to another origin, whatever the list says', async () => {
		const stranger = new N8nHost();
		await stranger.start();
		const asked: string[] = [];
		stranger.foreign.set(MEMBER, (request, response) => {
			asked.push(request.originalUrl);
			response.status(200).send('');
		});
		const http: HttpRequest = async ({ url }) => {
			const response = await fetch(url, { method: 'POST' });
			return { statusCode: response.status, headers: {}, body: await response.text() };
		};
		const home = { origin: host.origin, base: '/webhook/', internalUrl: '' };
		const delivery = { home, body: verified(metaBytes(aBody())), signature: '' };
		const once = { deadline: Date.now() + 1_000, mayRetry: false, mayReturn: false };
		const elsewhere = `//${new URL(stranger.origin).host}${MEMBER}`;
		expect(await relayDelivery(http, elsewhere, delivery, once)).toBe(404);
		expect(asked).toEqual([]);
		// From there it is reached: only the origin kept it away.
		const there = { ...delivery, home: { ...home, origin: stranger.origin } };
		expect(await relayDelivery(http, elsewhere, there, once)).toBe(200);
		expect(asked).toEqual([MEMBER]);
		await stranger.stop();
	});

	it.each(['//127.0.0.1:1/x', 'http://127.0.0.1:1/x', '/\\127.0.0.1:1/x'])(
		'never leaves this n8n: %s is not called',
		async (path) => {
			expect((await deliver([path])).status).toBe(200);
			expect(owner.items()).toHaveLength(1);
		},
	);
});

describe('a member', () => {
	it('that answers 500 twice and then 200 loses nothing, and the owner answers 200', async () => {
		member(500, 500, 200);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(received).toHaveLength(3);
		expect(owner.items()).toHaveLength(1);
	});

	it('that is being edited gets the delivery once n8n has it in its place again', async () => {
		const other = await publishedByHand();
		other.vanish();
		const answered = deliver([other.path]);
		await until(() => owner.items().length === 1);
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(other.items()).toEqual([]);
		other.appear();
		expect((await answered).status).toBe(200);
		expect([owner.items().length, other.items().length]).toEqual([1, 1]);
	});

	it('whose edit takes longer than Meta waits misses nothing: Meta brings again what came meanwhile', async () => {
		const other = await publishedByHand();
		other.vanish();
		const first = await deliver([other.path], bodyOf('A'));
		expect(first.status).toBe(500);
		expect(first.milliseconds).toBeGreaterThan(2_500);
		expect(first.milliseconds).toBeLessThan(4_500);
		const payloads = Array.from({ length: 100 }, (_, index) => `DURING ${index}`);
		const during = await Promise.all(payloads.map(async (one) => await deliver([other.path], bodyOf(one))));
		expect(new Set(during.map(({ status }) => status))).toEqual(new Set([500]));
		expect(Math.max(...during.map(({ milliseconds }) => milliseconds))).toBeLessThan(2_500);
		expect(host.log).toHaveLength(101);
		expect(new Set(host.reasons())).toEqual(new Set(['relayFailed']));
		expect(host.log[0]?.message).toContain(`(${other.path}, 404)`);
		other.appear();
		for (const one of ['A', ...payloads]) expect((await deliver([other.path], bodyOf(one))).status).toBe(200);
		for (const trigger of [owner, other]) expect(trigger.items()).toHaveLength(101);
	});

	it('that says slowly that it is away is away, though its last answer would come too late', async () => {
		host.foreign.set(MEMBER, (_request, response) => {
			setTimeout(() => response.status(404).send(''), 210);
		});
		const [first, second] = [await deliver([MEMBER]), await deliver([MEMBER], bodyOf('B'))];
		expect([first.status, second.status]).toEqual([500, 500]);
		expect(first.milliseconds).toBeLessThan(3_500);
		expect(second.milliseconds).toBeLessThan(1_000);
		expect(host.log).toMatchObject([{ meta: { status: 404 } }, { meta: { status: 404 } }]);
	});

	it('that is back is waited for in its next edit', async () => {
		const other = await publishedByHand();
		other.vanish();
		await deliver([other.path]);
		other.appear();
		await deliver([other.path], bodyOf('B'));
		other.vanish();
		expect((await deliver([other.path], bodyOf('C'))).milliseconds).toBeGreaterThan(2_500);
	});

	it.each([404, 410])(
		'that has answered %d for a minute is gone: the owner answers 200 at once, and the log says so',
		async (status) => {
			member(status);
			expect((await deliver([MEMBER])).status).toBe(500);
			host.log.length = 0;
			passMinutes(1);
			const answers = [];
			for (let tap = 0; tap < 20; tap++) answers.push(await deliver([MEMBER], bodyOf(`LATER ${tap}`)));
			for (const answer of answers) {
				expect(answer.status).toBe(200);
				expect(answer.milliseconds).toBeLessThan(1_000);
			}
			expect(host.log).toHaveLength(5);
			expect(host.log[0]).toMatchObject({
				level: 'warn',
				message: expect.stringContaining(`(${MEMBER}, ${status})`),
				meta: { reason: 'memberGone', path: MEMBER, status },
			});
			expect(owner.items()).toHaveLength(21);
		},
	);

	it.each([401, 403, 429])(
		'that answers %d refuses for good: told in the log, and the owner answers 200',
		async (status) => {
			member(status);
			expect((await deliver([MEMBER])).status).toBe(200);
			expect(received).toHaveLength(1);
			expect(host.log).toMatchObject([
				{ level: 'warn', meta: { reason: 'memberRefused', path: MEMBER, status } },
			]);
			expect(host.log[0]?.message).toContain(`${MEMBER}, ${status}`);
			expect(owner.items()).toHaveLength(1);
		},
	);

	it('that answers 401 gets it once more a moment later, when it may have read its credential again', async () => {
		member(401, 200);
		const { status, milliseconds } = await deliver([MEMBER]);
		expect([status, received.length]).toEqual([200, 1]);
		expect(milliseconds).toBeLessThan(1_000);
		await eventually(() => received.length === 2, 'the second try');
		expect(received[1]?.headers).toMatchObject({ 'x-messenger-postbacks-relay': '1' });
	});

	it('that is down makes the owner answer 500 with its own work safe; redelivery reaches the member, the owner works once', async () => {
		member(503);
		expect((await deliver([MEMBER])).status).toBe(500);
		expect(owner.items()).toHaveLength(1);
		expect(host.reasons()).toEqual(['relayFailed']);
		received = [];
		member(200);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(received).toHaveLength(1);
		expect(owner.items()).toHaveLength(1);
	});

	it('that is down makes the owner answer 500 when it has no work of its own', async () => {
		member(503);
		const body = metaBytes(aBody({ entry: [] }));
		expect((await deliver([MEMBER], body)).status).toBe(500);
		expect(owner.executions).toEqual([]);
	});

	it('that hangs does not hold the owner beyond four seconds, nor the other members', async () => {
		const other = await publishedByHand();
		member(0);
		const { status, milliseconds } = await deliver([MEMBER, other.path]);
		expect(status).toBe(500);
		expect(milliseconds).toBeLessThan(4_000);
		expect([owner.items().length, other.items().length]).toEqual([1, 1]);
	});
});

describe('a test that listens', () => {
	it.each([404, 410])('and has ended, with %d, costs nothing and is no line in the log', async (status) => {
		memberAt(TEST, status);
		const answer = await deliver([TEST]);
		expect(answer.status).toBe(200);
		expect(answer.milliseconds).toBeLessThan(1_000);
		await until(() => received.length > 0);
		expect(host.log).toEqual([]);
	});

	it('and fails does not have Meta deliver again: the line in the log names the field', async () => {
		memberAt(TEST, 503);
		expect((await deliver([TEST])).status).toBe(200);
		await eventually(() => host.log.length > 0, 'the line');
		expect(received).toHaveLength(4);
		expect(host.log).toMatchObject([
			{
				level: 'warn',
				message: expect.stringContaining("'Internal URL' of the credential"),
				meta: { reason: 'testMissed', path: TEST, status: 503 },
			},
		]);
		expect(owner.items()).toHaveLength(1);
	});

	it('and hangs holds up neither Meta nor a published member', async () => {
		const other = await publishedByHand();
		memberAt(TEST, 0);
		const answer = await deliver([TEST, other.path]);
		expect(answer.status).toBe(200);
		expect(answer.milliseconds).toBeLessThan(1_000);
		expect([owner.items().length, other.items().length]).toEqual([1, 1]);
		await eventually(() => host.log.length > 0, 'the line');
	});
});

describe('a member that has failed for ten minutes', () => {
	/** Two deliveries at such a distance; what comes of the second. */
	async function deliverAfter(minutes: number, ...statuses: number[]) {
		member(503);
		expect((await deliver([MEMBER])).status).toBe(500);
		host.log.length = 0;
		received = [];
		member(...statuses);
		passMinutes(minutes);
		return await deliver([MEMBER], bodyOf('LATER'));
	}

	it('no longer holds up the others: 200, and an error that names it with each delivery', async () => {
		expect((await deliverAfter(10, 503)).status).toBe(200);
		expect((await deliver([MEMBER], bodyOf('LATER STILL'))).status).toBe(200);
		await until(() => host.log.length >= 2);
		const line = { level: 'error', meta: { reason: 'memberGivenUp', path: MEMBER, status: 503 } };
		expect(host.log).toMatchObject([line, line]);
		expect(host.log[0]?.message).toContain(MEMBER);
		expect(received).toHaveLength(2);
		expect(owner.items()).toHaveLength(3);
	});

	it('is not waited for when it hangs', async () => {
		expect((await deliverAfter(10, 0)).milliseconds).toBeLessThan(1_000);
		await until(() => received.length === 1);
	});

	it('holds up the others before that', async () => {
		expect((await deliverAfter(9, 503)).status).toBe(500);
		expect(host.reasons()).toEqual(['relayFailed']);
	});

	it('is a member like any other once it has accepted a delivery', async () => {
		expect((await deliverAfter(10, 200)).status).toBe(200);
		await until(() => received.length === 1);
		member(503);
		// Its answer reaches the owner a moment after it was given.
		let status = 200;
		for (let tap = 0; tap < 5 && status === 200; tap++) {
			({ status } = await deliver([MEMBER], bodyOf(`DOWN AGAIN ${tap}`)));
		}
		expect(status).toBe(500);
		expect(host.reasons()).toContain('relayFailed');
	});

	it('is given up by the owner that saw it fail, and by no other', async () => {
		await deliverAfter(10, 503);
		owner = await publishedByHand();
		expect((await deliver([MEMBER])).status).toBe(500);
	});
});

describe('the owner', () => {
	it("answers n8n's own 500 when n8n refuses the work, and does not count it as seen", async () => {
		member(503);
		host.isRefusingWork = true;
		expect((await deliver([MEMBER])).status).toBe(500);
		host.isRefusingWork = false;
		member(200);
		expect((await deliver([MEMBER])).status).toBe(200);
		expect(owner.executions).toHaveLength(2);
	});
});
