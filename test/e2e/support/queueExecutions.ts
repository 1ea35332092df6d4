// Executions and what the trigger put out in them, read from the database: one query instead of a
// request for each execution.
import { parse } from 'flatted';
import { TRIGGER_NAME } from '../../../sandbox/n8n/index.ts';
import { at, listAt, textAt } from '../../../sandbox/n8n/json.ts';
import type { Postgres } from '../../../sandbox/services/index.ts';

export interface QueueExecution {
	id: string;
	/** n8n's words: new, running, success, error, crashed. */
	status: string;
	items: Array<{ id: string; payload: string }>;
}

export async function readExecutions(postgres: Postgres, workflowId: string): Promise<QueueExecution[]> {
	const rows = await postgres.query(
		`SELECT e.id::text AS id, e.status, d.data FROM execution_entity e
		JOIN execution_data d ON d."executionId" = e.id WHERE e."workflowId" = $1 ORDER BY e.id`,
		[workflowId],
	);
	return rows.map((row) => {
		const data: unknown = parse(textAt(row, 'data'));
		const runs = at(data, 'resultData', 'runData', TRIGGER_NAME);
		const outputs = Array.isArray(runs) ? listAt(runs[0], 'data', 'main') : [];
		const items = outputs.flatMap((output) => (Array.isArray(output) ? output : []) as unknown[]);
		return {
			id: textAt(row, 'id'),
			status: textAt(row, 'status'),
			items: items.map((item) => ({
				id: textAt(item, 'json', 'id'),
				payload: textAt(item, 'json', 'payload'),
			})),
		};
	});
}
