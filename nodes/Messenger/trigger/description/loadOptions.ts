// The choices of 'Page Names or IDs', from the token.
import { NodeOperationError, type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';
import { credentialType, readAuthentication } from '../../account/authentication';
import { readCredential } from '../../account/credential';
import { graphError } from '../../account/graphError';
import { pagesOfToken } from '../../account/pages';
import { NO_PAGE_LISTED } from '../../account/tokenFindings';
import { GraphApi, type PageAccess } from '../../graph/graphApi';
import { httpOf } from '../../graph/request';

export async function getPages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const authentication = readAuthentication({
		getNodeParameter: (name) => this.getCurrentNodeParameter(name),
	});
	const data = await this.getCredentials(credentialType(authentication));
	const credential = readCredential(data, authentication);
	try {
		const pages = await pagesOfToken(new GraphApi(httpOf(this), credential));
		// The editor would say 'No data'.
		if (pages.length === 0) throw new NodeOperationError(this.getNode(), NO_PAGE_LISTED);
		return pages.map(toOption).sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw graphError(this.getNode(), error, credential);
	}
}

function toOption({ id, name, instagram }: PageAccess): INodePropertyOptions {
	const account =
		instagram === null ? '' : `, Instagram ${instagram.username ? `@${instagram.username}` : instagram.id}`;
	return { name, value: id, description: `ID ${id}${account}` };
}
