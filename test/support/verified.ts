import { signBody, verifyBody, type VerifiedBody } from '../../nodes/Messenger/trigger/verify/signature';
import { APP_SECRET } from './delivery.ts';

/** The bytes as a delivery of Meta's, its signature verified. */
export function verified(bytes: Buffer): VerifiedBody {
	const verdict = verifyBody(bytes, signBody(bytes, APP_SECRET), [APP_SECRET]);
	if (!verdict.ok) throw new Error(verdict.reason);
	return verdict.body;
}
