/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { verifySignature } from '../../nodes/Messenger/trigger/verify/signature';
import { APP_SECRET, sign } from '../support/delivery';

const cpuMs = (work: () => void) => {
	const start = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
};

/** Of a refusal, in HMACs of the same body. */
const BELOW = 1.2;

describe('signature', () => {
	it.each<[string, string]>([
		['one long text', `{"a":"${'/'.repeat(8_184)}"}`],
		['many short texts', `["/"${',"/"'.repeat(2_046)}]`],
		['quotes', '"'.repeat(8_192)],
		['escaped quotes', `"${'\\"'.repeat(4_095)}"`],
		['backslashes', '\\'.repeat(8_192)],
		['blanks', ' '.repeat(8_192)],
	])('refuses eight kilobytes of %s within milliseconds', (_label, text) => {
		const body = Buffer.from(text);
		const header = sign(Buffer.from('a'));
		const refuse = () => expect(verifySignature(body, header, [APP_SECRET]).ok).toBe(false);
		// The best of some: other programs run too.
		expect(Math.min(...Array.from({ length: 9 }, () => cpuMs(refuse)))).toBeLessThan(15);
	});

	it('refuses a large forged body at little more than the price of one HMAC', () => {
		const large = Buffer.alloc(16 * 2 ** 20, 'a');
		const header = sign(Buffer.from('a'));
		// In turns, and the best of each: other programs run too, now and then for many turns.
		let [hmac, refusal] = [Infinity, Infinity];
		const hash = () => sign(large);
		const refuse = () => expect(verifySignature(large, header, [APP_SECRET]).ok).toBe(false);
		for (let turn = 0; turn < 15 || (turn < 150 && refusal >= BELOW * hmac); turn++) {
			hmac = Math.min(hmac, cpuMs(hash));
			refusal = Math.min(refusal, cpuMs(refuse));
		}
		expect(hmac).toBeGreaterThan(1);
		expect(refusal / hmac).toBeLessThan(BELOW);
	});
});
