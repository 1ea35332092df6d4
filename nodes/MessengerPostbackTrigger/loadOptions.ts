// The choices of 'Page Names or IDs', from the token.
import { NodeOperationError, type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';
import { credentialType } from './authentication';
import { readCredential } from './credential';
import { GraphApi, type PageAccess } from './graphApi';
import { GraphHttp, httpOf } from './graphHttp';
import { graphError } from './graphError';
import { NO_PAGE_LISTED } from './lib/tokenFindings';
import { pagesOfToken } from './pages';
import { readAuthentication } from './authentication';

export async function getPages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const authentication = readAuthentication({
		getNodeParameter: (name) => this.getCurrentNodeParameter(name),
	});
	const data = await this.getCredentials(credentialType(authentication));
	const credential = readCredential(data, authentication);
	try {
		const pages = await pagesOfToken(new GraphApi(new GraphHttp(httpOf(this), credential), credential));
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
