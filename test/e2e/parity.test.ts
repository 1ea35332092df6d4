/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
// One table of life-cycle scenarios on the double of n8n, which the fast suite stands on, and on
// the real n8n: outcome, message, calls at Meta, state at Meta and items are the same. Each
// scenario has a Meta of its own.
import { HostedStage } from '../support/parity/hostedStage.ts';
import { SCENARIOS } from '../support/parity/scenarios.ts';
import { play, type Scenario } from '../support/parity/stage.ts';
import { RealStage } from './support/realStage.ts';
import { World } from './support/world.ts';

/** Most of the time is n8n's own waiting between attempts, so many play at once. */
const AT_ONCE = Number(process.env.AT_ONCE ?? 6);
const ALL_PLAYED_WITHIN_MS = 400_000;

type Played = Awaited<ReturnType<typeof play>>;

const only = process.env.SCENARIO;
const scenarios = SCENARIOS.filter(({ name }) => only === undefined || name.includes(only));
const double = new HostedStage();
const played = new Map<string, Promise<{ onDouble: Played; onReal: Played; took: number }>>();
let world: World;

beforeAll(async () => {
	const env = { N8N_WORKFLOW_PUBLICATION_CONCURRENCY: String(2 * AT_ONCE) };
	[world] = await Promise.all([World.start({ env }), double.start()]);
	const real = new RealStage(world);
	const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
	for (const [index, scenario] of scenarios.entries()) {
		const lane = index % AT_ONCE;
		const result = (lanes[lane] ?? Promise.resolve()).then(async () => await playBoth(real, scenario));
		lanes[lane] = result.then(
			() => undefined,
			() => undefined,
		);
		played.set(scenario.name, result);
	}
}, 180_000);
afterAll(async () => {
	await Promise.allSettled(played.values());
	await world.stop();
	await double.stop();
});

async function playBoth(real: RealStage, scenario: Scenario) {
	const begun = Date.now();
	const onDouble = await play(double, scenario, null);
	const onReal = await play(real, scenario, onDouble.entries);
	return { onDouble, onReal, took: Date.now() - begun };
}

it.each(scenarios.map(({ name }) => name))(
	'%s: the double is as the real n8n',
	async (name) => {
		const both = await played.get(name);
		expect(both?.onDouble.entries).toEqual(both?.onReal.entries);
	},
	ALL_PLAYED_WITHIN_MS,
);

it(
	'and nothing comes afterwards',
	async () => {
		for (const [name, both] of played) {
			const { onDouble, onReal } = await both;
			const [atDouble, atReal] = [await onDouble.end(), await onReal.end()];
			expect([name, atDouble]).toEqual([name, { ...atReal, calls: 0 }]);
			expect([name, atReal.calls]).toEqual([name, 0]);
		}
	},
	ALL_PLAYED_WITHIN_MS,
);
