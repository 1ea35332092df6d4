// n8n starts, and brings up what is published: whether it stands at Meta as it was, and what is
// done where it does not.
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import { anAccount, type Account } from '../support/account.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import type { HostedTrigger } from '../support/n8nHost';

let account: Account;
const pageId = (index: number) => account.pageIds[index] ?? '';

beforeEach(() => {
	account = anAccount(meta, { pages: 2, withInstagram: true });
});

async function published(parameters: Record<string, unknown> = {}): Promise<HostedTrigger> {
	const trigger = host.trigger({
		credential: { ...account.credential },
		parameters: { pages: account.pageIds, channels: ['messenger', 'instagram'], ...parameters } as never,
	});
	await trigger.publish();
	meta.clearCalls();
	return trigger;
}

async function startAgain(
	trigger: HostedTrigger,
	{ as = 'init', attempts = 1 }: { as?: typeof trigger.activation; attempts?: number } = {},
): Promise<void> {
	trigger.activation = as;
	await trigger.publish({ attempts });
	await background.settled();
}

const writes = () => meta.getCalls().filter(({ isWrite }) => isWrite);
const aToken = (...pages: number[]) =>
	meta.addToken({ appId: account.app.id, pageIds: pages.map((index) => pageId(index)) });
const expectTap = async (trigger: HostedTrigger, page: number, channel: 'messenger' | 'instagram') => {
	const before = trigger.items().length;
	await meta.sendPostback({ pageId: pageId(page), channel });
	expect(trigger.items()).toHaveLength(before + 1);
};

describe('a registration that is in order', () => {
	it.each(['init', 'leadershipChange'] as const)('is read and not written (%s)', async (as) => {
		const trigger = await published();
		await startAgain(trigger, { as });
		expect(writes()).toEqual([]);
		expect(meta.getCalls().length).toBeGreaterThan(0);
		expect(host.log).toEqual([]);
	});

	it('of which nothing is noted is noted again, with its accounts', async () => {
		const trigger = await published();
		for (const key of Object.keys(trigger.staticData)) delete trigger.staticData[key];
		await startAgain(trigger);
		expect(writes()).toEqual([]);
		expect(trigger.staticData).toMatchObject({
			registered: { appId: account.app.id },
			pageIds: account.pageIds,
			instagramIds: account.pages.map(({ instagramAccount }) => instagramAccount?.id),
		});
	});

	it('is left with the credential of then, when that is deleted', async () => {
		const before = meta.snapshot();
		const trigger = await published();
		meta.invalidateToken(account.token, { code: 190, subcode: 463 });
		trigger.credential = { ...account.credential, accessToken: aToken(0, 1) };
		await startAgain(trigger);
		Object.defineProperty(trigger, 'credential', {
			get: () => {
				throw new Error('The credential does not exist');
			},
		});
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(before);
	});

	it('of All Pages stays with those that it was published for', async () => {
		const trigger = await published({ pages: [], pageSelection: 'all' });
		const added = meta.addPage();
		trigger.credential = {
			...account.credential,
			accessToken: meta.addToken({ appId: account.app.id, pageIds: [...account.pageIds, added.id] }),
		};
		await startAgain(trigger);
		expect(meta.pageSubscription(added.id, account.app.id)).toBeNull();
	});
});

describe('a registration that lacks something', () => {
	it.each([
		['messenger', 'page', 'feed'],
		['instagram', 'instagram', 'comments'],
	] as const)('at the app for %s is mended', async (channel, object, field) => {
		const trigger = await published();
		meta.seedAppSubscription(account.app.id, { object, callback_url: trigger.url, fields: [field] });
		await startAgain(trigger);
		await expectTap(trigger, 0, channel);
	});

	it('at one of its Pages is mended there alone', async () => {
		const trigger = await published();
		meta.seedPageSubscription(pageId(1), account.app.id, ['feed']);
		await startAgain(trigger);
		expect(writes()).toHaveLength(1);
		expect(account.fieldsOfPage(1)).toEqual(['feed', 'messaging_postbacks']);
	});
});

describe('a token that has ended', () => {
	const endIt = () => meta.invalidateToken(account.token, { code: 190, subcode: 463 });

	it.each(['init', 'leadershipChange'] as const)(
		'leaves the registration alone when n8n starts, and is a warning (%s)',
		async (as) => {
			const trigger = await published();
			endIt();
			await startAgain(trigger, { as });
			expect(host.reasons()).toEqual(['pagesUnchecked']);
			expect(writes()).toEqual([]);
			await expectTap(trigger, 1, 'messenger');
		},
	);

	it('is told by the check of what is to be published when somebody publishes', async () => {
		const trigger = await published();
		endIt();
		await startAgain(trigger, { as: 'activate' });
		expect(host.reasons()).not.toContain('pagesUnchecked');
		expect(host.reasons()).toContain('tokenEnded');
	});

	it('is not what silence of Meta is taken for', async () => {
		const trigger = await published();
		meta.addFault({
			path: /me\/accounts|batch|^\/v[\d.]+\/$/,
			times: 99,
			do: { status: 500, body: '<html>' },
		});
		trigger.activation = 'init';
		expect(await messageOf(trigger.publish())).toContain('HTTP 500');
		expect(host.reasons()).not.toContain('pagesUnchecked');
	});
});

describe('a token that lost a Page', () => {
	it('leaves the taps of both of them to the workflow', async () => {
		const trigger = await published();
		trigger.credential = { ...account.credential, accessToken: aToken(0) };
		await startAgain(trigger);
		await expectTap(trigger, 0, 'messenger');
		await expectTap(trigger, 1, 'messenger');
	});
});
