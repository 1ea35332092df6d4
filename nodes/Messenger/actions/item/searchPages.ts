// The list of 'Page', from the token.
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listPages } from '../../account/pageList';

export async function searchPages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const words = filter?.trim().toLowerCase() ?? '';
	const pages = await listPages(this);
	return {
		results: pages
			.filter(({ id, name }) => name.toLowerCase().includes(words) || id.includes(words))
			.map(({ id, name }) => ({ name, value: id, url: `https://www.facebook.com/${id}` })),
	};
}
