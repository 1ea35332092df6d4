// What the trigger does with taps that answer a question, at an n8n that answers as it is told to.
import type { Request, Response } from 'express';
import type { INodeParameters } from 'n8n-workflow';
import { startMeta, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { aBody, anEntry, aPostbackEvent, metaBytes, PAGE_ID } from '../support/delivery';
import { eventually } from '../support/eventually';
import { leadToForm, N8nHost, type HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';
import { ASKING_NODE_ID, aTicket, EXECUTION_ID, sealed, tapsBody } from '../support/tickets';

const host = new N8nHost();
let meta: Meta;
let account: Account;
let trigger: HostedTrigger;
let received: Request[];

const WAITING = `/webhook-waiting/${EXECUTION_ID}`;
const RESUMED = { messengerAnswer: 'resumed', thankYou: '' };
const OLD = { askedAt: Date.now() - 60_000 };

beforeAll(async () => {
	await host.start();
	meta = await startMeta();
});
afterAll(async () => {
	await host.stop();
	await meta.stop();
});
beforeEach(async () => {
	host.log.length = 0;
	host.foreign.clear();
	received = [];
	account = anAccount(meta);
	trigger = await publish();
});

async function publish(parameters: INodeParameters = {}): Promise<HostedTrigger> {
	const { appId, accessToken, baseUrl } = account.credential;
	const credential = { appId, appSecret: account.app.secret, accessToken, baseUrl, verifyToken: 'mine' };
	const published = host.trigger({
		credential,
		parameters: { registration: 'manual', pages: [PAGE_ID], ...parameters },
	});
	await published.publish();
	return published;
}

/**
 * n8n gives these answers, one after the other, the last one for good; 0 never answers, and 307 is
 * where the last step that is stored is a form.
 */
function n8nAnswers(...answers: Array<[status: number, body?: object | string]>): void {
	host.foreign.set(WAITING, (request: Request, response: Response) => {
		const [status, body = ''] = answers[Math.min(received.length, answers.length - 1)] ?? [200];
		received.push(request);
		if (status === 307) leadToForm(request, response);
		else if (status > 0) response.status(status).send(body);
	});
}

const here = () => new URL(host.origin).host;
const ticketHere = (changes: Parameters<typeof aTicket>[1] = {}) => aTicket({ host: here() }, changes);
const post = async (body: Buffer, headers: Record<string, string> = {}, to = trigger) =>
	await postSigned(to.url, body, { secret: account.app.secret, headers });
const tap = async (changes: Parameters<typeof aTicket>[1] = {}, senderId = 'PSID-1') =>
	await post(tapsBody({ payload: sealed(ticketHere(changes), account.app.secret), senderId }));

describe('a tap that answers a question', () => {
	it('is brought to n8n as Meta sent it, by the way that its ticket names', async () => {
		n8nAnswers([200, RESUMED]);
		const body = tapsBody({ payload: sealed(ticketHere(), account.app.secret) });
		expect(await post(body)).toMatchObject({ status: 200, text: 'EVENT_RECEIVED' });
		expect(received.map(({ url }) => url)).toEqual([
			`${WAITING}?signature=${'a'.repeat(64)}/${ASKING_NODE_ID}`,
		]);
		expect((received[0] as unknown as { rawBody: Buffer }).rawBody).toEqual(body);
		expect(received[0]?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
		expect(host.reasons()).toEqual(['answeredQuestion']);
		expect(trigger.executions).toEqual([]);
	});

	it.each<[string, INodeParameters]>([
		['of a Page that is not selected', { pages: ['9999'] }],
		['of a kind that is not selected', { events: ['referral'] }],
		['of a channel that is not selected', { channels: ['instagram'] }],
		[
			'that no rule takes',
			{ routing: 'rules', rules: { values: [{ conditions: { values: [{ value: 'X' }] } }] } },
		],
	])('is brought there although it is one %s', async (_what, parameters) => {
		n8nAnswers([200, RESUMED]);
		trigger = await publish(parameters);
		expect(await tap()).toMatchObject({ status: 200 });
		expect(host.reasons()).toContain('answeredQuestion');
	});

	it('is left to the one that passed it on', async () => {
		n8nAnswers([200, RESUMED]);
		const body = tapsBody({ payload: sealed(ticketHere(), account.app.secret) });
		expect(await post(body, { 'x-messenger-postbacks-relay': '1' })).toMatchObject({ status: 200 });
		expect(received).toEqual([]);
		expect(host.reasons()).toEqual(['answerPassedOn']);
	});

	it('does not hold up what else the delivery brings', async () => {
		n8nAnswers([200, RESUMED]);
		const ticket = sealed(ticketHere(), account.app.secret);
		const answer = aPostbackEvent({ postback: { mid: 'm_1', title: 'Yes', payload: ticket } });
		const body = metaBytes(aBody({ entry: [anEntry({ messaging: [answer, aPostbackEvent()] })] }));
		expect(await post(body)).toMatchObject({ status: 200 });
		expect(trigger.items().map(({ payload }) => payload)).toEqual(['BUY']);
		expect(host.reasons()).toEqual(['answeredQuestion']);
	});

	it('is not sent to another address, wherever the ticket points', async () => {
		n8nAnswers([200, RESUMED]);
		const payload = sealed(aTicket({ host: 'elsewhere.example.com' }), account.app.secret);
		expect(await post(tapsBody({ payload }))).toMatchObject({ status: 200 });
		expect(received).toEqual([]);
		expect(host.reasons()).toEqual(['answerOfAnotherN8n']);
	});

	it.each<[string, string, () => Promise<unknown>]>([
		['that nobody sealed', 'ticketUnreadable', async () => await post(tapsBody({ payload: 'mpw1.AAAA' }))],
		[
			'of another app',
			'ticketUnreadable',
			async () => await post(tapsBody({ payload: sealed(ticketHere(), 'another secret') })),
		],
		['of somebody else', 'answerNotYours', async () => await tap({}, 'PSID-2')],
		['that is too late', 'answerTooLate', async () => await tap({ expiresAt: Date.now() - 1 })],
	])('%s is not brought anywhere: 200, and a reason', async (_what, reason, act) => {
		n8nAnswers([200, RESUMED]);
		expect(await act()).toMatchObject({ status: 200 });
		expect(received).toEqual([]);
		expect(host.reasons()).toEqual([reason]);
	});

	it('opens with a secret that was added while the old credential was remembered', async () => {
		n8nAnswers([200, RESUMED]);
		await tap({ nodeId: 'before' });
		trigger.credential.additionalAppSecrets = 'the one before';
		const payload = sealed(ticketHere(), 'the one before');
		expect(await post(tapsBody({ payload }))).toMatchObject({ status: 200 });
		expect(host.reasons()).toEqual(['answeredQuestion', 'answeredQuestion']);
	});
});

describe("n8n's answer", () => {
	it('409 to a young ticket is asked for again until the execution is stored', async () => {
		n8nAnswers([409], [409], [200, RESUMED]);
		expect(await tap()).toMatchObject({ status: 200 });
		expect(received).toHaveLength(3);
		expect(host.reasons()).toEqual(['answeredQuestion']);
	});

	it('a way to a form, to a young ticket, is not gone but asked for again', async () => {
		n8nAnswers([307], [307], [200, RESUMED]);
		const forms: string[] = [];
		host.foreignBelow.set('/form-waiting/', ({ url }, response) => {
			forms.push(url);
			response.status(200).end();
		});
		expect(await tap()).toMatchObject({ status: 200 });
		expect(received).toHaveLength(3);
		expect(host.reasons()).toEqual(['answeredQuestion']);
		expect(forms).toEqual([]);
	});

	it('409 all the time makes Meta deliver a young one again, within its five seconds', async () => {
		n8nAnswers([409]);
		const first = await tap();
		expect(first.status).toBe(500);
		expect(first.milliseconds).toBeGreaterThan(2_000);
		expect(first.milliseconds).toBeLessThan(5_000);
		expect(host.reasons()).toEqual(['answerNotStored']);
	});

	it('is asked for anew when Meta delivers again what was not dealt with', async () => {
		n8nAnswers([503], [200, RESUMED]);
		const body = tapsBody({ payload: sealed(ticketHere(), account.app.secret) });
		expect(await post(body)).toMatchObject({ status: 500 });
		expect(await post(body)).toMatchObject({ status: 200 });
		expect(host.reasons()).toEqual(['answerUndelivered', 'answeredQuestion']);
	});

	it('is not asked for again when Meta delivers what was dealt with', async () => {
		n8nAnswers([200, RESUMED], [200, '<html>']);
		const body = tapsBody({ payload: sealed(ticketHere(), account.app.secret) });
		expect(await post(body)).toMatchObject({ status: 200 });
		expect(await post(body)).toMatchObject({ status: 200 });
		expect(received).toHaveLength(1);
		expect(host.reasons()).toEqual(['answeredQuestion', 'duplicate']);
	});

	it('none makes Meta deliver again, within its five seconds', async () => {
		n8nAnswers([0]);
		const answer = await tap();
		expect(answer.status).toBe(500);
		expect(answer.milliseconds).toBeLessThan(5_000);
		expect(host.reasons()).toEqual(['answerUndelivered']);
	});

	it.each<[string, Array<[number, (object | string)?]>, number, string]>([
		['409 to an old ticket', [[409]], 1, 'answerTooLate'],
		['a way to a form, to an old ticket,', [[307]], 1, 'answerTooLate'],
		['a page', [[200, '<html>']], 1, 'answerTooLate'],
		['500 twice', [[500]], 2, 'answerTooLate'],
		['500 and then the page', [[500], [200, '<html>']], 2, 'answerTooLate'],
		['our refusal', [[403, { messengerAnswer: 'refused' }]], 1, 'answerNotYours'],
	])('%s is told to Meta as 200', async (_what, answers, times, reason) => {
		n8nAnswers(...answers);
		expect(await tap(OLD)).toMatchObject({ status: 200 });
		expect(received).toHaveLength(times);
		expect(host.reasons()).toEqual([reason]);
	});
});

describe('the thank-you', () => {
	const thanks = () => meta.sentMessages().filter(({ message }) => message.text === 'Thanks');

	it('goes to the person on the Page, once for several taps', async () => {
		const page = account.pages[0] as Page;
		meta.addPerson({ pageId: page.id, id: 'PSID-1' });
		n8nAnswers([200, { messengerAnswer: 'resumed', thankYou: 'Thanks' }], [409]);
		const payload = sealed(ticketHere(OLD), account.app.secret);
		const bodies = [1, 2, 3].map((second) => {
			const event = aPostbackEvent({
				recipient: { id: page.id },
				timestamp: 1_790_000_000_000 + second,
				postback: { title: 'Yes', payload },
			});
			return metaBytes(aBody({ entry: [anEntry({ id: page.id, messaging: [event] })] }));
		});
		const answers = await Promise.all(bodies.map(async (body) => await post(body)));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		await eventually(() => thanks().length > 0, 'a thank-you');
		expect(thanks()).toMatchObject([{ pageId: page.id, recipient: { id: 'PSID-1' } }]);
		expect(host.reasons().sort()).toEqual(['answerTooLate', 'answerTooLate', 'answeredQuestion']);
	});

	it('that Meta refuses is a line in the log and nothing else', async () => {
		n8nAnswers([200, { messengerAnswer: 'resumed', thankYou: 'Thanks' }]);
		expect(await tap()).toMatchObject({ status: 200 });
		await eventually(() => host.log.some(({ message }) => message.includes('thank-you')), 'a line');
		expect(host.log.at(-1)).toMatchObject({
			level: 'warn',
			message: expect.stringContaining('the thank-you for an answer was not sent'),
			meta: { reason: 'thanksNotSent' },
		});
	});
});

describe('a late answer', () => {
	beforeEach(async () => {
		trigger = await publish({ options: { lateAnswers: 'emit' } });
	});

	it.each<[string, [number, string?]]>([
		['has ended or waits elsewhere', [200, '<html>']],
		['has come to a form', [307]],
	])('to an execution that %s is an ordinary item, with the value for its payload', async (_what, answer) => {
		n8nAnswers(answer);
		expect(await tap(OLD)).toMatchObject({ status: 200 });
		expect(trigger.items()).toMatchObject([{ title: 'Yes', payload: 'FRIDAY', event: 'postback' }]);
	});

	it('goes by Pages and rules like any other tap', async () => {
		n8nAnswers([200, '<html>']);
		trigger = await publish({ pages: ['9999'], options: { lateAnswers: 'emit' } });
		expect(await tap()).toMatchObject({ status: 200 });
		expect(trigger.executions).toEqual([]);
		expect(host.reasons()).toEqual(['answerTooLate', 'accountNotSelected']);
	});

	it.each<[string, number | null]>([
		['the execution', null],
		['the time to answer', 2_000],
	])(
		'is not one that n8n took without saying so, though %s is over when Meta brings it again',
		async (_what, limitMs) => {
			n8nAnswers([0], [404]);
			const expiresAt = limitMs === null ? null : Date.now() + limitMs;
			const body = tapsBody({ payload: sealed(ticketHere({ ...OLD, expiresAt }), account.app.secret) });
			const statuses = [];
			for (let at = 0; at < 3; at++) statuses.push((await post(body)).status);
			expect(statuses).toEqual([500, 200, 200]);
			expect(host.reasons()).toEqual(['answerUndelivered', 'answerTooLate', 'duplicate']);
			expect(trigger.executions).toEqual([]);
		},
	);

	it('is another tap, whatever became of the first', async () => {
		n8nAnswers([0], [404]);
		expect(await tap(OLD)).toMatchObject({ status: 500 });
		expect(await tap({ ...OLD, value: 'SATURDAY' })).toMatchObject({ status: 200 });
		expect(trigger.items()).toMatchObject([{ payload: 'SATURDAY' }]);
	});

	it('is one that n8n refused at first', async () => {
		n8nAnswers([503], [404]);
		const body = tapsBody({ payload: sealed(ticketHere(OLD), account.app.secret) });
		expect([(await post(body)).status, (await post(body)).status]).toEqual([500, 200]);
		expect(trigger.items()).toHaveLength(1);
	});

	it.each<[string, [number, (object | string)?]]>([
		['that was taken', [200, RESUMED]],
		['to a question whose execution goes on', [409]],
		['that lost the race', [500]],
		['of another question', [403, { messengerAnswer: 'refused' }]],
	])('is not one %s', async (_what, answer) => {
		n8nAnswers(answer);
		expect(await tap(OLD)).toMatchObject({ status: 200 });
		expect(trigger.executions).toEqual([]);
	});
});
