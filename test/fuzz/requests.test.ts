// Hostile requests to a published trigger: each is answered, none is accepted unless these very
// bytes were signed.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { ALL_EVENT_KINDS } from '../../nodes/Messenger/trigger/events/fields';
import { aBody, anEntry, aPostbackEvent, APP_SECRET, metaBytes, PAGE_ID, sign } from '../support/delivery';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';
import { anyBody } from './bodies';
import { holds } from './budget';
import { closeConnections, send, type Answer } from './request';

const host = new N8nHost();
const triggers: HostedTrigger[] = [];
const VERIFY_TOKEN = 'my-verify-token';

beforeAll(async () => {
	await host.start();
	const rule = (field: string, operator: string, value: string) => ({
		conditions: { values: [{ field, operator, key: 'a.b', value }] },
	});
	const rules = {
		values: [
			rule('payloadData', 'regex', '(a|b)*c'),
			rule('payload', 'contains', 'BUY'),
			rule('ref', 'exists', ''),
			rule('detail', 'exists', ''),
		],
	};
	const options = { ignoreDuplicates: false, includeStandby: true };
	for (const parameters of [
		{ events: ALL_EVENT_KINDS, options },
		{
			channels: ['messenger', 'instagram'],
			output: 'flat',
			options: { ...options, fallbackOutput: 'extra' },
			routing: 'rules',
			rules,
		},
		{ pages: [PAGE_ID], output: 'raw', options: {} },
	]) {
		const trigger = host.trigger({
			credential: { appId: '42', appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN },
			parameters: { registration: 'manual', ...parameters } as never,
		});
		await trigger.publish();
		triggers.push(trigger);
	}
});
afterAll(async () => {
	closeConnections();
	await host.stop();
});

const NAMES = ['X-Hub-Signature-256', 'x-hub-signature-256', 'X-HUB-SIGNATURE-256', 'x-Hub-signature-256'];
type Signing = (body: Buffer) => string;
const hmac = (algorithm: string, body: Buffer, secret: string) =>
	createHmac(algorithm, secret).update(body).digest('hex');
const FORGED: Signing[] = [
	() => '',
	() => 'sha256=',
	() => `sha256=${'0'.repeat(64)}`,
	(body) => `sha1=${hmac('sha1', body, APP_SECRET)}`,
	(body) => `sha256=${hmac('sha1', body, APP_SECRET)}`,
	(body) => `sha512=${hmac('sha512', body, APP_SECRET)}`,
	(body) => hmac('sha256', body, APP_SECRET),
	(body) => sign(body).toUpperCase(),
	(body) => `SHA256=${sign(body).slice(7)}`,
	(body) => sign(body).slice(0, -1),
	(body) => sign(body).slice(0, -2),
	(body) => `${sign(body)}0`,
	(body) => `${sign(body)},${sign(body)}`,
	(body) => `${sign(body)} x`,
	(body) => sign(body, ''),
	(body) => sign(body, 'undefined'),
	(body) => sign(body, `${APP_SECRET} `),
	(body) => sign(Buffer.concat([body, Buffer.from(' ')])),
	(body) => sign(Buffer.from(body.toString('utf8').trim())),
	(body) => `sha256=${createHmac('sha256', APP_SECRET).update(body).digest('base64')}`,
];
const anySignature = fc.oneof(
	{ arbitrary: fc.constant<Signing>(sign), weight: 6 },
	{ arbitrary: fc.constantFrom(...FORGED), weight: 4 },
	fc.string({ unit: 'binary-ascii', maxLength: 80 }).map(
		(text): Signing =>
			() =>
				text.replace(/[^ -~]/g, '').trim(),
	),
);
const aHeader = fc.tuple(fc.constantFrom(...NAMES), anySignature);
const headerGame = fc.oneof({ arbitrary: fc.tuple(aHeader), weight: 8 }, fc.array(aHeader, { maxLength: 3 }));
const contentType = fc.constantFrom(
	...['application/json', 'application/json; charset=utf-8', 'application/octet-stream', 'text/plain', ''],
	...[
		'application/json; charset=utf-16',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
	],
);
const moreHeaders = fc.constantFrom<Array<[string, string]>>(
	[],
	[['X-Hub-Signature', 'sha1=0']],
	[['X-Messenger-Postbacks-Relay', '1']],
	[['Content-Encoding', 'identity']],
	[
		['__proto__', 'x'],
		['constructor', 'y'],
	],
);
const query = fc.constantFrom(
	'',
	'?also=/webhook/gone/webhook',
	'?also=//evil.example/x',
	'?also=%2F%2Fevil&also[]=/a',
	'?__proto__[x]=1',
	'?also',
);

