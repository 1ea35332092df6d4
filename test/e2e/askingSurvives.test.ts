// What a question survives: a killed n8n, a workflow that is unpublished or edited, its own time
// limit; and a run in the editor.
import { mapInParallel } from '../../nodes/Messenger/graph/inParallel';
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import {
	aNode,
	ASK,
	askPerson,
	publishAsking,
	reasonsIn,
	tap,
	untilWaiting,
	type Asking,
	type Button,
} from './support/asking.ts';
import { World } from './support/world.ts';

const WAITING = 50;
const AT_ONCE = 4;
/** n8n looks for those whose time is over once a minute. */
const TIME_OUT_WITHIN_MS = 100_000;

let world: World;

beforeAll(async () => {
	world = await World.start({ env: { N8N_LOG_LEVEL: 'debug' } });
});
afterAll(async () => await world.stop());

type Item = Record<string, unknown>;
const answerIn = async (executionId: string) =>
	(await world.n8n.api.items(executionId, ASK)).flat()[0] as Item | undefined;
const firstAnswer = async ({ workflowId }: Asking) => {
	const [execution] = await world.n8n.api.waitForExecutions(workflowId, 1, 60_000);
	return await answerIn(execution?.id ?? '');
};
const ask = async (asking: Asking, person: string): Promise<Button> => {
	const [yes] = await askPerson(world, asking, person);
	await untilWaiting(world, asking.workflowId);
	return yes as Button;
};

it('fifty questions survive a kill -9, and each is answered with its own answer', async () => {
	const value = '={{ $json.sender.id }}';
	const answers = {
		values: [
			{ title: 'Yes', value: `${value} yes` },
			{ title: 'No', value: `${value} no` },
		],
	};
	const asking = await publishAsking(world, { ask: { answers } });
	const people = Array.from({ length: WAITING }, (_, index) => `PSID-${index}`);
	const buttons = await mapInParallel(people, AT_ONCE, async (id) => await askPerson(world, asking, id));
	await untilWaiting(world, asking.workflowId, WAITING);
	await world.n8n.kill();
	const kept = await tap(world, buttons[0]?.[0] as Button);
	expect(kept).toMatchObject({ status: null });
	await world.n8n.restart();
	// The first one Meta has kept while n8n was down, and brings again.
	await world.meta.redeliver(kept);
	const taps = buttons.slice(1).map((pair, index) => pair[(index + 1) % 2] as Button);
	taps.sort(() => Math.random() - 0.5);
	const deliveries = await mapInParallel(taps, AT_ONCE, async (button) => await tap(world, button));
	// What was not answered in time Meta brings again.
	for (const delivery of deliveries) {
		if (delivery.status !== 200) await world.meta.redeliver(delivery);
	}
	const executions = await world.n8n.api.waitForExecutions(asking.workflowId, WAITING, 90_000);
	expect(executions.map(({ status }) => status)).toEqual(people.map(() => 'success'));
	const items = await Promise.all(executions.map(async ({ id }) => await answerIn(id)));
	const values = items.map((item) => String(item?.value));
	expect(values.sort()).toEqual(people.map((id, index) => `${id} ${index % 2 === 0 ? 'yes' : 'no'}`).sort());
}, 240_000);

describe('while it waits, the workflow', () => {
	it('may be unpublished, as long as another one of the app receives the taps', async () => {
		const asking = await publishAsking(world);
		await world.publish(asking.account.credentialId, { pages: [asking.account.page.id] });
		const yes = await ask(asking, 'PSID-1');
		await world.unpublish(asking.workflowId);
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		expect(await firstAnswer(asking)).toMatchObject({ answered: true, value: 'FRIDAY' });
	});

	it('is not answered when nobody of the app receives taps any more', async () => {
		const asking = await publishAsking(world);
		const yes = await ask(asking, 'PSID-1');
		await world.unpublish(asking.workflowId);
		await expect(tap(world, yes)).rejects.toThrow('nobody receives the tap');
		const [execution] = await world.n8n.api.executions(asking.workflowId);
		expect(execution?.status).toBe('waiting');
	});

	it('may be edited and published again: the question goes on as it was asked', async () => {
		const asking = await publishAsking(world);
		const yes = await ask(asking, 'PSID-1');
		await world.editWorkflow(asking.workflowId, (node) =>
			node.name === ASK
				? {
						...node,
						parameters: { ...node.parameters, answers: { values: [{ title: 'Later', value: 'LATER' }] } },
					}
				: node,
		);
		expect(await world.n8n.api.publish(asking.workflowId)).toEqual({ status: 'published' });
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		expect(await firstAnswer(asking)).toMatchObject({ answered: true, answer: 'Yes', value: 'FRIDAY' });
	});
});

it(
	'when its time is over, what came in goes on through No Answer, and a tap is too late',
	async () => {
		const limitWaitTime = { values: { resumeAmount: 0.1, resumeUnit: 'minutes' } };
		const noOp = (name: string) => aNode(name, 'n8n-nodes-base.noOp');
		const asking = await publishAsking(world, {
			ask: { routing: 'perAnswer', options: { limitWaitTime } },
			after: [noOp('Nobody'), noOp('Yes'), noOp('No')],
		});
		const [yes] = await askPerson(world, asking, 'PSID-1');
		const [execution] = await world.n8n.api.waitForExecutions(asking.workflowId, 1, TIME_OUT_WITHIN_MS);
		const outputs = await world.n8n.api.items(execution?.id ?? '', ASK);
		expect(outputs.slice(1).flat()).toEqual([]);
		expect(outputs[0]).toMatchObject([
			{ title: 'Order', answered: false, answer: null, value: null, data: { approved: false } },
		]);
		expect(await world.n8n.api.items(execution?.id ?? '', 'Nobody')).toEqual([outputs[0]]);
		const before = reasonsIn(world.n8n.log()).length;
		expect(await tap(world, yes as Button)).toMatchObject({ status: 200 });
		expect(reasonsIn(world.n8n.log()).slice(before)).toEqual(['answerTooLate']);
	},
	TIME_OUT_WITHIN_MS + 60_000,
);

it('a run in the editor is resumed too', async () => {
	const asking = await publishAsking(world);
	await world.publish(asking.account.credentialId, { pages: [asking.account.page.id] });
	await world.unpublish(asking.workflowId);
	const { errorMessage } = await world.n8n.api.listen(asking.workflowId, TRIGGER_NAME);
	expect(errorMessage).toBeUndefined();
	const yes = await ask(asking, 'PSID-1');
	expect(await tap(world, yes)).toMatchObject({ status: 200 });
	expect(await firstAnswer(asking)).toMatchObject({ answered: true, value: 'FRIDAY' });
});
