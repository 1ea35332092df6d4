/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import { verifySignature } from '../../nodes/Messenger/trigger/verify/signature';
import { APP_SECRET, sign } from '../support/delivery';

describe('signature', () => {
	it('refuses a large forged body at little more than the price of one HMAC', () => {
		const large = Buffer.alloc(16 * 2 ** 20, 'a');
		const cpuMs = (work: () => void) => {
			const start = process.cpuUsage();
			work();
			const { user, system } = process.cpuUsage(start);
			return (user + system) / 1000;
		};
		const header = sign(Buffer.from('a'));
		// In turns, and the best of each: other programs run too.
		const turns = Array.from({ length: 15 }, () => ({
			hmac: cpuMs(() => sign(large)),
			refusal: cpuMs(() => expect(verifySignature(large, header, [APP_SECRET]).ok).toBe(false)),
		}));
		const floor = Math.min(...turns.map(({ hmac }) => hmac));
		expect(floor).toBeGreaterThan(1);
		expect(Math.min(...turns.map(({ refusal }) => refusal)) / floor).toBeLessThan(1.2);
	});
});
