import { createHmac } from 'node:crypto';
import { deriveVerifyToken } from '../../nodes/Messenger/trigger/verify/verifyToken';

const app = { appId: '42', appSecret: 's' };

describe('derived verify token', () => {
	it('is the HMAC of app and list under its own label', () => {
		const expected = createHmac('sha256', 's')
			.update('n8n-nodes-messenger-postbacks:verify:42:/webhook/a/webhook,/webhook/b/webhook')
			.digest('hex');
		expect(deriveVerifyToken(app, ['/webhook/a/webhook', '/webhook/b/webhook'])).toBe(expected);
	});

	it('is the same for two workflows on one app', () => {
		expect(deriveVerifyToken(app, [])).toBe(deriveVerifyToken({ ...app }, []));
	});

	it.each([
		['secret', deriveVerifyToken({ ...app, appSecret: 't' }, [])],
		['app', deriveVerifyToken({ ...app, appId: '43' }, [])],
		['list of members', deriveVerifyToken(app, ['/webhook/a/webhook'])],
	])('differs with another %s', (_label, other) => {
		expect(other).not.toBe(deriveVerifyToken(app, []));
	});

	it('does not contain the secret', () => {
		expect(deriveVerifyToken({ appId: '42', appSecret: 'recognisable' }, [])).not.toContain('recognisable');
	});
});
