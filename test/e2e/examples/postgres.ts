// postgres.json, on a real PostgreSQL.
import type { Delivery } from '../../../sandbox/meta/index.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

const ALL = 'SELECT * FROM messenger_taps ORDER BY tapped_at';

let example: Example;
let first: Delivery;

export function postgres(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { host, port, database, user, password } = at().outside.postgres;
		const credentials = await at().credential('postgres', { host, port, database, user, password });
		example = await at().open('postgres.json', {
			'Insert the Tap': { credentials },
			'Create the Table': { credentials },
		});
	});

	it('makes its table once, and leaves the one that is there', async () => {
		await example.runFrom('Create the Table Once');
		await example.runFrom('Create the Table Once');
		expect(await at().outside.postgres.query(ALL)).toEqual([]);
	});

	it('inserts a row per event of a delivery, whatever the texts hold', async () => {
		await example.publish();
		const referral = { ref: 'spring', source: 'ADS', type: 'OPEN_THREAD', ad_id: '120' };
		const sender = { id: '6001002003004005006' };
		first = await example.send([
			{
				sender,
				timestamp: 1_790_000_000_001,
				postback: { mid: 'm_1', title: `Größe 😀'; DROP TABLE messenger_taps; --`, payload: '$1', referral },
			},
			{
				sender,
				timestamp: 1_790_000_000_002,
				message: { mid: 'm_2', text: 'Red', quick_reply: { payload: 'RED' } },
			},
			{ sender, timestamp: 1_790_000_000_003, postback: { mid: 'm_3', title: 'No payload' } },
		]);
		await example.ran(1);
		const common = {
			id: expect.stringMatching(/^[0-9a-f]{32}$/),
			channel: 'messenger',
			sender_id: sender.id,
		};
		const bare = { ...common, account_id: example.account.page.id, referral_ref: null, referral_ad_id: null };
		expect(await at().outside.postgres.query(ALL)).toEqual([
			{
				...bare,
				event: 'postback',
				tapped_at: new Date(1_790_000_000_001),
				title: `Größe 😀'; DROP TABLE messenger_taps; --`,
				payload: '$1',
				referral_ref: 'spring',
				referral_ad_id: '120',
			},
			{
				...bare,
				event: 'quickReply',
				tapped_at: new Date(1_790_000_000_002),
				title: 'Red',
				payload: 'RED',
			},
			{
				...bare,
				event: 'postback',
				tapped_at: new Date(1_790_000_000_003),
				title: 'No payload',
				payload: null,
			},
		]);
	});
}

export function postgresAfterRestart(at: () => ExampleWorld): void {
	it('in Postgres, is skipped by its primary key', async () => {
		const before = await at().outside.postgres.query(ALL);
		await example.redeliver(first);
		await example.ran(2);
		expect(await at().outside.postgres.query(ALL)).toEqual(before);
	});
}
