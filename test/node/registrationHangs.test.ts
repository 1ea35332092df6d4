// As registrationFaults, for calls that Meta never answers. They wait for real time limits, so all
// of them run at once.
import { waiting } from '../../nodes/Messenger/trigger/pause';
import type { Call } from '../../sandbox/meta/index.ts';
import {
	ANY_CALL,
	doingOf,
	endScenes,
	expectMessages,
	record,
	runCase,
	startScenes,
	STEPS,
	stopScenes,
	type StepName,
} from '../support/registrationSteps.ts';

beforeAll(async () => {
	waiting.pace = 1 / 120;
	await startScenes();
});
afterEach(endScenes);
afterAll(stopScenes);

const SAYS = /Could not .* did not answer within (6|15) seconds/;
/** Meta answers the batch, and gives up on the part. */
const SAYS_OF_PART = /Could not .* did not finish it in time/;
const HALVES: StepName[] = ['publishing', 'leaving last'];

/** The first call of each kind. */
async function kindsOfCall(step: StepName): Promise<Array<{ index: number; call: Call }>> {
	const calls = (await record(step)).calls.map((call, index) => ({ index, call }));
	const kindOf = (call: Call) => doingOf(call).source;
	return calls.filter(
		({ call }, index) => calls.findIndex((one) => kindOf(one.call) === kindOf(call)) === index,
	);
}

async function once(step: StepName, index: number, call: Call, afterEffect?: true): Promise<void> {
	const outcome = await runCase({ step, index, action: { hang: true, afterEffect } });
	const { label, scene } = outcome;
	expect([label, scene.state()]).toEqual([label, (await record(step)).after]);
	// A leaving is repeated in the background, and what heals there needs no telling.
	expect(outcome.messages).toHaveLength(step === 'publishing' ? 1 : 0);
	expectMessages(outcome, call.kind === 'part' ? SAYS_OF_PART : SAYS, doingOf(call));
}

async function lasting(step: StepName, index: number): Promise<void> {
	const outcome = await runCase({ step, index, action: { hang: true }, times: Infinity, attempts: 1 });
	const { label, scene } = outcome;
	expect(outcome.messages).toHaveLength(1);
	expectMessages(outcome, new RegExp(`${SAYS.source}|${SAYS_OF_PART.source}`), ANY_CALL);
	scene.meta.clearFaults();
	await STEPS[step].run(scene);
	expect([label, scene.state()]).toEqual([label, (await record(step)).after]);
}

it('one unanswered call leads to the state after, lasting silence does once Meta is back, and both are told', async () => {
	const kinds = await Promise.all(
		HALVES.map(async (step) => (await kindsOfCall(step)).map((kind) => ({ step, ...kind }))),
	);
	await Promise.all(
		kinds
			.flat()
			.flatMap(({ step, index, call }) => [
				once(step, index, call),
				lasting(step, index),
				...(call.isWrite ? [once(step, index, call, true)] : []),
			]),
	);
}, 120_000);
