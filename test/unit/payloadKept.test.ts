// Whatever JSON a payload is: all of it is in the item, and still is when n8n has stored the item
// and a node writes it as text.
import fc from 'fast-check';
import { parse, stringify } from 'flatted';
import { aBody, anEntry, aPostbackEvent } from '../support/delivery';
import { aDocument, lossIn, write } from '../support/jsonDocuments';
import { openFilters, readBody } from '../support/settings';

const itemOf = (payload: string, form: 'simplified' | 'flat' = 'simplified') => {
	const messaging = [aPostbackEvent({ postback: { payload } })];
	const [item] = readBody(aBody({ entry: [anEntry({ messaging })] }), openFilters(), form).items;
	// As n8n stores it.
	return (parse(stringify({ json: item })) as { json: Record<string, unknown> }).json;
};

describe('a payload that is JSON', () => {
	it('loses no digit and no key on its way, but __proto__', () => {
		fc.assert(
			fc.property(aDocument, (document) => {
				const payload = write(document);
				const item = itemOf(payload);
				expect(item.payload).toBe(payload);
				expect(lossIn(document.model, JSON.parse(JSON.stringify(item.payloadData)))).toBeNull();
			}),
			{ numRuns: 2_000 },
		);
	});

	it('has a column in a flat item for each key with a simple value', () => {
		fc.assert(
			fc.property(aDocument, (document) => {
				const payload = write(document);
				const { payloadData } = itemOf(payload) as { payloadData: object };
				const flat = itemOf(payload, 'flat');
				for (const [key, value] of Object.entries(payloadData)) {
					const isSimple = typeof value !== 'object' || value === null;
					expect(Object.hasOwn(flat, `payload_${key}`)).toBe(isSimple);
					if (isSimple) expect(flat[`payload_${key}`]).toEqual(value);
				}
			}),
		);
	});
});
