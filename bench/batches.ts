// Many taps in one delivery become one execution.
import type { Arena } from './arena.ts';
import { ratio, type Figure, type Section } from './report.ts';
import { inTurns } from './rounds.ts';
import { median, medianRatio } from './statistics.ts';
import { taps } from './traffic.ts';
import type { TurnPlan } from './triggers.ts';
import { amountFor, takeTurn } from './turn.ts';

const TAPS = 50;
const CONNECTIONS = 8;

export async function benchBatches(arena: Arena, { rounds, seconds }: TurnPlan): Promise<Section> {
	const contenderOf = async (events: number) => {
		const source = taps(arena.sender, events);
		const options = { contender: arena.contenders.ours, source, connections: CONNECTIONS };
		const deliveries = await amountFor(arena, options, seconds);
		return async () => (await takeTurn(arena, { ...options, deliveries })).perSecond * events;
	};
	const speeds = await inTurns(rounds, { single: await contenderOf(1), batch: await contenderOf(TAPS) });
	await arena.log.prune();
	const speed = (what: string, values: readonly number[]): Figure => ({
		what,
		measured: `${median(values).toFixed(0)} taps/s`,
	});
	return {
		title: 'Batches',
		about: `Our trigger, ${CONNECTIONS} connections.`,
		figures: [
			speed('1 tap per delivery', speeds.single),
			speed(`${TAPS} taps per delivery`, speeds.batch),
			ratio('taps/s in batches against single ones', medianRatio(speeds.batch, speeds.single), {
				atLeast: 0.9 * TAPS,
			}),
		],
	};
}
