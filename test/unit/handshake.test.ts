import { judgeHandshake } from '../../nodes/MessengerPostbackTrigger/lib/handshake';

const TOKEN = 'expected-token';
const aQuery = (changes: Record<string, unknown> = {}) => ({
	'hub.mode': 'subscribe',
	'hub.challenge': '1158201444',
	'hub.verify_token': TOKEN,
	...changes,
});
const judge = (query: unknown, tokens = [TOKEN]) => judgeHandshake(query, tokens);

describe('handshake', () => {
	it('gives the challenge back for the right token', () => {
		expect(judge(aQuery())).toEqual({ ok: true, challenge: '1158201444' });
	});

	it('accepts any one of several tokens', () => {
		expect(judge(aQuery(), ['other', TOKEN]).ok).toBe(true);
	});

	it.each([
		['underscores', { hub_mode: 'subscribe', hub_challenge: '1', hub_verify_token: TOKEN }],
		['a nested object', { hub: { mode: 'subscribe', challenge: '1', verify_token: TOKEN } }],
	])('reads keys that a parser renamed to %s', (_label, query) => {
		expect(judge(query)).toEqual({ ok: true, challenge: '1' });
	});

	it.each([
		['another token', aQuery({ 'hub.verify_token': 'wrong' }), 'handshakeTokenMismatch'],
		['the start of the token', aQuery({ 'hub.verify_token': 'expected' }), 'handshakeTokenMismatch'],
		['no token', aQuery({ 'hub.verify_token': undefined }), 'handshakeIncomplete'],
		['a token given twice', aQuery({ 'hub.verify_token': [TOKEN, TOKEN] }), 'handshakeIncomplete'],
		['another mode', aQuery({ 'hub.mode': 'unsubscribe' }), 'handshakeIncomplete'],
		['no challenge', aQuery({ 'hub.challenge': undefined }), 'handshakeIncomplete'],
		['markup as challenge', aQuery({ 'hub.challenge': '<script>' }), 'handshakeChallengeUnsafe'],
		['a very long challenge', aQuery({ 'hub.challenge': '1'.repeat(129) }), 'handshakeChallengeUnsafe'],
		['an empty query', {}, 'handshakeIncomplete'],
		['no query', undefined, 'handshakeIncomplete'],
	])('refuses %s', (_label, query, reason) => {
		expect(judge(query)).toEqual({ ok: false, reason });
	});

	it.each([[[]], [['']], [[' ']]])('refuses everything with the tokens %j', (tokens) => {
		expect(judge(aQuery({ 'hub.verify_token': tokens[0] ?? '' }), tokens)).toEqual({
			ok: false,
			reason: 'verifyTokenMissing',
		});
	});
});
