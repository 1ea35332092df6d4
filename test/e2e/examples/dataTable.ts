// data-table.json, in n8n's own tables.
import type { Delivery } from '../../../sandbox/meta/index.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';
import { tableRows as rows } from '../support/tableRows.ts';

let example: Example;
let first: Delivery;

export function dataTable(at: () => ExampleWorld): void {
	beforeAll(async () => {
		example = await at().open('data-table.json');
		await example.runFrom('Create the Table Once');
		await example.publish();
	});

	it('makes a row per tap of either channel', async () => {
		first = await example.tap({
			senderId: 'PSID-1',
			title: 'Buy',
			payload: 'BUY',
			timestamp: 1_790_000_000_001,
		});
		await example.ran(1);
		await example.tap({ senderId: 'IGSID-1', title: 'Ship', payload: 'SHIP', channel: 'instagram' });
		await example.ran(2);
		const [buy, ship, ...more] = await rows(at(), 'messenger_taps');
		expect(buy).toMatchObject({
			event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
			event: 'postback',
			channel: 'messenger',
			tapped_at: '2026-09-21T14:13:20.001Z',
			account_id: example.account.page.id,
			sender_id: 'PSID-1',
			title: 'Buy',
			payload: 'BUY',
			referral_ref: null,
			referral_ad_id: null,
			is_test: false,
		});
		expect(ship).toMatchObject({ channel: 'instagram', sender_id: 'IGSID-1', payload: 'SHIP' });
		expect(more).toEqual([]);
	});

	it('leaves the table alone when it is made again', async () => {
		await example.runFrom('Create the Table Once');
		expect(await rows(at(), 'messenger_taps')).toHaveLength(2);
	});
}

export function dataTableAfterRestart(at: () => ExampleWorld): void {
	it('in a data table, updates its own row', async () => {
		await example.redeliver(first);
		await example.ran(3);
		const saved = await rows(at(), 'messenger_taps');
		expect(saved.map(({ payload }) => payload)).toEqual(['BUY', 'SHIP']);
	});
}
