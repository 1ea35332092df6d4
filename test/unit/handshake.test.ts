import { judgeHandshake } from '../../nodes/Messenger/trigger/verify/handshake';

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

	it.each([['1'.repeat(128)], ['a'], ['A_b.c-9']])('gives back the plain challenge %j', (challenge) => {
		expect(judge(aQuery({ 'hub.challenge': challenge }))).toEqual({ ok: true, challenge });
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
		['markup behind a plain start', aQuery({ 'hub.challenge': '1<script>' }), 'handshakeChallengeUnsafe'],
		['markup before a plain end', aQuery({ 'hub.challenge': '<script>1' }), 'handshakeChallengeUnsafe'],
		['a challenge with a line end', aQuery({ 'hub.challenge': '1\n' }), 'handshakeChallengeUnsafe'],
		['an empty challenge', aQuery({ 'hub.challenge': '' }), 'handshakeChallengeUnsafe'],
		['a challenge that is no text', aQuery({ 'hub.challenge': 7 }), 'handshakeIncomplete'],
		['no mode', aQuery({ 'hub.mode': undefined }), 'handshakeIncomplete'],
		['an empty token', aQuery({ 'hub.verify_token': '' }), 'handshakeTokenMismatch'],
		['a token with a space', aQuery({ 'hub.verify_token': `${TOKEN} ` }), 'handshakeTokenMismatch'],
		['a nested key that is no object', { hub: 'mode' }, 'handshakeIncomplete'],
		['a nested key that is null', { hub: null }, 'handshakeIncomplete'],
		['a list as query', ['subscribe'], 'handshakeIncomplete'],
		['a very long challenge', aQuery({ 'hub.challenge': '1'.repeat(129) }), 'handshakeChallengeUnsafe'],
		['an empty query', {}, 'handshakeIncomplete'],
		['no query', undefined, 'handshakeIncomplete'],
	])('refuses %s', (_label, query, reason) => {
		expect(judge(query)).toEqual({ ok: false, reason });
	});

	it('never matches a blank token, though another one is usable', () => {
		for (const blank of ['', ' ']) {
			const query = aQuery({ 'hub.verify_token': blank });
			expect(judge(query, [blank, TOKEN])).toEqual({ ok: false, reason: 'handshakeTokenMismatch' });
			expect(judge(aQuery(), [blank, TOKEN]).ok).toBe(true);
		}
	});

	it.each([[[]], [['']], [[' ']]])('refuses everything with the tokens %j', (tokens) => {
		expect(judge(aQuery({ 'hub.verify_token': tokens[0] ?? '' }), tokens)).toEqual({
			ok: false,
			reason: 'verifyTokenMissing',
		});
	});
});
