// Send and Wait on a real n8n that lives below a path, behind a proxy that takes the path away.
import { randomUUID } from 'node:crypto';
import { sleep } from 'n8n-workflow';
import { freePort } from '../../sandbox/n8n/freePort.ts';
import { MESSENGER_TYPE, TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import {
	aNode,
	ASK,
	askPerson,
	buttonsOf,
	nextQuestion,
	publishAsking,
	questionsTo,
	reasonsIn,
	tap,
	tapMenu,
	textsTo,
	untilWaiting,
	type Asking,
	type Button,
} from './support/asking.ts';
import { FrontDoor } from './support/frontDoor.ts';
import { eventually, World } from './support/world.ts';

const door = new FrontDoor();
let world: World;

beforeAll(async () => {
	const port = await freePort();
	const address = await door.listen(port, '/n8n');
	world = await World.start({ port, env: { WEBHOOK_URL: `${address}/`, N8N_LOG_LEVEL: 'debug' } });
});
afterAll(async () => {
	await world.stop();
	await door.close();
});

const noOp = (name: string) => aNode(name, 'n8n-nodes-base.noOp');
const statuses = async ({ workflowId }: Asking) =>
	(await world.n8n.api.executions(workflowId)).map(({ status }) => status);
/** What the question put out, by output, once so many executions have finished. */
const answers = async ({ workflowId }: Asking, execution = 0) => {
	const executions = await world.n8n.api.waitForExecutions(workflowId, execution + 1, 60_000);
	return await world.n8n.api.items(executions[execution]?.id ?? '', ASK);
};
/** The reasons in the log from here on. */
const watchReasons = () => {
	const before = reasonsIn(world.n8n.log()).length;
	return () => reasonsIn(world.n8n.log()).slice(before);
};
/** The first button of each question, tapped in the moment in which Meta takes it. */
const tapsAtOnce = () => {
	const taps: Array<ReturnType<typeof tap>> = [];
	const stop = world.meta.onMessageSent((sent) => {
		const [yes] = buttonsOf(sent);
		if (yes !== undefined) taps.push(tap(world, yes));
	});
	return async () => {
		stop();
		return await Promise.all(taps);
	};
};
/** Two buttons of a question that waits. */
const ask = async (asking: Asking, person: string): Promise<[Button, Button]> => {
	const [yes, no] = await askPerson(world, asking, person);
	await untilWaiting(world, asking.workflowId);
	if (yes === undefined || no === undefined) throw new Error('not two buttons');
	return [yes, no];
};

describe('an answer', () => {
	it('resumes the execution with an item that says who chose what', async () => {
		const asking = await publishAsking(world, { ask: { options: { thankYou: 'See you on Friday.' } } });
		const [yes] = await ask(asking, 'PSID-1');
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		expect(await answers(asking)).toEqual([
			[
				{
					answered: true,
					answer: 'Yes',
					value: 'FRIDAY',
					index: 0,
					channel: 'messenger',
					accountId: asking.account.page.id,
					sender: { id: 'PSID-1', user_ref: null },
					timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
					waitedSeconds: expect.any(Number),
					data: { approved: true },
				},
			],
		]);
		await eventually(
			async () => textsTo(world, asking.account, 'PSID-1').at(-1) === 'See you on Friday.' || null,
			'a thank-you',
		);
		expect(await statuses(asking)).toEqual(['success']);
	});

	it('leaves through an output of its own, and a later node can answer the person', async () => {
		const account = await world.addApp();
		const reply = {
			...aNode('Reply', 'n8n-nodes-messenger-postbacks.messenger'),
			parameters: {
				resource: 'message',
				operation: 'send',
				messageType: 'text',
				text: "={{ $('Ask').item.json.answer }}!",
			},
			credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
		};
		// As a sheet does: what follows does not see the answer in its item.
		const replace = aNode('Sheet', 'n8n-nodes-base.set', {
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: '{ "row": 1 }' },
		});
		const asking = await publishAsking(world, {
			account,
			ask: { routing: 'perAnswer' },
			after: [noOp('Nobody'), noOp('Yes'), replace],
			then: { Sheet: 'Reply' },
			last: [reply],
		});
		const [, no] = await ask(asking, 'PSID-1');
		await tap(world, no);
		expect(await answers(asking)).toEqual([
			[],
			[],
			[expect.objectContaining({ answer: 'No', value: 'NO', index: 1, data: { approved: false } })],
		]);
		const [execution] = await world.n8n.api.waitForExecutions(asking.workflowId, 1);
		expect(await world.n8n.api.executionError(execution?.id ?? '')).toBeUndefined();
		expect(textsTo(world, account, 'PSID-1')).toEqual(['No!']);
	});

	it('may be one of many quick replies', async () => {
		const slots = ['9:00', '10:00', '11:00', '12:00'].map((title) => ({ title, value: `AT ${title}` }));
		const asking = await publishAsking(world, {
			trigger: { events: ['postback', 'quickReply'] },
			ask: { answerStyle: 'quickReplies', answers: { values: slots } },
		});
		const buttons = await askPerson(world, asking, 'PSID-1');
		await untilWaiting(world, asking.workflowId);
		await tap(world, buttons[2] as Button);
		expect(await answers(asking)).toEqual([
			[expect.objectContaining({ answer: '11:00', value: 'AT 11:00', index: 2 })],
		]);
		// It started nothing else, although the trigger hears quick replies.
		expect(await statuses(asking)).toEqual(['success']);
	});

	it('that comes at the moment in which Meta took the question resumes it', async () => {
		const asking = await publishAsking(world);
		const taps = tapsAtOnce();
		await tapMenu(world, asking.account, 'PSID-1');
		expect((await answers(asking))[0]).toHaveLength(1);
		expect((await taps()).map(({ status }) => status)).toEqual([200]);
	});

	it('is taken once by several workflows that share the app', async () => {
		const asking = await publishAsking(world);
		const member = await world.publish(asking.account.credentialId, { pages: [asking.account.page.id] });
		const reasons = watchReasons();
		const [yes] = await ask(asking, 'PSID-1');
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		expect((await answers(asking))[0]).toHaveLength(1);
		expect(reasons().sort()).toEqual(['answerPassedOn', 'answeredQuestion']);
		// The member heard the first tap and not the answer.
		expect(await world.waitForItems(member.id, 1)).toHaveLength(1);
	});
});

