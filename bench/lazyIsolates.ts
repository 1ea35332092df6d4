// What a setting of n8n's is worth: by default n8n 2.41 makes a new V8 isolate for expressions per
// request, needed or not.
import type { Arena } from './arena.ts';
import { ratio, type Section } from './report.ts';
import { taps } from './traffic.ts';
import { compete, plainRatio, results, speedRatio, type TurnPlan } from './triggers.ts';

export const LAZY_ISOLATES = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };
const CONNECTIONS = 8;

/** In an n8n that was started with LAZY_ISOLATES. */
export async function benchLazyIsolates(arena: Arena, plan: TurnPlan): Promise<Section> {
	const all = ['ours', 'combining', 'facebook', 'webhook'] as const;
	const turns = await compete(arena, all, taps(arena.sender), CONNECTIONS, plan);
	return {
		title: 'Button taps with lazy isolates',
		about:
			"With n8n's setting `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`, which is off by default: n8n then makes an isolate only for a request or execution that evaluates an expression. Neither our trigger nor the Webhook node does.",
		figures: [
			...results(arena, turns),
			ratio('taps/s against the Facebook Trigger', speedRatio(turns, 'ours', 'facebook'), { atLeast: 1.5 }),
			plainRatio('taps/s against the Webhook node', speedRatio(turns, 'ours', 'webhook')),
			plainRatio('combined, against the Webhook node', speedRatio(turns, 'combining', 'webhook')),
		],
	};
}
