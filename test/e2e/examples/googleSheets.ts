// google-sheets.json, with a Google account that consented in n8n's own OAuth flow.
import type { Delivery } from '../../../sandbox/meta/index.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';
import { consent } from './googleConsent.ts';

const HEADER = ['id', 'timestamp', 'channel', 'sender_id', 'title', 'payload', 'payload_sku'];
const PSID = '6001002003004005006';

let example: Example;
let first: Delivery;

export function googleSheets(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { google } = at().outside;
		google.sheet('Taps').write('Taps!A1', [HEADER], 'RAW');
		const document = { __rl: true, mode: 'list', value: google.spreadsheetId };
		example = await at().publish('google-sheets.json', {
			'Add the Row': { credentials: await consent(at()), parameters: { documentId: document } },
		});
	});

	it('adds a row per tap, with IDs as text and no payload as a formula', async () => {
		first = await example.tap({
			senderId: PSID,
			title: 'Buy',
			payload: '{"action":"BUY","sku":7}',
			timestamp: 1_790_000_000_001,
		});
		await example.ran(1);
		await example.tap({ senderId: PSID, title: '=1+1', payload: '=HYPERLINK("x")', channel: 'instagram' });
		await example.ran(2);
		const [header, buy, formula, ...more] = at().outside.google.sheet('Taps').cells();
		expect(header).toEqual(HEADER);
		expect(buy).toEqual([
			expect.stringMatching(/^[0-9a-f]{32}$/),
			'2026-09-21T14:13:20.001Z',
			'messenger',
			PSID,
			'Buy',
			'{"action":"BUY","sku":7}',
			7,
		]);
		expect(formula?.slice(2)).toEqual(['instagram', PSID, '=1+1', '=HYPERLINK("x")']);
		expect(more).toEqual([]);
	});

	it('keeps every row of taps that come at the same time', async () => {
		const payloads = ['A', 'B', 'C', 'D'];
		await Promise.all(payloads.map(async (payload) => await example.tap({ payload })));
		await example.ran(6);
		const rows = at().outside.google.sheet('Taps').shown().slice(3);
		expect(rows.map((row) => row[5]).sort()).toEqual(payloads);
		expect(new Set(rows.map((row) => row[0])).size).toBe(4);
	});

	it('adds none for a tap that is delivered again', async () => {
		await example.redeliver(first);
		await example.tap({ payload: 'LAST' });
		await example.ran(7);
		expect(at().outside.google.sheet('Taps').shown()).toHaveLength(8);
	});
}

export function googleSheetsAfterRestart(at: () => ExampleWorld): void {
	it('in Google Sheets, updates its own row', async () => {
		const before = at().outside.google.sheet('Taps').cells();
		await example.redeliver(first);
		await example.ran(8);
		expect(at().outside.google.sheet('Taps').cells()).toEqual(before);
	});
}