describe('forms of n8n in the same execution', () => {
	const form = (name: string) =>
		aNode(name, 'n8n-nodes-base.wait', {
			typeVersion: 1.1,
			webhookId: randomUUID(),
			parameters: {
				resume: 'form',
				formTitle: name,
				formFields: { values: [{ fieldLabel: 'Street', fieldType: 'text' }] },
			},
		});
	const fillIn = (url: unknown) => {
		const body = new FormData();
		body.set('field-0', 'Baker Street');
		// With another form behind it, n8n leaves the browser waiting for that.
		void fetch(String(url), { method: 'POST', body }).catch(() => undefined);
	};

	it('before the question and after it are not taken for it', async () => {
		const account = await world.addApp();
		const link = aNode('Link', MESSENGER_TYPE, {
			parameters: {
				resource: 'message',
				operation: 'send',
				messageType: 'text',
				text: '={{ $execution.resumeFormUrl }}',
			},
			credentials: { messengerApi: { id: account.credentialId, name: 'Meta' } },
		});
		const asking = await publishAsking(world, {
			account,
			before: [link, form('Where')],
			after: [form('When')],
		});
		await tapMenu(world, account, 'PSID-1');
		await untilWaiting(world, asking.workflowId);
		// Before n8n has stored that the execution waits for it.
		const taps = tapsAtOnce();
		fillIn(textsTo(world, account, 'PSID-1')[0]);
		const [, no] = await nextQuestion(world, account, 'PSID-1', 0);
		expect(await taps()).toMatchObject([{ status: 200 }]);
		// At the second form.
		await untilWaiting(world, asking.workflowId);
		// Older than an execution takes to be stored.
		await sleep(10_000);
		const reasons = watchReasons();
		expect(await tap(world, no as Button)).toMatchObject({ status: 200 });
		expect(reasons()).toEqual(['answerTooLate']);
		fillIn(textsTo(world, account, 'PSID-1')[0]);
		expect(await answers(asking)).toEqual([[expect.objectContaining({ answer: 'Yes' })]]);
		expect(await statuses(asking)).toEqual(['success']);
	});
});

