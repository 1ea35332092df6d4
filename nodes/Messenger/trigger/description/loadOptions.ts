// The choices of 'Page Names or IDs', from the token.
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { listPages } from '../../account/pageList';
import type { PageAccess } from '../../graph/graphApi';

export async function getPages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return (await listPages(this)).map(toOption);
}

function toOption({ id, name, instagram }: PageAccess): INodePropertyOptions {
	const account =
		instagram === null ? '' : `, Instagram ${instagram.username ? `@${instagram.username}` : instagram.id}`;
	return { name, value: id, description: `ID ${id}${account}` };
}
