/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// What the trigger put out, read from n8n's SQLite file: one query instead of a request for each of
// thousands of executions.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'flatted';
import { TRIGGER_NAME, type N8n } from '../../../sandbox/n8n/index.ts';
import { at, listAt, textAt } from '../../../sandbox/n8n/json.ts';

export interface WorkflowItems {
	executions: number;
	/** Executions that have not succeeded. */
	others: number;
	/** Of every item in every successful execution. */
	payloads: string[];
}

export function readItems(n8n: N8n, workflowId: string): WorkflowItems {
	const database = new DatabaseSync(join(n8n.userFolder, '.n8n', 'database.sqlite'), { readOnly: true });
	try {
		const rows = database
			.prepare(
				`SELECT e.status, d.data FROM execution_entity e
				JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ?`,
			)
			.all(workflowId);
		const succeeded = rows.filter(({ status }) => status === 'success');
		return {
			executions: rows.length,
			others: rows.length - succeeded.length,
			payloads: succeeded.flatMap(({ data }) => payloadsIn(String(data))),
		};
	} finally {
		database.close();
	}
}

function payloadsIn(flatted: string): string[] {
	const runs = at(parse(flatted), 'resultData', 'runData', TRIGGER_NAME);
	const outputs = Array.isArray(runs) ? listAt(runs[0], 'data', 'main') : [];
	const items = outputs.flatMap((output) => (Array.isArray(output) ? output : []) as unknown[]);
	return items.map((item) => textAt(item, 'json', 'payload'));
}
