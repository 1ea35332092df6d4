// The rows of one of n8n's data tables.
import type { Json } from './example.ts';
import type { ExampleWorld } from './exampleWorld.ts';

/** As the page of the table in n8n shows them. */
export async function tableRows({ world }: ExampleWorld, name: string): Promise<Json[]> {
	const { request } = world.n8n.api;
	const data = async (path: string) =>
		((await request('GET', path)).body as { data: { id: string; data: Json[] } }).data;
	const { id: projectId } = await data('/rest/projects/personal');
	const tables = (await data(`/rest/projects/${projectId}/data-tables`)).data;
	const table = tables.find((each) => each.name === name);
	return (await data(`/rest/projects/${projectId}/data-tables/${String(table?.id)}/rows`)).data;
}
