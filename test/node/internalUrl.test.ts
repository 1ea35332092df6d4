// n8n behind a router that leads nothing back in: its public name is one that only the world
// resolves, and 'Internal URL' says where it reaches itself.
import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow } from '../support/actionHost';
import { eventually } from '../support/eventually.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import { testCredential } from '../support/n8nContexts';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';
import { aTapItem } from '../support/taps';
import { ASKING_NODE_ID, aTicket, EXECUTION_ID, sealed, tapsBody } from '../support/tickets';

let account: Account;
/** Another server, which is not this n8n; what was posted to it. */
let stranger: N8nHost;
let posted: string[];

beforeEach(async () => {
	host.goBehindRouter();
	account = anAccount(meta);
	stranger = new N8nHost();
	await stranger.start();
	posted = [];
});
afterEach(async () => await stranger.stop());

const aTrigger = (internalUrl: string, parameters = {}): HostedTrigger =>
	host.trigger({
		credential: { ...account.credential, verifyToken: 'mine', internalUrl },
		parameters: { pages: account.pageIds, ...parameters },
	});
const published = async (internalUrl: string) => {
	const trigger = aTrigger(internalUrl);
	await trigger.publish();
	return trigger;
};
const tap = async () => (await meta.sendPostback({ pageId: account.pageIds[0] ?? '' }))[0]?.status;
/** Whatever the stranger is asked, it answers so. */
const strangerAnswers = (status: number, body = '', headers: Record<string, string> = {}) =>
	stranger.foreignBelow.set('/', (request, response) => {
		if (request.method === 'POST') posted.push(request.originalUrl);
		response.status(status).set(headers).send(body);
	});
/** The stranger leads to n8n, and writes down what is posted. */
const strangerLeadsToN8n = () =>
	stranger.foreignBelow.set('/', (request, response) => {
		if (request.method === 'POST') posted.push(request.originalUrl);
		void fetch(host.origin + request.originalUrl, { method: 'GET' }).then(async (answer) => {
			response.status(answer.status).set('x-messenger-postbacks-wants', 'messenger=messaging_postbacks');
			response.send(await answer.text());
		});
	});

describe('two workflows of one app', () => {
	it('share it with an internal URL, and the list at Meta has public addresses', async () => {
		const first = await published(host.origin);
		const second = await published(` ${host.origin}/ `);
		expect(account.record()?.callback_url).toMatch(
			`${host.publicUrl}${first.path}?also=/n8n${second.path}&tag=`,
		);
		expect(await tap()).toBe(200);
		expect([first, second].map((trigger) => trigger.items().length)).toEqual([1, 1]);
		expect(host.log).toEqual([]);
	});

	it('find a member that is gone, and take its place', async () => {
		const first = await published(host.origin);
		first.vanish();
		const second = await published(host.origin);
		expect(account.record()?.callback_url).toBe(host.publicUrl + second.path);
	});

	it('without it are told which field to fill in, when the second is published and with each tap', async () => {
		await published('');
		await published('');
		expect(host.lines('warn')).toEqual([
			expect.stringMatching(/could not be asked.*gave no answer.*'Internal URL' of the credential/),
		]);
		host.log.length = 0;
		expect(await tap()).toBe(500);
		expect(host.reasons()).toEqual(['relayFailed']);
		expect(host.lines('warn')).toEqual([expect.stringContaining("'Internal URL' of the credential")]);
	});

	it('pass each delivery on to the address of the credential that received it, and to no other', async () => {
		const owner = await published(host.origin);
		strangerLeadsToN8n();
		const member = await published(stranger.origin);
		expect(await tap()).toBe(200);
		expect([owner, member].map((trigger) => trigger.items().length)).toEqual([1, 1]);
		expect(posted).toEqual([]);
		await owner.unpublish();
		await published(host.origin);
		await tap();
		expect(posted).toHaveLength(1);
	});
});

