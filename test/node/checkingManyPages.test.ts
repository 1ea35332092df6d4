// subscription/check of many Pages: few requests, and not one write.
import { anAccount } from '../support/account.ts';
import { check } from '../support/checks';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';

const MOST_REQUESTS = 60;

describe.each([1, 50, 500])('%d Pages', (count) => {
	it('that are in order are checked without a write, by few requests', async () => {
		const account = anAccount(meta, { pages: count, withInstagram: true });
		const trigger = host.trigger({
			credential: account.credential,
			parameters: { pageSelection: 'all', channels: ['messenger', 'instagram'] },
		});
		await trigger.publish();
		const before = JSON.stringify(meta.snapshot());
		const staticData = {};
		for (const beside of [[trigger], []]) {
			meta.refillBudgets();
			meta.clearCalls();
			const { credential } = account;
			const item = await check({ credential, beside, staticData, options: { repair: true } });
			expect(item).toMatchObject({ healthy: true, findings: [], repaired: [] });
			expect(item.pages).toHaveLength(count);
			const calls = meta.getCalls();
			expect(calls.filter(({ isWrite }) => isWrite)).toEqual([]);
			const requests = calls.filter(({ kind }) => kind === 'request');
			expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS);
		}
		expect(JSON.stringify(meta.snapshot())).toBe(before);
	}, 60_000);
});

describe('many Pages that lack a field', () => {
	it('are mended by few requests, each told by its name', async () => {
		const account = anAccount(meta, { pages: 120 });
		const trigger = host.trigger({ credential: account.credential, parameters: { pages: account.pageIds } });
		await trigger.publish();
		for (const id of account.pageIds) meta.seedPageSubscription(id, account.app.id, ['feed']);
		const [first = ''] = account.pageIds;
		const refusal = { status: 403, body: { error: { message: 'Not now', code: 200 } } };
		meta.addFault({ method: 'POST', path: `${first}/subscribed_apps`, times: 9, do: refusal });
		meta.clearCalls();
		const item = await check({
			credential: account.credential,
			beside: [trigger],
			options: { repair: true },
		});
		expect(item.findings.map(({ code, pageId }) => [code, pageId])).toEqual([
			['repairFailed', first],
			['pageFieldMissing', first],
		]);
		expect(item.repaired).toHaveLength(119);
		expect(account.pageIds.slice(1).map((id) => meta.pageSubscription(id, account.app.id)?.sort())).toEqual(
			Array(119).fill(['feed', 'messaging_postbacks']),
		);
		const requests = meta.getCalls().filter(({ kind }) => kind === 'request');
		expect(requests.length).toBeLessThanOrEqual(MOST_REQUESTS);
	});
});
