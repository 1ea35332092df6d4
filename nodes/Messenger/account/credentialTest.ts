// The credential's 'Test': asks Meta about the token, and answers in words.
import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { GraphApi } from '../graph/graphApi';
import type { HttpRequest } from '../graph/request';
import { checkApp, checkToken } from './checkToken';
import { isComplete, readCredential } from './credential';
import { formatFindings } from './findings';
import { WRONG_INTERNAL_URL } from './internalUrl';
import { neededPermissions } from './tokenFindings';

export async function messengerApiTest(
	this: ICredentialTestFunctions,
	credentials: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const credential = readCredential(credentials.data ?? {}, 'accessToken');
	if (!isComplete(credential)) {
		return { status: 'Error', message: "'App ID' and 'App Secret' must both be filled in" };
	}
	if (credential.internalUrl === null) return { status: 'Error', message: WRONG_INTERNAL_URL.text };
	// The only request helper in this context; it still takes the options of the retired request
	// library.
	const { request } = this.helpers;
	const api = new GraphApi(requestAsBefore(request), credential);
	if (credential.accessToken === '') {
		const findings = await checkApp(api);
		return findings.length > 0
			? { status: 'Error', message: formatFindings(findings) }
			: {
					status: 'OK',
					message:
						"App ID and App Secret are right. 'Access Token' is empty: only manual registration will work",
				};
	}
	const nowSeconds = Date.now() / 1000;
	const findings = await checkToken(api, credential, neededPermissions(false), nowSeconds);
	if (findings.length === 0) {
		return { status: 'OK', message: 'The token is valid, belongs to this app and has the permissions' };
	}
	const isRefused = findings.some(({ isBlocking }) => isBlocking);
	return { status: isRefused ? 'Error' : 'OK', message: formatFindings(findings) };
}

function requestAsBefore(request: ICredentialTestFunctions['helpers']['request']): HttpRequest {
	return async ({ method, url, qs, headers, timeout }: IHttpRequestOptions) =>
		(await request({
			method,
			uri: url,
			qs,
			headers,
			timeout,
			followRedirect: false,
			simple: false,
			resolveWithFullResponse: true,
		})) as unknown;
}