describe('what resumes nothing', () => {
	let asking: Asking;
	let yes: Button;

	beforeAll(async () => {
		asking = await publishAsking(world);
		[yes] = await ask(asking, 'PSID-1');
	});

	const flipped = (payload: string) => {
		const bytes = Buffer.from(payload.slice(5), 'base64url');
		bytes[40] = (bytes[40] ?? 0) ^ 1;
		return `mpw1.${bytes.toString('base64url')}`;
	};
	it.each<[string, string, () => Promise<unknown>]>([
		['a made-up ticket', 'ticketUnreadable', async () => await tap(world, { ...yes, payload: 'mpw1.abcd' })],
		[
			'a ticket with a changed answer',
			'ticketUnreadable',
			async () => await tap(world, { ...yes, payload: flipped(yes.payload) }),
		],
		['the tap of another person', 'answerNotYours', async () => await tap(world, yes, 'PSID-2')],
		[
			'a ticket of another app',
			'ticketUnreadable',
			async () => {
				const other = await publishAsking(world);
				const [theirs] = await ask(other, 'PSID-1');
				return await tap(world, { ...yes, payload: theirs.payload });
			},
		],
	])('%s: 200, and a reason in the log', async (_what, reason, act) => {
		const reasons = watchReasons();
		expect(await act()).toMatchObject({ status: 200 });
		expect(reasons()).toEqual([reason]);
		expect(await statuses(asking)).toEqual(['waiting']);
	});

	it('while the right tap does', async () => {
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		expect((await answers(asking))[0]).toHaveLength(1);
	});
});

describe('several taps', () => {
	it('at once resume once and are thanked once', async () => {
		const asking = await publishAsking(world, { ask: { options: { thankYou: 'Thanks' } } });
		const [yes, no] = await ask(asking, 'PSID-1');
		const reasons = watchReasons();
		const taps = await Promise.all([tap(world, yes), tap(world, no), tap(world, yes)]);
		expect(taps.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect((await answers(asking))[0]).toHaveLength(1);
		expect(reasons().sort()).toEqual(['answerTooLate', 'answerTooLate', 'answeredQuestion']);
		expect(await statuses(asking)).toEqual(['success']);
		expect(textsTo(world, asking.account, 'PSID-1')).toEqual(['Thanks']);
	});

	it('are too late while the execution goes on, and Meta is told 200', async () => {
		const wait = aNode('Work', 'n8n-nodes-base.code', {
			typeVersion: 2,
			parameters: { jsCode: 'await new Promise((done) => setTimeout(done, 15000)); return $input.all();' },
		});
		const asking = await publishAsking(world, { after: [wait] });
		const [yes] = await ask(asking, 'PSID-1');
		// Older than an execution takes to be stored.
		await sleep(10_000);
		await tap(world, yes);
		const reasons = watchReasons();
		expect(await statuses(asking)).toEqual(['running']);
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		expect(reasons()).toEqual(['answerTooLate']);
		expect((await answers(asking))[0]).toHaveLength(1);
	});

	it('after the end start the workflow if late answers are to', async () => {
		const asking = await publishAsking(world, { trigger: { options: { lateAnswers: 'emit' } } });
		const [yes] = await ask(asking, 'PSID-1');
		const first = await tap(world, yes);
		await answers(asking);
		// The same tap once more is no late one.
		expect(await world.meta.redeliver(first)).toMatchObject({ status: 200 });
		await tap(world, yes);
		// Which asks again.
		await untilWaiting(world, asking.workflowId);
		const executions = await world.n8n.api.executions(asking.workflowId);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'waiting']);
		expect(await world.n8n.api.items(executions[1]?.id ?? '', TRIGGER_NAME)).toEqual([
			[expect.objectContaining({ title: 'Yes', payload: 'FRIDAY' })],
		]);
	});
});

describe('a question in a loop', () => {
	it('is not answered by a button of the one before', async () => {
		const again = aNode('Again', 'n8n-nodes-base.if', {
			typeVersion: 2.2,
			parameters: {
				conditions: {
					options: { version: 2, caseSensitive: true, typeValidation: 'loose' },
					combinator: 'and',
					conditions: [
						{
							id: randomUUID(),
							leftValue: '={{ $json.value }}',
							rightValue: 'FRIDAY',
							operator: { type: 'string', operation: 'equals' },
						},
					],
				},
			},
		});
		const asking = await publishAsking(world, { after: [again], then: { Again: ASK } });
		const [yes, no] = await ask(asking, 'PSID-1');
		await tap(world, yes);
		const second = await nextQuestion(world, asking.account, 'PSID-1', 1);
		await untilWaiting(world, asking.workflowId);
		const reasons = watchReasons();
		expect(await tap(world, no)).toMatchObject({ status: 200 });
		expect(reasons()).toEqual(['answerNotYours']);
		expect(await statuses(asking)).toEqual(['waiting']);
		const [, secondNo] = second;
		await tap(world, secondNo as Button);
		const [execution] = await world.n8n.api.waitForExecutions(asking.workflowId, 1, 60_000);
		const runs = await world.n8n.api.runs(execution?.id ?? '', ASK);
		expect(runs.map(([output]) => (output?.[0] as { value: string }).value)).toEqual(['FRIDAY', 'NO']);
		expect(questionsTo(world, asking.account, 'PSID-1')).toHaveLength(2);
	});
});
