/* eslint-disable @n8n/community-nodes/no-restricted-imports -- bench code never ships */
// One contender's turn: so many deliveries, until n8n has finished every execution that they
// started.
import { readFileSync } from 'node:fs';
import type { Arena, Contender } from './arena.ts';
import { send } from './load.ts';
import type { Source } from './traffic.ts';

const CLOCK_TICKS_PER_SECOND = 100; // of every Linux

export interface Turn {
	deliveries: number;
	executions: number;
	/**
	 * From the first request to the last answer or the end of the last execution, whichever is later.
	 */
	seconds: number;
	perSecond: number;
	latencies: number[];
	/**
	 * Of n8n's process, per delivery; NaN where the system does not tell. Steadier than time on a
	 * busy machine.
	 */
	cpuMs: number;
}

export interface TurnOptions {
	contender: Contender;
	source: Source;
	connections: number;
	deliveries: number;
}

export async function takeTurn({ n8n, log }: Arena, options: TurnOptions): Promise<Turn> {
	const { contender, source, connections, deliveries } = options;
	const before = log.latestId();
	const cpuBefore = cpuSeconds(n8n.pid);
	const load = await send({ url: contender.url, amount: deliveries, connections, source });
	const { executions, lastEndedAt } = await log.settled(contender.workflowId, before);
	const cpuMs = ((cpuSeconds(n8n.pid) - cpuBefore) * 1000) / deliveries;
	const seconds = (Math.max(load.endedAt, lastEndedAt) - load.startedAt) / 1000;
	const { latencies } = load;
	return { deliveries, executions, seconds, perSecond: deliveries / seconds, latencies, cpuMs };
}

/**
 * How many deliveries make a turn of about this length, found out in runs that also warm n8n up.
 */
export async function amountFor(
	arena: Arena,
	options: Omit<TurnOptions, 'deliveries'>,
	seconds: number,
): Promise<number> {
	const { connections } = options;
	let deliveries = connections * 2;
	for (;;) {
		const turn = await takeTurn(arena, { ...options, deliveries });
		const wanted = Math.max(Math.round(turn.perSecond * seconds), connections);
		if (turn.seconds > seconds / 3) return wanted;
		deliveries = Math.min(wanted, deliveries * 4);
	}
}

function cpuSeconds(pid: number): number {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
	} catch {
		return NaN;
	}
}
