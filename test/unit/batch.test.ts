import { batchForm, batchRefusedText, isBatchRefusal, readBatch } from '../../nodes/Messenger/graph/batch';
import { unanswered, type GraphAnswer } from '../../nodes/Messenger/graph/graphAnswer';
import type { GraphOutcome, MetaError } from '../../nodes/Messenger/graph/graphFailure';

const OK = { status: 200, headers: {} };
const read = (body: unknown, count: number) => readBatch({ ...OK, text: JSON.stringify(body) }, count);
const answer = (changes: Partial<GraphAnswer> = {}): GraphAnswer => ({
	outcome: null,
	body: undefined,
	wait: null,
	...changes,
});
const refused = (changes: Partial<MetaError> = {}, status = 400): GraphOutcome => ({
	kind: 'refused',
	error: { message: 'No', code: 200, subcode: null, traceId: null, ...changes },
	status,
});

describe('what is sent', () => {
	it('has each part with its query in the URL and its form in the body, encoded', () => {
		const query = { access_token: 'a|b&c', fields: 'id,name' };
		const form = batchForm([
			{ method: 'GET', path: 'v25.0/1', query },
			{ method: 'POST', path: 'v25.0/2/x', query: {}, form: { text: 'ü = 1&2' } },
		]);
		const url = 'v25.0/1?access_token=a%7Cb%26c&fields=id%2Cname';
		expect(JSON.parse(form.batch ?? '')).toEqual([
			{ method: 'GET', relative_url: url },
			{ method: 'POST', relative_url: 'v25.0/2/x?', body: 'text=%C3%BC+%3D+1%262' },
		]);
		expect(form.include_headers).toBe('true');
	});
});

describe('what an answer says', () => {
	it('is an answer for each part, in their order', () => {
		const parts = [
			{ code: 200, body: '{"id":"1"}' },
			null,
			{ code: 400, body: '{"error":{"message":"No","code":10}}' },
			{ code: 502, body: '<html>' },
		];
		expect(read(parts, 4)).toEqual({
			parts: [
				answer({ body: { id: '1' } }),
				unanswered({ kind: 'cutShort' }),
				answer({ outcome: refused({ code: 10 }) }),
				unanswered({ kind: 'unreadable', status: 502 }),
			],
		});
	});

	it.each([
		['in seconds, whatever the case', [{ name: 'Retry-After', value: '7' }], 7],
		[
			'in minutes',
			[
				{
					name: 'x-business-use-case-usage',
					value: '{"1":[{"estimated_time_to_regain_access":2}]}',
				},
			],
			120,
		],
		['nowhere', [{ name: 'date', value: 'now' }], 60],
		['in a list of something else', [null, 7, { name: 8 }, { value: '7' }], 60],
		['in what is no list', { 'retry-after': '7' }, 60],
		['without headers', undefined, 60],
	])('asks for a wait %s', (_label, headers, wait) => {
		const body = JSON.stringify({ error: { message: 'Slow', code: 4 } });
		expect(read([{ code: 400, headers, body }], 1)).toMatchObject({ parts: [{ wait }] });
	});

	it.each([
		['a number', 7],
		['text', 'no'],
		['an object', {}],
		['a list', []],
		['a body that is none', { code: 200, body: 7 }],
		['no body', { code: 200 }],
		['a status that is text', { code: '200', body: '{}' }],
	])('is nothing for a part that is %s', (_label, part) => {
		expect(read([part], 1)).toMatchObject({ parts: [{ outcome: { kind: 'unreadable' } }] });
	});

	it.each([
		['too short', [null]],
		['too long', [null, null, null]],
		['empty', []],
		['no list', { 0: null, 1: null }],
		['null', null],
	])('is one for all parts when the list is %s', (_label, body) => {
		expect(read(body, 2)).toEqual({ whole: unanswered({ kind: 'unreadable', status: 200 }) });
	});

	it('is one for all parts when Meta refuses the batch, or something else answers', () => {
		const error = { message: 'Too many requests in batch message', type: 'GraphBatchException' };
		const { message } = error;
		expect(read({ error }, 2)).toEqual({ whole: answer({ outcome: refused({ message, code: null }, 200) }) });
		expect(readBatch({ status: 502, headers: {}, text: '<html>' }, 2)).toEqual({
			whole: unanswered({ kind: 'unreadable', status: 502 }),
		});
		expect(readBatch({ status: 500, headers: {}, text: '[null,null]' }, 2)).toHaveProperty('whole');
	});
});

describe('is a refusal of batches as such', () => {
	const PROOF = refused({ code: 100, message: 'Invalid appsecret_proof provided' });
	it.each<[string, GraphOutcome | null, 'call' | 'part' | 'batch', boolean]>([
		['a success', null, 'part', false],
		['a lasting refusal of the batch', refused(), 'batch', true],
		['one without a code', refused({ code: null }), 'batch', true],
		['a passing refusal of the batch', refused({ code: 2 }), 'batch', false],
		['a rate limit of the batch', refused({ code: 4 }), 'batch', false],
		['another address', { kind: 'unreadable', status: 404 }, 'batch', true],
		['a bad gateway', { kind: 'unreadable', status: 502 }, 'batch', false],
		['a list of the wrong length', { kind: 'unreadable', status: 200 }, 'batch', false],
		['silence', { kind: 'timedOut', seconds: 15 }, 'batch', false],
		['a refusal of a part', refused(), 'part', false],
		['a proof of a part that is not taken', PROOF, 'part', true],
		['a part at another address', { kind: 'unreadable', status: 404 }, 'part', false],
		['a refused call by itself', PROOF, 'call', false],
	])('%s: %j of the %s is %s', (_label, outcome, of, is) => {
		expect(isBatchRefusal({ call: null, answer: answer({ outcome }), of })).toBe(is);
	});

	it("is told with Meta's words, if there are any", () => {
		expect(batchRefusedText(refused())).toContain('each goes by itself. (Meta: "No", code 200)');
		expect(batchRefusedText({ kind: 'unreadable', status: 404 })).toContain(
			'each goes by itself. With many Pages',
		);
	});
});
