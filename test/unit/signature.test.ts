import { signBody, verifySignature } from '../../nodes/Messenger/trigger/verify/signature';
import { aBody, APP_SECRET, metaBytes, sign, signSha1 } from '../support/delivery';

// Computed with: printf '%s' BODY | openssl dgst -sha256 -hmac known-answer-secret
const KNOWN_BODY = Buffer.from('{"text":"\\u00e4 \\ud83d\\ude00 a\\/b"}');
const KNOWN_SECRET = 'known-answer-secret';
const KNOWN_SIGNATURE = 'sha256=d21e4786d00d04808d3ca7dcdcd0ff79ecae12075db3e03bc1d101b43f2d567d';

const body = metaBytes(aBody());
const secrets = [APP_SECRET];
const sha1 = signSha1(body).slice(5);
const verify = (header: unknown, bytes: Uint8Array = body, keys: string[] = secrets) =>
	verifySignature(bytes, header, keys);

describe('signature', () => {
	it('equals the one OpenSSL computes', () => {
		expect(signBody(KNOWN_BODY, KNOWN_SECRET)).toBe(KNOWN_SIGNATURE);
		expect(verify(KNOWN_SIGNATURE, KNOWN_BODY, [KNOWN_SECRET])).toEqual({ ok: true });
	});

	it('accepts a body with an umlaut, an emoji and a slash, escaped as Meta escapes them', () => {
		const escaped = metaBytes({ title: 'ä 😀', payload: 'a/b' });
		expect(escaped.toString()).toBe('{"title":"\\u00e4 \\ud83d\\ude00","payload":"a\\/b"}');
		expect(verify(sign(escaped), escaped)).toEqual({ ok: true });
	});

	it('rejects a body that was re-serialised after signing', () => {
		const escaped = metaBytes({ title: 'ä 😀', payload: 'a/b' });
		const reserialised = Buffer.from(JSON.stringify(JSON.parse(escaped.toString())));
		expect(verify(sign(escaped), reserialised)).toEqual({ ok: false, reason: 'signatureBodyChanged' });
	});

	describe('of an ASCII body that was written anew on the way', () => {
		const original = metaBytes(
			aBody({ note: 'a/b <a@b> 5% "c" \\ \n \u0001 https://shop.example/?q=1', number: 1.5, empty: '' }),
		);
		const parsed: unknown = JSON.parse(original.toString());
		const changedBy = (rewrite: (text: string) => string) => Buffer.from(rewrite(original.toString()));

		it.each<[string, Buffer]>([
			['without the escaped slashes', Buffer.from(JSON.stringify(parsed))],
			['pretty-printed', Buffer.from(JSON.stringify(parsed, null, 2))],
			['with tabs and line ends', changedBy((text) => text.replaceAll(',"', ',\r\n\t"'))],
			['with blanks behind colons and commas', changedBy((text) => text.replace(/":/g, '": '))],
			['with a line end behind it', changedBy((text) => `${text}\n`)],
			['with other escapes', changedBy((text) => text.replaceAll('a', '\\u0061'))],
		])('names that as the cause: %s', (_label, changed) => {
			expect(verify(sign(original), changed)).toEqual({ ok: false, reason: 'signatureBodyChanged' });
			// With another secret nobody can tell.
			expect(verify(sign(original, 'other'), changed)).toEqual({ ok: false, reason: 'signatureMismatch' });
		});

		it('names it for escapes in capitals', () => {
			const signed = Buffer.from('{"text":"\\u00e4\\u4f60"}');
			const changed = Buffer.from('{"text": "\\u00E4\\u4F60"}');
			expect(verify(sign(signed), changed)).toEqual({ ok: false, reason: 'signatureBodyChanged' });
		});

		it("names it for what Meta's older pages escape too", () => {
			const signed = Buffer.from('{"text":"a\\u0040b \\u003C \\u0025 \\/"}');
			const changed = Buffer.from('{"text":"a@b < % /"}');
			expect(verify(sign(signed), changed)).toEqual({ ok: false, reason: 'signatureBodyChanged' });
		});

		it('names it for what was signed with bare slashes, and printed with blanks', () => {
			const signed = Buffer.from('{"text":"a/b"}');
			const changed = Buffer.from('{ "text": "a/b" }');
			expect(verify(sign(signed), changed)).toEqual({ ok: false, reason: 'signatureBodyChanged' });
		});

		it('names it whichever of the secrets signed', () => {
			const changed = Buffer.from(JSON.stringify(parsed));
			expect(verify(sign(original), changed, ['other', APP_SECRET])).toEqual({
				ok: false,
				reason: 'signatureBodyChanged',
			});
		});

		it('does not name it for a body with another value', () => {
			const changed = changedBy((text) => text.replace('1.5', '2.5').replaceAll('\\/', '/'));
			expect(verify(sign(original), changed)).toEqual({ ok: false, reason: 'signatureMismatch' });
		});

		it('is looked for in eight kilobytes at most', () => {
			const bodyOf = (length: number) => metaBytes({ a: 'x'.repeat(length - 14), b: 7 });
			const changed = (body: Buffer) => Buffer.from(body.toString().replace(',', ' ,'));
			const [longest, longer] = [bodyOf(2 ** 13 - 1), bodyOf(2 ** 13)];
			expect(verify(sign(longest), changed(longest))).toMatchObject({ reason: 'signatureBodyChanged' });
			expect(verify(sign(longer), changed(longer))).toMatchObject({ reason: 'signatureMismatch' });
		});

		it.each(['{"a', '"\\', '"\\q"', '{"a":"\n"}', '"'.repeat(99), ''])(
			'is not claimed for what is no JSON: %j',
			(text) => {
				expect(verify(sign(original), Buffer.from(text))).toEqual({ ok: false, reason: 'signatureMismatch' });
			},
		);
	});

	it('accepts any one of several secrets', () => {
		expect(verify(sign(body, 'old'), body, [APP_SECRET, 'old'])).toEqual({ ok: true });
		expect(verify(sign(body, 'older'), body, [APP_SECRET, 'old']).ok).toBe(false);
	});

	it.each([
		['no header', undefined, 'signatureMissing'],
		['an empty header', '', 'signatureMissing'],
		['another secret', sign(body, 'other'), 'signatureMismatch'],
		['a SHA-1 signature of this body', signSha1(body), 'signatureMalformed'],
		['a SHA-1 hash that says SHA-256', `sha256=${sha1}`, 'signatureMalformed'],
		[
			'a SHA-1 hash filled up to the length of SHA-256',
			`sha256=${sha1.padEnd(64, '0')}`,
			'signatureMismatch',
		],
		['a SHA-256 hash that says SHA-1', `sha1=${sign(body).slice(7)}`, 'signatureMalformed'],
		['a hash in upper case', sign(body).toUpperCase(), 'signatureMalformed'],
		['an upper-case hash', `sha256=${sign(body).slice(7).toUpperCase()}`, 'signatureMalformed'],
		['a signature with a line end', `${sign(body)}\n`, 'signatureMalformed'],
		['a signature behind a space', ` ${sign(body)}`, 'signatureMalformed'],
		['a hash without prefix', sign(body).slice(7), 'signatureMalformed'],
		['a short hash', sign(body).slice(0, -1), 'signatureMalformed'],
		['a long hash', `${sign(body)}0`, 'signatureMalformed'],
		['characters that are not hexadecimal', `sha256=${'g'.repeat(64)}`, 'signatureMalformed'],
		['two values', `${sign(body)}, ${sign(body)}`, 'signatureMalformed'],
		['a list of values', [sign(body)], 'signatureMalformed'],
	])('rejects %s', (_label, header, reason) => {
		expect(verify(header)).toEqual({ ok: false, reason });
	});

	it.each([
		['no secret', []],
		['an empty secret', ['']],
		['a blank secret', ['   ']],
	])('refuses everything with %s', (_label, keys) => {
		expect(verify(sign(body, keys[0] ?? ''), body, keys)).toEqual({ ok: false, reason: 'appSecretMissing' });
	});

	it('names spaces around the secret as the cause', () => {
		expect(verify(sign(body), body, [` ${APP_SECRET}\n`])).toEqual({
			ok: false,
			reason: 'signatureSecretHasBlanks',
		});
	});

	it.each([
		['at the start of a short body', 100, 0],
		['at the end of the longest that Meta sends', 1_000_000, 999_999],
	])('names a changed body as the cause when a character beyond ASCII stands %s', (_label, length, at) => {
		const changed = Buffer.alloc(length, 0x7f);
		expect(verify(sign(body), changed)).toEqual({ ok: false, reason: 'signatureMismatch' });
		changed[at] = 0x80;
		expect(verify(sign(body), changed)).toEqual({ ok: false, reason: 'signatureBodyChanged' });
	});

	it.each([
		['as Meta writes it', metaBytes(aBody({ object: 'instagram' }))],
		['with spaces', Buffer.from('{ "object" : "instagram" }')],
		['without spaces', Buffer.from('{"object":"instagram"}')],
		[
			'that ends beyond the first two hundred bytes',
			metaBytes(aBody({ object: 'instagram', more: 'x'.repeat(500) })),
		],
	])('names the Instagram app secret as the likely cause for an Instagram body %s', (_label, instagram) => {
		expect(verify(sign(instagram, 'instagram-secret'), instagram)).toEqual({
			ok: false,
			reason: 'signatureInstagramSecret',
		});
	});

	it.each([
		['of a Page', metaBytes(aBody())],
		['that only speaks of Instagram', metaBytes({ text: 'instagram', object: 'page' })],
		[
			'whose object stands behind two hundred bytes',
			metaBytes({ more: 'x'.repeat(200), object: 'instagram' }),
		],
	])('does not name it for a body %s', (_label, other) => {
		expect(verify(sign(other, 'other'), other)).toEqual({ ok: false, reason: 'signatureMismatch' });
	});
});
