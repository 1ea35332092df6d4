// Shows Meta that whoever calls has the App Secret, in the query string of the call.
import { createHmac } from 'node:crypto';

/** Meta takes it for five minutes. */
export function proofOf(token: string, appSecret: string, nowSeconds: number) {
	const seconds = String(Math.floor(nowSeconds));
	const proof = createHmac('sha256', appSecret).update(`${token}|${seconds}`).digest('hex');
	return { appsecret_proof: proof, appsecret_time: seconds };
}