const DOCUMENTED = [200, 400, 401];
// What n8n's own body parser answers before the node is asked: a charset it cannot read.
const BY_PARSER = [400, 415];

/** What holds for every POST; answers how many executions were started. */
function expectSafe(answer: Answer, isSigned: boolean, sent: unknown = ''): number {
	const started = triggers.reduce((sum, { executions }) => sum + executions.length, 0);
	const errors = host.log.filter(({ level }) => level === 'error');
	for (const trigger of triggers) trigger.executions.length = 0;
	host.log.length = 0;
	expect(errors).toEqual([]);
	expect([...DOCUMENTED, ...BY_PARSER]).toContain(answer.status);
	if (!isSigned) {
		const isRefused = answer.status >= 400;
		expect({ sent, started, isRefused }).toEqual({ sent, started: 0, isRefused: true });
	}
	expect(started).toBeLessThanOrEqual(answer.status === 200 ? 1 : 0);
	return started;
}

const triggerOf = (index: number) => triggers[index] as HostedTrigger;
const JSON_TYPE: [string, string] = ['Content-Type', 'application/json'];

describe('any POST', () => {
	it('is answered with a documented status, and starts an execution only if its one signature is right', async () => {
		const posts = fc.tuple(fc.nat({ max: 2 }), anyBody, headerGame, contentType, moreHeaders, query);
		await holds(0.2, posts, async ([index, body, game, type, more, search]) => {
			const lines = game.map(([name, signing]): [string, string] => [name, signing(body)]);
			const types: Array<[string, string]> = type === '' ? [] : [['Content-Type', type]];
			const answer = await send(`${triggerOf(index).url}${search}`, {
				method: 'POST',
				headers: [...types, ...lines, ...more],
				body,
			});
			expectSafe(answer, lines.map(([, value]) => value).join(', ') === sign(body), lines);
		});
	});

	it('leaves the trigger able to take the next real delivery', async () => {
		let taps = 0;
		await holds(0.1, fc.tuple(fc.nat({ max: 2 }), anyBody, anySignature), async ([index, body, signing]) => {
			const { url } = triggerOf(index);
			const hostile: Array<[string, string]> = [JSON_TYPE, ['X-Hub-Signature-256', signing(body)]];
			expectSafe(await send(url, { method: 'POST', headers: hostile, body }), signing(body) === sign(body));
			const messaging = [aPostbackEvent({ sender: { id: `S${taps++}` } })];
			const real = metaBytes(aBody({ entry: [anEntry({ messaging })] }));
			const headers: Array<[string, string]> = [JSON_TYPE, ['X-Hub-Signature-256', sign(real)]];
			expect(expectSafe(await send(url, { method: 'POST', headers, body: real }), true)).toBe(1);
		});
	});
});

describe('any GET', () => {
	const keys = fc.constantFrom(
		...['hub.mode', 'hub.challenge', 'hub.verify_token', 'hub_mode', 'hub_challenge', 'hub_verify_token'],
		...['hub[mode]', 'hub[verify_token]', 'also', '__proto__', 'hub', 'hub.challenge[]'],
	);
	const values = fc.oneof(
		{
			arbitrary: fc.constantFrom('subscribe', VERIFY_TOKEN, '1158201444', '<script>alert(1)</script>', ''),
			weight: 5,
		},
		fc.string({ maxLength: 20 }),
	);

	it('gets its challenge only for the right token, and is never echoed otherwise', async () => {
		await holds(
			0.1,
			fc.tuple(fc.nat({ max: 2 }), fc.array(fc.tuple(keys, values), { maxLength: 6 })),
			async ([index, pairs]) => {
				const search = new URLSearchParams(pairs).toString();
				const answer = await send(`${triggerOf(index).url}?${search}`, { method: 'GET' });
				const isEchoed = answer.status === 200;
				if (isEchoed) {
					expect(pairs.map(([, value]) => value)).toEqual(
						expect.arrayContaining([VERIFY_TOKEN, answer.text, 'subscribe']),
					);
					expect(answer.text).toMatch(/^[\w.-]{1,128}$/);
				} else expect(answer).toMatchObject({ status: 403, text: 'The verification was not accepted.' });
				expect(host.log.filter(({ level }) => level === 'error')).toEqual([]);
				host.log.length = 0;
			},
		);
	});
});

