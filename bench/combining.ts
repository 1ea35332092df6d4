// Combine Deliveries: what arrives while an execution is being started leaves with the next one.
import type { Arena } from './arena.ts';
import { ratio, type Figure, type Section } from './report.ts';
import { taps } from './traffic.ts';
import { compete, plainRatio, results, speedRatio, type TurnPlan } from './triggers.ts';

export async function benchCombining(arena: Arena, plan: TurnPlan): Promise<Section> {
	const source = taps(arena.sender);
	const figures: Figure[] = [];
	const add = (connections: number, more: readonly Figure[]) => {
		const label = connections === 1 ? '1 connection' : `${connections} connections`;
		figures.push(...more.map((figure) => ({ ...figure, what: `${label}: ${figure.what}` })));
	};

	// Its turns hold the fewest taps, and its ratio is the closest to its target.
	const one = await compete(arena, ['combining', 'ours'], source, 1, { ...plan, rounds: plan.rounds * 3 });
	const alone = speedRatio(one, 'combining', 'ours');
	add(1, [...results(arena, one), ratio('on against off', alone, { atLeast: 0.95 })]);

	const all = ['combining', 'ours', 'facebook', 'webhook'] as const;
	const eight = await compete(arena, all, source, 8, plan);
	add(8, [
		...results(arena, eight),
		ratio('against the Facebook Trigger', speedRatio(eight, 'combining', 'facebook'), { atLeast: 2 }),
		plainRatio('against the Webhook node', speedRatio(eight, 'combining', 'webhook')),
		plainRatio('on against off', speedRatio(eight, 'combining', 'ours')),
	]);

	const many = await compete(arena, all, source, 32, plan);
	add(32, [
		...results(arena, many),
		plainRatio('against the Facebook Trigger', speedRatio(many, 'combining', 'facebook')),
		ratio('against the Webhook node', speedRatio(many, 'combining', 'webhook'), { atLeast: 1.2 }),
		plainRatio('on against off', speedRatio(many, 'combining', 'ours')),
	]);
	return {
		title: 'Combined deliveries',
		about:
			'The option *Combine Deliveries*, one tap per delivery. At 1 connection there is nothing to combine, and the target, "no slower", leaves 5 % to chance.',
		figures,
	};
}
