// How long calls are held back after Meta said that there were too many, and which.
import type { FaultAction } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf, NOTHING_REFUSED } from '../support/messageOf.ts';
import { graphApi, listPages, testCredential } from '../support/n8nContexts.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { throttled } from '../support/recordingServer.ts';

let account: Account;
let pageId: string;

beforeEach(() => {
	account = anAccount(meta);
	pageId = account.pageIds[0] ?? '';
});
afterEach(() => jest.restoreAllMocks());

const throttle = (path: RegExp, retryAfter: string, times = 99) =>
	meta.addFault({ path, times, do: throttled(retryAfter) as FaultAction });
async function published(): Promise<HostedTrigger> {
	const trigger = host.trigger({
		credential: { ...account.credential },
		parameters: { pages: [pageId], options: { includeSenderProfile: true } } as never,
	});
	await trigger.publish();
	meta.clearCalls();
	return trigger;
}
const tap = async (senderId: string) => await meta.sendPostback({ pageId, senderId });
const calls = (path: RegExp) => meta.getCalls().filter((call) => path.test(call.path)).length;

describe('a rate limit on profiles', () => {
	it('holds back further profiles, and neither unpublishing nor publishing', async () => {
		const trigger = await published();
		throttle(/PSID/, '1800');
		await tap('PSID-1');
		expect(calls(/PSID/)).toBe(1);
		await tap('PSID-2');
		expect(calls(/PSID/)).toBe(1);
		await trigger.unpublish();
		expect(meta.appSubscriptions(account.app.id)).toEqual([]);
		await trigger.publish();
		expect(meta.pageSubscription(pageId, account.app.id)).toEqual(['messaging_postbacks']);
	});
});

describe('a rate limit on registering', () => {
	it('holds back publishing, the list of Pages and the Test of the credential, and no profile', async () => {
		meta.addProfile('PSID-PROFILE', { name: 'Ada' });
		const trigger = await published();
		throttle(/subscriptions$/, '240');
		expect(await messageOf(trigger.call('checkExists'))).toBe(NOTHING_REFUSED);
		meta.clearCalls();
		expect(await messageOf(trigger.call('create'))).toContain('Wait 4 minutes');
		expect(await messageOf(listPages(account.credential))).toContain('Wait 4 minutes');
		expect((await testCredential(account.credential)).message).toContain('Wait 4 minutes');
		expect(meta.getCalls()).toEqual([]);
		await tap('PSID-PROFILE');
		expect(trigger.items()).toMatchObject([{ sender: { profile: { name: 'Ada' } } }]);
	});

	it('is not waited out by the next call, however short it is', async () => {
		throttle(/me\/accounts/, '1', 2);
		expect(await messageOf(listPages(account.credential))).toContain('rate limit');
		const begin = Date.now();
		expect(await messageOf(listPages(account.credential))).toContain('Wait 1 seconds');
		expect(Date.now() - begin).toBeLessThan(500);
	});

	it('holds back nobody with another token', async () => {
		throttle(/me\/accounts/, '240', 1);
		expect(await messageOf(listPages(account.credential))).toContain('rate limit');
		expect(await messageOf(listPages(account.credential))).toContain('Wait 4 minutes');
		const accessToken = meta.addToken({ appId: account.app.id, pageIds: [pageId] });
		expect(await listPages({ ...account.credential, accessToken })).toHaveLength(1);
	});

	it.each([
		['a billion seconds', '1000000000'],
		['a number of 400 digits', '9'.repeat(400)],
	])('lasts 15 minutes at most, whatever is asked: %s', async (_label, asked) => {
		throttle(/me\/accounts/, asked, 1);
		await messageOf(listPages(account.credential));
		expect(await messageOf(listPages(account.credential))).toContain('Wait 15 minutes');
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 14 * 60_000);
		expect(await messageOf(listPages(account.credential))).toContain('Wait 60 seconds');
		clock.mockRestore();
		jest.spyOn(Date, 'now').mockReturnValue(now + 15 * 60_000);
		expect(await listPages(account.credential)).toHaveLength(1);
	});

	it('is not waited for by a call that must not wait, whose own refusal holds back the others', async () => {
		throttle(/subscriptions$/, '240', 1);
		const urgent = graphApi(account.credential, { ignoresHold: true });
		expect(await messageOf(urgent.appRecords())).toContain('rate limit');
		expect(await messageOf(graphApi(account.credential).appRecords())).toContain('Wait 4 minutes');
		expect(await urgent.appRecords()).toEqual([]);
		expect(await messageOf(graphApi(account.credential).appRecords())).toContain('Wait 4 minutes');
	});
});