describe('a body of 15 MB', () => {
	const SIZE = 15_000_000;
	const fill = (start: string, piece: string, end: string) =>
		Buffer.from(start + piece.repeat(Math.floor((SIZE - start.length - end.length) / piece.length)) + end);
	const event = (inside: string) => `{"object":"page","entry":[{"id":"${PAGE_ID}","messaging":[${inside}]}]}`;
	const tap = (payload: string) => event(`{"postback":{"payload":${payload}}}`);
	const around = (text: string) => text.split('~') as [string, string];
	const filled = (frame: string, piece: string) => {
		const [start, end] = around(frame);
		return fill(start, piece, end);
	};
	const BODIES: Record<string, () => Buffer> = {
		blanks: () => filled('{~}', ' '),
		'empty lists': () => filled('[~0]', '[],'),
		'lists within lists': () => Buffer.from('['.repeat(SIZE / 2) + ']'.repeat(SIZE / 2)),
		'objects within objects': () => Buffer.from('{"a":'.repeat(2_500_000) + '0' + '}'.repeat(2_500_000)),
		'null events': () => filled(event('~0'), 'null,'),
		taps: () => filled(event('~0'), '{"postback":{}},'),
		referrals: () => filled(event('~0'), '{"referral":{"ref":"a"}},'),
		'one long payload': () => filled(tap('"~"'), 'a'),
		'a payload of pairs': () => filled(tap('"~"'), 'a=1&'),
		'a payload of lists': () => filled(tap('"[~0]"'), '[],'),
		'a payload of one key': () => filled(tap('"{~\\"a\\":0}"'), '\\"a\\":1,'),
		'a payload of one key in pairs': () => filled(tap('"~a=1"'), 'a=1&'),
		'a payload of numbers that are long': () => filled(tap('"[~0]"'), '1.234567890123456789,'),
		'a payload of escaped texts': () => filled(tap('"[~0]"'), '\\"\\\\\\\\\\",'),
		'a payload of prototype keys': () => filled(tap('"{~\\"z\\":0}"'), '\\"constructor\\":1,'),
		'one long number': () => filled(tap('~0'), '1234567890123456789'),
		'long numbers': () => filled(tap('[~0]'), '1234567890123456789,'),
		'a payload nested deeply': () =>
			Buffer.from(tap('['.repeat(SIZE / 2 - 100) + ']'.repeat(SIZE / 2 - 100))),
		'bytes that are no text': () => Buffer.alloc(SIZE, 0xff),
		'one long key': () => filled('{"~":1}', '\\u0000'),
	};

	it('of any kind, signed or not, is answered in time', async () => {
		const kinds = fc.tuple(fc.nat({ max: 2 }), fc.constantFrom(...Object.keys(BODIES)), fc.boolean());
		await holds(
			0.15,
			kinds,
			async ([index, kind, isSigned]) => {
				const body = BODIES[kind]?.() ?? Buffer.alloc(0);
				const signature = isSigned ? sign(body) : sign(body, 'x');
				const headers: Array<[string, string]> = [JSON_TYPE, ['X-Hub-Signature-256', signature]];
				const { url } = triggerOf(index);
				// Twice as long as Meta waits, for a busy machine.
				expectSafe(await send(url, { method: 'POST', headers, body, limitMs: 10_000 }), isSigned);
			},
			1,
		);
	});
});
