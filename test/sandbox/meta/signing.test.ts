import { createHmac } from 'node:crypto';
import type { SignMode } from '../../../sandbox/meta/index.ts';
import { serialise, sign } from '../../../sandbox/meta/signing.ts';
import { aSubscribedScene, endScenes } from './scene.ts';

afterEach(endScenes);

describe('what Meta sends is', () => {
	it.each([
		['a letter outside ASCII', { t: 'ä' }, '{"t":"\\u00e4"}'],
		['an emoji, as its two surrogates', { t: '😀' }, '{"t":"\\ud83d\\ude00"}'],
		['a slash', { t: 'a/b' }, '{"t":"a\\/b"}'],
		['a name outside ASCII', { é: 1 }, '{"\\u00e9":1}'],
		['what JSON escapes itself', { t: '"\n\\' }, '{"t":"\\"\\n\\\\"}'],
	])('escaped: %s', (_label, body, expected) => {
		expect(serialise(body).toString('latin1')).toBe(expected);
		expect(JSON.parse(serialise(body).toString('utf8'))).toEqual(body);
	});

	it('signed with HMAC-SHA256 (RFC 4231, test case 2)', () => {
		expect(sign('Jefe', Buffer.from('what do ya want for nothing?'))).toBe(
			'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		);
	});

	it('signed over the escaped bytes, with the App Secret', async () => {
		const { meta, app, page, receiver } = await aSubscribedScene();
		await meta.sendPostback({ pageId: page.id, title: 'Größe/Farbe 😀' });
		const [post] = receiver.posts;
		const bytes = post?.body ?? Buffer.alloc(0);
		const digest = createHmac('sha256', app.secret).update(bytes).digest('hex');
		expect(post?.headers['x-hub-signature-256']).toBe(`sha256=${digest}`);
		expect(meta.signFor(app.id, bytes)).toBe(`sha256=${digest}`);
		const reserialised = Buffer.from(JSON.stringify(JSON.parse(bytes.toString('utf8'))));
		expect(meta.signFor(app.id, reserialised)).not.toBe(`sha256=${digest}`);
	});
});

describe('a sign mode', () => {
	const body = { object: 'page', entry: [] };

	async function send(mode: SignMode) {
		const { meta, app, receiver } = await aSubscribedScene();
		const delivery = await meta.sendBody({ appId: app.id, body, sign: mode });
		const [post] = receiver.posts;
		if (post === undefined) throw new Error('Nothing arrived');
		const expected = `sha256=${createHmac('sha256', app.secret).update(post.body).digest('hex')}`;
		return { delivery, post, app, expected };
	}

	it("'valid' signs what is sent", async () => {
		const { post, delivery, expected } = await send('valid');
		expect(post.headers['x-hub-signature-256']).toBe(expected);
		expect(delivery.signature).toBe(expected);
		expect(delivery.body).toEqual(post.body);
	});

	it("'missing' sends no signature at all", async () => {
		const { post, delivery } = await send('missing');
		expect(Object.keys(post.headers).filter((name) => name.startsWith('x-hub'))).toEqual([]);
		expect(delivery.signature).toBeNull();
	});

	it("'wrongSecret' sends a well-formed signature that does not fit", async () => {
		const { post, expected } = await send('wrongSecret');
		expect(post.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
		expect(post.headers['x-hub-signature-256']).not.toBe(expected);
	});

	it("'tampered' sends the signature of another body, with the same meaning", async () => {
		const { post, app, expected } = await send('tampered');
		const original = createHmac('sha256', app.secret).update(serialise(body)).digest('hex');
		expect(post.headers['x-hub-signature-256']).toBe(`sha256=${original}`);
		expect(post.headers['x-hub-signature-256']).not.toBe(expected);
		expect(JSON.parse(post.body.toString('utf8'))).toEqual(body);
	});

	it("'sha1' sends only the legacy header", async () => {
		const { post, app } = await send('sha1');
		const digest = createHmac('sha1', app.secret).update(post.body).digest('hex');
		expect(post.headers['x-hub-signature']).toBe(`sha1=${digest}`);
		expect(post.headers['x-hub-signature-256']).toBeUndefined();
	});
});
