/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
import { readFileSync } from 'node:fs';
import { aBody, anEntry, aPostbackEvent, PAGE_ID } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';

const reference: unknown = JSON.parse(readFileSync('test/fixtures/reference-sample.json', 'utf8'));
const sampleEvent = (reference as { value: unknown }).value;

const referenceItem = {
	event: 'postback',
	channel: 'messenger',
	timestamp: '2018-05-27T22:23:44.000Z',
	sender: { id: null, user_ref: 'USER-REF-ID' },
	recipient: { id: 'PAGE-ID' },
	mid: 'm_MESSAGE-ID',
	title: 'TITLE-FOR-THE-CTA',
	payload: 'USER-DEFINED-PAYLOAD',
	payloadData: null,
	referral: { ref: 'USER-DEFINED-REFERRAL-PARAM', source: 'SHORT-URL', type: 'OPEN_THREAD' },
	details: null,
	isStandby: false,
	isTest: true,
};

const tap = (payload: string) => aPostbackEvent({ postback: { mid: `m_${payload}`, title: 'T', payload } });
const payloadsOf = (items: Array<Record<string, unknown>>) => items.map(({ payload }) => payload);

describe('envelopes', () => {
	it("reads the reference page's sample, bare, as one test item with every field in place", () => {
		const { items } = readBody(reference);
		expect(items).toEqual([
			{ id: expect.stringMatching(/^[0-9a-f]{32}$/), accountId: null, ...referenceItem },
		]);
	});

	it("reads the same sample as Meta's Test button wraps it, with entry ID 0", () => {
		const { items } = readBody({
			object: 'page',
			entry: [{ id: '0', time: 1_790_000_000, changes: [reference] }],
		});
		expect(items).toEqual([
			{ id: expect.stringMatching(/^[0-9a-f]{32}$/), accountId: '0', ...referenceItem },
		]);
	});

	it('takes a test body whatever Pages are selected', () => {
		const filters = openFilters({ pageIds: new Set([PAGE_ID]) });
		expect(readBody(reference, filters).items).toHaveLength(1);
		expect(
			readBody({ object: 'page', entry: [{ id: '0', changes: [reference] }] }, filters).items,
		).toHaveLength(1);
		expect(
			readBody({ object: 'page', entry: [{ id: '7', changes: [reference] }] }, filters).items,
		).toHaveLength(0);
	});

	it('reads messaging, standby, changes and a flat field of one entry, all of them', () => {
		const entry = anEntry({
			messaging: [tap('A')],
			standby: [tap('B')],
			changes: [{ field: 'messaging_postbacks', value: tap('C') }],
			field: 'messaging_postbacks',
			value: tap('D'),
		});
		const { items, skipped } = readBody(aBody({ entry: [entry] }));
		expect(payloadsOf(items)).toEqual(['A', 'B', 'C', 'D']);
		expect(items.map(({ isStandby }) => isStandby)).toEqual([false, true, false, false]);
		expect(skipped).toEqual([]);
	});

	it('reads every event of every entry, in order', () => {
		const body = aBody({
			entry: [
				anEntry({ messaging: [tap('A'), tap('B')] }),
				anEntry({ id: '2000', messaging: [tap('C')] }),
				anEntry({ messaging: [tap('D')] }),
			],
		});
		const { items } = readBody(body);
		expect(payloadsOf(items)).toEqual(['A', 'B', 'C', 'D']);
		expect(items.map(({ accountId }) => accountId)).toEqual([PAGE_ID, PAGE_ID, '2000', PAGE_ID]);
	});

	it('reads each element of a top-level array', () => {
		const { items } = readBody([aBody(), aBody({ object: 'instagram' })]);
		expect(items.map(({ channel }) => channel)).toEqual(['messenger', 'instagram']);
	});

	it("treats a change on the field 'standby' as standby", () => {
		const entry = anEntry({ messaging: [], changes: [{ field: 'standby', value: sampleEvent }] });
		expect(readBody(aBody({ entry: [entry] })).items).toMatchObject([{ isStandby: true }]);
	});

	it('leaves changes on other fields alone', () => {
		const entry = anEntry({ messaging: [], changes: [{ field: 'feed', value: sampleEvent }] });
		expect(readBody(aBody({ entry: [entry] }))).toEqual({ items: [], skipped: ['fieldNotOurs'] });
	});

	it.each([
		[
			'the old Test body with a Page ID only',
			{ field: 'messaging_postbacks', value: { page_id: '1' } },
			'notAButtonTap',
		],
		['a change without value', { field: 'messaging_postbacks' }, 'malformedEvent'],
		['a change that is null', null, 'malformedEvent'],
	])('ignores %s', (_label, change, reason) => {
		const entry = anEntry({ messaging: [], changes: [change] });
		expect(readBody(aBody({ entry: [entry] }))).toEqual({ items: [], skipped: [reason] });
	});

	it.each([
		['missing', undefined],
		['null', null],
		['an object', {}],
		['text', 'x'],
		['empty', []],
	])('ignores a delivery whose entry is %s', (_label, entry) => {
		expect(readBody({ object: 'page', entry })).toEqual({ items: [], skipped: [] });
	});

	it('skips elements that are no objects and keeps the others', () => {
		const body = aBody({ entry: [null, 7, anEntry({ messaging: [null, 'x', tap('A')] })] });
		const { items, skipped } = readBody(body);
		expect(payloadsOf(items)).toEqual(['A']);
		expect(skipped).toEqual(Array(4).fill('malformedEvent'));
	});

	it('skips elements of a top-level array that are no objects and keeps the others', () => {
		const { items, skipped } = readBody([null, 7, 'field', [aBody()], aBody()]);
		expect(items).toHaveLength(1);
		expect(skipped).toEqual(Array(4).fill('malformedEvent'));
	});

	it('skips an event that is nested too deep to be written as JSON again', () => {
		const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
		const event = (levels: number) =>
			aPostbackEvent({ postback: { payload: 'A', referral: { nested: nested(levels) } } });
		const bodyOf = (levels: number) => aBody({ entry: [anEntry({ messaging: [event(levels)] })] });
		expect(readBody(bodyOf(400)).items).toHaveLength(1);
		expect(readBody(bodyOf(600))).toEqual({ items: [], skipped: ['malformedEvent'] });
	});

	it.each([['null'], ['7'], ['"text"'], ['true']])('refuses the JSON %s as no envelope', (json) => {
		expect(() => readBody(JSON.parse(json))).toThrow('notAnEnvelope');
	});
});
