// PURE: 'Internal URL' of a credential: where n8n reaches itself, when that is not its public
// address.
import { readBaseUrl } from '../graph/baseUrl';
import { blocking, type Finding } from './findings';

export const WRONG_INTERNAL_URL = blocking(
	"'Internal URL' of the credential is not the address of a server: enter http:// or https://, the host and maybe a port, such as http://localhost:5678, without a path or a user name. Leave it empty if n8n can call its own public address.",
);

/** Its origin, empty where the public address serves; null for what cannot be one. */
export function readInternalUrl(text: string): string | null {
	if (text.trim() === '') return '';
	const url = readBaseUrl(text);
	return url !== null && new URL(url).origin === url ? url : null;
}

/** Where n8n is not, though the address is one; `status` 0 for no answer. */
export function leadsElsewhere(internalUrl: string, status: number): Finding {
	const what = status === 0 ? 'it gave no answer that is one of n8n' : `it answered HTTP ${status}`;
	return blocking(
		`'Internal URL' of the credential, ${internalUrl}, does not lead to this n8n: ${what}. Enter the address at which n8n can call itself, such as http://localhost:5678, or leave it empty if it can call its public one.`,
	);
}