describe('a test beside a published workflow', () => {
	it('gets the tap as well with an internal URL', async () => {
		const trigger = await published(host.origin);
		const test = trigger.tester();
		await test.listen();
		expect(await tap()).toBe(200);
		await eventually(() => test.items().length === 1, 'the tap at the test');
		expect(trigger.items()).toHaveLength(1);
		expect(host.log).toEqual([]);
		await test.testEnded();
	});

	it('without it is told which field to fill in, and takes nothing away', async () => {
		const trigger = await published('');
		expect(await tap()).toBe(200);
		const before = meta.snapshot();
		const message = await messageOf(trigger.tester().listen());
		expect(message).toContain('This n8n gets no answer from the workflow');
		expect(message).toContain("enter in 'Internal URL' of the credential");
		expect(meta.snapshot()).toEqual(before);
		expect([await tap(), await tap()]).toEqual([200, 200]);
		expect(trigger.items()).toHaveLength(3);
		expect(host.reasons()).toEqual(['memberSick']);
	});

	it('that n8n cannot call has no tap delivered again, and is told which field to fill in', async () => {
		const test = aTrigger('');
		await test.listen();
		const trigger = await published('');
		expect(account.record()?.callback_url).toContain(`${host.publicUrl}${trigger.path}?also=`);
		host.log.length = 0;
		expect(await tap()).toBe(200);
		expect(trigger.items()).toHaveLength(1);
		await eventually(() => host.log.length > 0, 'the line');
		expect(host.reasons()).toEqual(['testMissed']);
		expect(host.lines('warn')[0]).toContain("'Internal URL' of the credential");
		await test.unpublish();
	});
});

describe('an internal URL that leads elsewhere', () => {
	it.each<[string, number, string]>([
		['to a server that knows no such path', 404, '<h1>Not Found</h1>'],
		['to a page', 200, '<html></html>'],
		['to an error', 502, 'Bad Gateway'],
	])('%s is refused when publishing, and nothing is written', async (_where, status, body) => {
		strangerAnswers(status, body);
		const before = meta.snapshot();
		expect(await messageOf(aTrigger(stranger.origin).publish())).toContain(
			`'Internal URL' of the credential, ${stranger.origin}, does not lead to this n8n`,
		);
		expect(meta.snapshot()).toEqual(before);
	});

	it('is refused when it was registered by hand as well', async () => {
		strangerAnswers(404);
		expect(await messageOf(aTrigger(stranger.origin, { registration: 'manual' }).publish())).toContain(
			'does not lead to this n8n',
		);
	});

	it('from one moment to the next costs no member its place, nor a delivery', async () => {
		strangerLeadsToN8n();
		const [first, second] = [await published(stranger.origin), await published(stranger.origin)];
		strangerAnswers(404, 'no such page');
		expect(await tap()).toBe(500);
		expect(host.reasons()).toEqual(['relayFailed']);
		await first.unpublish();
		expect(account.record()?.callback_url).toContain(second.path);
		expect(await tap()).toBe(200);
		expect(second.items().length).toBeGreaterThan(0);
	});

	it('by a redirect is not followed', async () => {
		strangerAnswers(307, '', { location: `${host.origin}/webhook/x/webhook` });
		expect(await messageOf(aTrigger(stranger.origin).publish())).toContain('it answered HTTP 307');
	});
});

describe('what is no internal URL', () => {
	it.each([
		'localhost:5678',
		'http://n8n:5678/n8n',
		'http://me:secret@n8n:5678',
		'file:///etc/passwd',
		'n8n',
	])('is refused when publishing and by the test of the credential: %s', async (internalUrl) => {
		const message = await messageOf(aTrigger(internalUrl).publish());
		expect(message).toContain("'Internal URL' of the credential is not the address of a server");
		expect(message).not.toContain('secret');
		expect(await testCredential({ ...account.credential, internalUrl })).toEqual({
			status: 'Error',
			message,
		});
	});

	it('counts as none for a tap: it is not lost', async () => {
		const trigger = await published('');
		trigger.credential = { ...trigger.credential, internalUrl: 'localhost:5678' };
		expect(await tap()).toBe(200);
		expect(trigger.items()).toHaveLength(1);
	});
});

