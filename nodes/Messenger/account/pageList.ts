// EDGE: the Pages of a token for a list in the editor, by name.
import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';
import { GraphApi, type PageAccess } from '../graph/graphApi';
import { httpOf } from '../graph/request';
import { credentialType, readAuthentication } from './authentication';
import { readCredential } from './credential';
import { graphError } from './graphError';
import { pagesOfToken } from './pages';
import { NO_PAGE_LISTED } from './tokenFindings';

export async function listPages(context: ILoadOptionsFunctions): Promise<PageAccess[]> {
	const authentication = readAuthentication({
		getNodeParameter: (name) => context.getCurrentNodeParameter(name),
	});
	const data = await context.getCredentials(credentialType(authentication));
	const credential = readCredential(data, authentication);
	try {
		const pages = await pagesOfToken(new GraphApi(httpOf(context), credential));
		// The editor would say 'No data'.
		if (pages.length === 0) throw new NodeOperationError(context.getNode(), NO_PAGE_LISTED);
		return pages.sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw graphError(context.getNode(), error, credential);
	}
}
