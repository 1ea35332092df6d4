// EDGE: whether 'Internal URL' of the credential leads to this n8n.
import type { Finding } from '../../account/findings';
import { leadsElsewhere, WRONG_INTERNAL_URL } from '../../account/internalUrl';
import { askMembers } from '../members/members';
import type { Registrar } from './registrar';

/** Asks the trigger itself, whose webhook n8n serves while it is being published. */
export async function internalUrlFindings({ asker, credential, self }: Registrar): Promise<Finding[]> {
	const { internalUrl } = credential;
	if (internalUrl === '') return [];
	if (internalUrl === null) return [WRONG_INTERNAL_URL];
	const reply = (await askMembers(asker, self.origin, [self.path])).get(self.path);
	return reply?.answer === 'ours' ? [] : [leadsElsewhere(internalUrl, reply?.status ?? 0)];
}
