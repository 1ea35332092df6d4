// carousel-from-google-sheets.json: the rows of a sheet are the cards of one message.
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';
import { consent } from './googleConsent.ts';

const HEADER = ['title', 'subtitle', 'image_url', 'button', 'payload'];
const ROWS = [
	['Bread', 4, 'https://example.com/bread.jpg', 'Order', '{"buy":"bread"}'],
	['Roll', '', '', 'Order', 'BUY_ROLL'],
	['Cake', 'On Sundays', '', 'Order', 7],
];
const MORE = Array.from({ length: 10 }, (_, index) => [
	`Cookie ${index + 1}`,
	'Sweet',
	'',
	'Order',
	'COOKIE',
]);

let example: Example;

export function carouselFromGoogleSheets(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { google } = at().outside;
		google.sheet('Cards').write('Cards!A1', [HEADER, ...ROWS], 'RAW');
		const documentId = { __rl: true, mode: 'list', value: google.spreadsheetId };
		example = await at().publish('carousel-from-google-sheets.json', {
			'Read the Cards': { credentials: await consent(at()), parameters: { documentId } },
		});
	});

	const card = (title: string, payload: string, more: object = {}) => ({
		title,
		...more,
		buttons: [{ type: 'postback', title: 'Order', payload }],
	});
	const carousel = (elements: object[]) => ({
		attachment: { type: 'template', payload: { template_type: 'generic', elements } },
	});

	it('answers every tap of one delivery, on both channels', async () => {
		const cards = carousel([
			card('Bread', '{"buy":"bread"}', { subtitle: '4', image_url: 'https://example.com/bread.jpg' }),
			card('Roll', 'BUY_ROLL'),
			card('Cake', '7', { subtitle: 'On Sundays' }),
		]);
		const tapOf = (id: string) => ({
			sender: { id },
			timestamp: Date.now(),
			postback: { mid: `m_${id}`, title: 'Products', payload: 'PRODUCTS' },
		});
		await example.send([tapOf('PSID-1'), tapOf('PSID-2')]);
		await example.ran(1);
		await example.tap({ senderId: 'IGSID-1', payload: 'PRODUCTS', channel: 'instagram' });
		await example.ran(2);
		const arrived = example.sent().map(({ recipient, message }) => [recipient.id, message]);
		expect(arrived.slice(0, 2).sort()).toEqual([
			['PSID-1', cards],
			['PSID-2', cards],
		]);
		expect(arrived.slice(2)).toEqual([['IGSID-1', cards]]);
	});

	it('shows the first ten of more rows, and answers no other button', async () => {
		at().outside.google.sheet('Cards').append('Cards!1:1', MORE, 'RAW');
		await example.tap({ senderId: 'PSID-1', payload: 'BUY_ROLL' });
		await example.tap({ senderId: 'PSID-1', payload: 'PRODUCTS' });
		await example.ran(3);
		const { elements } = (example.sent()[3]?.message.attachment as { payload: { elements: object[] } })
			.payload;
		expect(elements).toHaveLength(10);
		expect(elements.at(-1)).toMatchObject({ title: 'Cookie 7' });
		expect(example.sent()).toHaveLength(4);
	});
}
