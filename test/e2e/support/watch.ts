// A published workflow that checks a registration, and repairs it where it is told to, whenever its
// webhook is called.
import { checkNodes } from '../../../sandbox/n8n/index.ts';
import type { World } from './world.ts';

export interface Health {
	healthy: boolean;
	findings: Array<{ level: string; code: string; text: string; pageId?: string }>;
	repaired: string[];
	app: { id: string; isOurs: boolean };
	pages: Array<{ id: string; fields: string[]; missingFields: string[] }>;
	token: { kind: string };
}

type Repair = {
	repair?: boolean;
	existingCallback?: 'keep' | 'replace';
};

/** Publishes it as a workflow of its own. Answers the function that runs it once. */
export async function publishWatch(
	world: World,
	credentialId: string,
	options: Repair = {},
): Promise<() => Promise<Health>> {
	const { id } = await world.n8n.api.createWorkflow({ name: 'Watch', nodes: [], connections: {} });
	return await publishWith(world, { id }, credentialId, options);
}

/** The same beside the nodes that a workflow has. */
export async function publishWith(
	world: World,
	{ id }: { id: string },
	credentialId: string,
	options: Repair = {},
): Promise<() => Promise<Health>> {
	const { api, baseUrl } = world.n8n;
	const added = checkNodes(credentialId, options);
	const { body } = await api.request('GET', `/rest/workflows/${id}`);
	const { nodes, connections } = (body as { data: { nodes: unknown[]; connections: object } }).data;
	await api.updateWorkflow(id, {
		nodes: [...nodes, ...added.nodes],
		connections: { ...connections, ...added.connections },
	});
	const { status, errorMessage } = await api.publish(id);
	if (status !== 'published') throw new Error(`the watch was not published: ${errorMessage}`);
	return async () => {
		const response = await fetch(baseUrl + added.path);
		const text = await response.text();
		if (response.status !== 200) throw new Error(`the watch answered ${response.status}: ${text}`);
		return JSON.parse(text) as Health;
	};
}
