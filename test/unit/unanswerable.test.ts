import {
	whyUnanswerable,
	whyUnreachable,
	type AnswerPath,
} from '../../nodes/Messenger/actions/message/ask/unanswerable';
import type { AppRecord } from '../../nodes/Messenger/graph/appRecord';

const ORIGIN = 'https://n8n.example.com';
const record = (changes: Partial<AppRecord> = {}): AppRecord => ({
	object: 'page',
	callbackUrl: `${ORIGIN}/webhook/a/webhook?also=/webhook/b/webhook`,
	isActive: true,
	fields: ['messaging_postbacks', 'messages'],
	...changes,
});
const why = (changes: Partial<AnswerPath> = {}) =>
	whyUnanswerable({
		origin: ORIGIN,
		channel: 'messenger',
		style: 'buttons',
		records: [record()],
		receiver: 'ours',
		pageFields: ['messaging_postbacks', 'messages'],
		...changes,
	})?.message ?? null;

describe('answers arrive', () => {
	it.each<[string, Partial<AnswerPath>]>([
		['when the callback is ours and both levels have the field', {}],
		['when quick replies have theirs', { style: 'quickReplies' }],
		['when Meta does not say what the app has', { records: null }],
		['when Meta does not say what the Page has', { pageFields: undefined }],
		['when the owner of the callback is sick', { receiver: 'sick' }],
		[
			'on Instagram, by its own record and the field in its spelling',
			{ channel: 'instagram', records: [record({ object: 'instagram' })] },
		],
	])('%s', (_when, changes) => {
		expect(why(changes)).toBeNull();
	});
});

describe('nobody could answer', () => {
	it.each<[string, Partial<AnswerPath>, string]>([
		['without a callback', { records: [] }, 'no workflow receives the taps of this Meta app'],
		[
			'with one of the other channel',
			{ channel: 'instagram' },
			'no workflow receives the taps of this Meta app',
		],
		[
			'with one that Meta switched off',
			{ records: [record({ isActive: false })] },
			'no workflow receives the taps of this Meta app',
		],
		[
			'with one on another host',
			{ origin: 'http://localhost:5678' },
			`Meta sends the taps of this app to ${ORIGIN}, and this n8n is http://localhost:5678`,
		],
		[
			'with one of nobody',
			{ receiver: 'gone' },
			`no trigger of this package receives the taps of this Meta app at ${record().callbackUrl}`,
		],
		[
			'with one of somebody else',
			{ receiver: 'foreign' },
			`no trigger of this package receives the taps of this Meta app at ${record().callbackUrl}`,
		],
		[
			'without the field at the app',
			{ style: 'quickReplies', records: [record({ fields: ['messaging_postbacks'] })] },
			'the app is not subscribed to messages',
		],
		[
			'without the field at the Page',
			{ pageFields: ['messages'] },
			'the Page is not subscribed to messaging_postbacks for this app',
		],
		[
			'without the app on the Page',
			{ pageFields: null },
			'the Page is not subscribed to messaging_postbacks for this app',
		],
	])('%s', (_when, changes, message) => {
		expect(why(changes)).toBe(`Nobody could answer: ${message}`);
	});
});

describe('n8n reaches itself', () => {
	it('when it says that the execution runs', () => {
		expect(whyUnreachable(ORIGIN, false, 409)).toBeNull();
		expect(whyUnreachable(ORIGIN, false, 'form')).toBeNull();
	});

	it.each([
		[0, 'did not answer'],
		[401, 'answered 401 instead of 409'],
		[404, 'answered 404 instead of 409'],
		[200, 'answered 200 instead of 409'],
		[307, 'answered 307 instead of 409'],
	])('and not when it answers %d', (status, words) => {
		expect(whyUnreachable(ORIGIN, false, status)?.message).toBe(
			`Nobody could answer: n8n does not reach itself at ${ORIGIN}, which ${words}`,
		);
	});

	it.each([
		[false, /enter in 'Internal URL' of the credential where it can/],
		[true, /^Correct 'Internal URL' of the credential/],
	])('names the field that helps, filled in before: %s', (isInternal, words) => {
		expect(whyUnreachable(ORIGIN, isInternal, 0)?.facts.description).toMatch(words);
	});
});
