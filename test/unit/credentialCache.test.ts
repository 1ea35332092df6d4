import { readCredential } from '../../nodes/Messenger/account/credential';
import { CredentialCache } from '../../nodes/Messenger/account/credentialCache';

const reading = (appSecret: string) => async () => readCredential({ appId: '1', appSecret }, 'accessToken');

describe('credential in memory', () => {
	it('is good for a minute', async () => {
		const cache = new CredentialCache();
		await cache.get('a', 0, reading('first'));
		const kept = await cache.get('a', 59_999, reading('second'));
		expect([kept.credential.appSecret, kept.isFresh]).toEqual(['first', false]);
		const fresh = await cache.get('a', 60_000, reading('second'));
		expect([fresh.credential.appSecret, fresh.isFresh]).toEqual(['second', true]);
	});

	it('is one for each key', async () => {
		const cache = new CredentialCache();
		await cache.get('a', 0, reading('first'));
		expect((await cache.get('b', 0, reading('second'))).credential.appSecret).toBe('second');
	});

	it('is read again at most once a second', async () => {
		const cache = new CredentialCache();
		await cache.get('a', 5_000, reading('first'));
		expect((await cache.reread('a', 5_000, reading('second')))?.appSecret).toBe('second');
		expect(await cache.reread('a', 5_999, reading('third'))).toBeNull();
		expect((await cache.reread('a', 6_000, reading('third')))?.appSecret).toBe('third');
		expect((await cache.get('a', 6_001, reading('fourth'))).credential.appSecret).toBe('third');
	});

	it('is read again once for all who ask meanwhile, also when that fails', async () => {
		const cache = new CredentialCache();
		await cache.get('a', 5_000, reading('first'));
		const both = [reading('second'), reading('third')].map((read) => cache.reread('a', 5_000, read));
		expect((await Promise.all(both)).map((one) => one?.appSecret)).toEqual(['second', 'second']);
		const failing = async () => await Promise.reject(new TypeError('no database'));
		const failed = [failing, reading('third')].map((read) => cache.reread('a', 6_000, read));
		expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect((await cache.reread('a', 7_000, reading('fourth')))?.appSecret).toBe('fourth');
	});
});
