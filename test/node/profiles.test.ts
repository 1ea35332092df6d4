// Who tapped: found by the Page's token, remembered, and never at the cost of the event.
import { anAccount, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';

let account: Account;

beforeEach(() => {
	account = anAccount(meta, { withInstagram: true });
	meta.addProfile('PSID-7', { name: 'Ada Lovelace', first_name: 'Ada', last_name: 'Lovelace' });
});

async function publish(parameters: Record<string, unknown> = {}): Promise<HostedTrigger> {
	const trigger = host.trigger({
		credential: { ...account.credential },
		parameters: { pages: account.pageIds, options: { includeSenderProfile: true }, ...parameters } as never,
	});
	await trigger.publish();
	meta.clearCalls();
	return trigger;
}
const tap = async (senderId: string, more: object = {}) =>
	await meta.sendPostback({ pageId: account.pageIds[0] ?? '', senderId, ...more });
const profilesOf = (trigger: HostedTrigger) =>
	trigger.items().map(({ sender }) => (sender as { profile?: unknown }).profile);
const lookUps = () => meta.getCalls().filter(({ path }) => /PSID|IGSID/.test(path));

describe('sender profile', () => {
	it('is added to the item', async () => {
		const trigger = await publish();
		await tap('PSID-7');
		expect(profilesOf(trigger)).toEqual([
			expect.objectContaining({ name: 'Ada Lovelace', first_name: 'Ada', last_name: 'Lovelace' }),
		]);
	});

	it('is left out when it is not asked for', async () => {
		const trigger = await publish({ options: {} });
		await tap('PSID-7');
		expect(profilesOf(trigger)).toEqual([undefined]);
		expect(lookUps()).toEqual([]);
	});

	it('has columns in the flat item', async () => {
		const trigger = await publish({ output: 'flat' });
		await tap('PSID-7');
		expect(trigger.items()).toMatchObject([
			{ sender_name: 'Ada Lovelace', sender_first_name: 'Ada', sender_last_name: 'Lovelace' },
		]);
	});

	it("asks for Instagram's own fields on Instagram", async () => {
		meta.addProfile('IGSID-1', {
			name: 'Ada',
			username: 'ada',
			is_verified_user: true,
			first_name: 'not asked for',
		});
		const trigger = await publish({ channels: ['instagram'] });
		await tap('IGSID-1', { channel: 'instagram' });
		expect(profilesOf(trigger)).toEqual([
			expect.objectContaining({ username: 'ada', is_verified_user: true }),
		]);
		expect(profilesOf(trigger)[0]).not.toHaveProperty('first_name');
	});

	it('is asked for once, however often the person taps', async () => {
		const trigger = await publish();
		for (let count = 0; count < 3; count++) await tap('PSID-7');
		expect(profilesOf(trigger)).toHaveLength(3);
		expect(lookUps()).toHaveLength(1);
	});

	it.each([
		['an empty one, without access', 'PSID-EMPTY', {}],
		['none, for a stranger', 'PSID-UNKNOWN', null],
	])('is null when Meta gives %s', async (_label, senderId, profile) => {
		if (profile !== null) meta.addProfile(senderId, profile);
		const trigger = await publish();
		await tap(senderId);
		expect(profilesOf(trigger)).toEqual([null]);
	});

	it('is null for a sender that is only a user_ref', async () => {
		const trigger = await publish();
		await meta.sendPostback({ pageId: account.pageIds[0] ?? '', senderId: '', userRef: 'U' });
		expect(profilesOf(trigger)).toEqual([null]);
	});

	it.each([
		['hangs', { hang: true as const }],
		['is reset', { reset: true as const }],
		['is an HTML page', { status: 502, body: '<html>' }],
	])('whose look-up %s costs neither the event nor more than two seconds', async (_label, fault) => {
		meta.addFault({ path: /PSID/, times: 9, do: fault });
		const trigger = await publish();
		const [delivery] = await tap('PSID-7');
		expect(delivery).toMatchObject({ status: 200 });
		expect(delivery?.durationMs).toBeLessThan(2_500);
		expect(profilesOf(trigger)).toEqual([null]);
	});

	it('of many people in one delivery are asked for at most five at once', async () => {
		const people = Array.from({ length: 20 }, (_, index) => `PSID-MANY-${index}`);
		for (const person of people) meta.addProfile(person, { name: person });
		const trigger = await publish();
		meta.addFault({ path: /PSID-MANY/, times: 99, do: { delayMs: 100 } });
		const messaging = people.map((id) => ({
			sender: { id },
			timestamp: Date.now(),
			postback: { payload: 'X' },
		}));
		const [delivery] = await meta.sendEvents({
			entries: [{ pageId: account.pageIds[0] ?? '', messaging }],
		});
		expect(profilesOf(trigger)).toEqual(people.map((name) => expect.objectContaining({ name })));
		// Twenty look-ups of 100 ms each, five at a time.
		expect(delivery?.durationMs).toBeGreaterThan(390);
	});
});