describe('an answer to a question', () => {
	const waiting = `/webhook-waiting/${EXECUTION_ID}`;
	let resumed: string[];

	beforeEach(() => {
		resumed = [];
		host.foreign.set(waiting, (request, response) => {
			resumed.push(request.url);
			response.status(200).json({ messengerAnswer: 'resumed', thankYou: '' });
		});
	});

	async function answer(internalUrl: string, base = '/n8n/webhook-waiting/') {
		const trigger = aTrigger(internalUrl, { registration: 'manual' });
		await trigger.publish();
		const ticket = aTicket({ host: new URL(host.publicUrl).host, base });
		const body = tapsBody({ payload: sealed(ticket, account.app.secret) });
		return await postSigned(trigger.url, body, { secret: account.app.secret });
	}

	it('is brought to n8n at the internal URL, without the path of the public one', async () => {
		expect(await answer(host.origin)).toMatchObject({ status: 200 });
		expect(resumed).toEqual([`${waiting}?signature=${'a'.repeat(64)}/${ASKING_NODE_ID}`]);
		expect(host.reasons()).toEqual(['answeredQuestion']);
	});

	it('without it is not, and the log names the field', async () => {
		expect(await answer('')).toMatchObject({ status: 500 });
		expect(host.reasons()).toEqual(['answerUndelivered']);
		expect(host.lines('error')).toEqual([expect.stringContaining("'Internal URL' of the credential")]);
	});

	it.each(['//127.0.0.1:1/', '/\\127.0.0.1:1/'])(
		'whose ticket names another host, %s, goes nowhere',
		async (base) => {
			expect(await answer(host.origin, base)).toMatchObject({ status: 200 });
			expect(resumed).toEqual([]);
			expect(host.reasons()).toEqual(['ticketUnreadable']);
		},
	);
});

describe('before it asks, the Messenger node', () => {
	async function ask(internalUrl: string) {
		const executionId = randomUUID();
		host.foreign.set(
			`/webhook-waiting/${executionId}`,
			(_request, response) => void response.status(409).end(),
		);
		const [page] = account.pages;
		if (page === undefined) throw new Error('no Page');
		const items = [{ json: aTapItem(meta, page) as IDataObject }];
		const parameters = {
			resource: 'message',
			operation: 'sendAndWait',
			message: 'On Friday?',
			answers: { values: [{ title: 'Yes' }] },
		};
		const result = await runWorkflow({
			credential: { ...account.credential, internalUrl },
			executionId,
			resumeToken: 'f'.repeat(64),
			waitingUrl: `${host.publicUrl}/webhook-waiting`,
			items,
			steps: [{ name: 'Ask', type: 'messenger', parameters }],
		});
		return result.error('Ask');
	}

	it('reaches n8n at the internal URL', async () => {
		await published(host.origin);
		expect(await ask(host.origin)).toBeUndefined();
		expect(meta.sentMessages()).toHaveLength(1);
	});

	it('without it refuses, and names the field', async () => {
		await published('');
		const error = await ask('');
		expect(error?.message).toContain(`n8n does not reach itself at ${new URL(host.publicUrl).origin}`);
		expect(error?.description).toContain("enter in 'Internal URL' of the credential");
		expect(meta.sentMessages()).toEqual([]);
	});

	it('is not told by one credential that the internal URL of another works', async () => {
		await published(host.origin);
		expect(await ask(host.origin)).toBeUndefined();
		strangerAnswers(404);
		const error = await ask(stranger.origin);
		expect(error?.message).toContain(`n8n does not reach itself at ${stranger.origin}`);
		expect(error?.description).toContain("Correct 'Internal URL'");
		expect(meta.sentMessages()).toHaveLength(1);
	});

	it('finds at the internal URL that the trigger is gone', async () => {
		await published(host.origin);
		host.triggers.clear();
		expect((await ask(host.origin))?.message).toContain('no trigger of this package receives the taps');
	});
});
