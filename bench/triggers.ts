// Our trigger, n8n's Facebook Trigger and n8n's Webhook node in one n8n: button taps, and the noise
// around them.
import type { Arena, ContenderName } from './arena.ts';
import { ratio, type Figure, type Section } from './report.ts';
import { inTurns } from './rounds.ts';
import { median, medianRatio, percentile } from './statistics.ts';
import { noise, taps, type Source } from './traffic.ts';
import { amountFor, takeTurn, type Turn } from './turn.ts';

const CONNECTIONS = 8;

export interface TurnPlan {
	rounds: number;
	/** About how long a turn takes. */
	seconds: number;
}

export async function benchTaps(arena: Arena, plan: TurnPlan): Promise<Section> {
	const turns = await compete(arena, ['ours', 'facebook', 'webhook'], taps(arena.sender), CONNECTIONS, plan);
	return {
		title: 'Button taps',
		about: `One tap per delivery, ${CONNECTIONS} connections, ${plan.rounds} rounds in which the triggers take turns. Every turn lasts until n8n has finished the last execution. Ratios are medians over the rounds.`,
		figures: [
			...results(arena, turns),
			ratio('taps/s against the Facebook Trigger', speedRatio(turns, 'ours', 'facebook'), { atLeast: 1.5 }),
			cpuRatio(turns, 'facebook', 'ours'),
			plainRatio('taps/s against the Webhook node', speedRatio(turns, 'ours', 'webhook')),
		],
	};
}

export async function benchNoise(arena: Arena, plan: TurnPlan): Promise<Section> {
	const turns = await compete(arena, ['ours', 'facebook', 'webhook'], noise(arena.sender), CONNECTIONS, plan);
	return {
		title: 'Noise',
		about:
			'The same with delivery receipts, read receipts and echoes, which a Page gets for every message its app sends. Our trigger answers them and starts nothing.',
		figures: [
			...results(arena, turns),
			ratio('deliveries/s against the Facebook Trigger', speedRatio(turns, 'ours', 'facebook'), {
				atLeast: 3,
			}),
			cpuRatio(turns, 'facebook', 'ours'),
			plainRatio('deliveries/s against the Webhook node', speedRatio(turns, 'ours', 'webhook')),
		],
	};
}

export type Turns<Name extends string = ContenderName> = Record<Name, Turn[]>;

/** After a warm-up of each, which also finds out how many deliveries make a turn. */
export async function compete<Name extends ContenderName>(
	arena: Arena,
	names: readonly Name[],
	source: Source,
	connections: number,
	{ rounds, seconds }: TurnPlan,
): Promise<Turns<Name>> {
	const contenders: Partial<Record<Name, () => Promise<Turn>>> = {};
	for (const name of names) {
		const options = { contender: arena.contenders[name], source, connections };
		const deliveries = await amountFor(arena, options, seconds);
		contenders[name] = async () => await takeTurn(arena, { ...options, deliveries });
	}
	const turns = await inTurns(rounds, contenders as Record<Name, () => Promise<Turn>>);
	await arena.log.prune();
	return turns;
}

export function results(arena: Arena, turns: Partial<Turns>): Figure[] {
	return (Object.keys(turns) as ContenderName[]).map((name) => {
		const own = turns[name] ?? [];
		const latencies = own.flatMap((turn) => turn.latencies);
		const [p50, p95, p99] = [50, 95, 99].map((percent) => Math.round(percentile(latencies, percent)));
		const speed = median(own.map(({ perSecond }) => perSecond));
		const executions = sum(own.map((turn) => turn.executions)) / sum(own.map((turn) => turn.deliveries));
		return {
			what: arena.contenders[name].title,
			measured: [
				`${speed < 100 ? speed.toFixed(1) : speed.toFixed(0)}/s`,
				`p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
				`${executions.toFixed(2)} executions per delivery`,
				`${median(own.map(({ cpuMs }) => cpuMs)).toFixed(1)} ms CPU`,
			].join('; '),
		};
	});
}

export function speedRatio<Name extends string>(turns: Turns<Name>, above: Name, below: Name): number {
	const speeds = (name: Name) => turns[name].map(({ perSecond }) => perSecond);
	return medianRatio(speeds(above), speeds(below));
}

export function plainRatio(what: string, value: number): Figure {
	return { what, measured: `${value.toFixed(2)} ×` };
}

/**
 * What one costs n8n's process more than the other; hardly depends on what else the machine does.
 */
function cpuRatio<Name extends string>(turns: Turns<Name>, above: Name, below: Name): Figure {
	const costs = (name: Name) => turns[name].map(({ cpuMs }) => cpuMs);
	return plainRatio('the same by CPU time of n8n', medianRatio(costs(above), costs(below)));
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
