import fastify from 'fastify';
import { callGraph, refusal } from './graphClient.ts';
import { endScenes, type Scene } from './scene.ts';
import { aTalkingScene, IGSID, PSID, send } from './sending.ts';

const LIMIT = 25 * 1024 * 1024;

const files = fastify({ forceCloseConnections: true });
let filesUrl = '';
let scene: Scene;

beforeAll(async () => {
	files.get('/bread.png', async (_request, reply) => await reply.type('image/png').send(Buffer.alloc(10)));
	files.get('/moved', async (_request, reply) => await reply.redirect('/bread.png'));
	files.get<{ Params: { size: string } }>('/size/:size', async ({ params }, reply) => {
		return await reply.type('video/mp4').send(Buffer.alloc(Number(params.size)));
	});
	files.get('/slow', (_request, reply) => void reply.hijack());
	filesUrl = await files.listen({ host: '127.0.0.1', port: 0 });
	scene = await aTalkingScene({ mediaTimeoutMs: 3_000 });
});
afterAll(async () => {
	await endScenes();
	await files.close();
});

async function sendMedia(type: string, payload: unknown, to = PSID) {
	return await send(scene, { recipient: { id: to }, message: { attachment: { type, payload } } });
}

async function upload(type: string, file: Blob | null, payload: unknown = {}) {
	const parts = new FormData();
	parts.set('recipient', JSON.stringify({ id: PSID }));
	parts.set('message', JSON.stringify({ attachment: { type, payload } }));
	if (file !== null) parts.set('filedata', file, 'file');
	const { meta, app, pageToken: token } = scene;
	return await callGraph(meta, { method: 'POST', path: 'me/messages', app, token, parts });
}

function because(subcode: number) {
	return { status: 400, body: refusal(100, { error_subcode: subcode }) };
}

function attachmentId({ body }: { body: unknown }): string {
	return /"attachment_id":"(\d+)"/.exec(JSON.stringify(body))?.[1] ?? '';
}

describe('media by URL', () => {
	it('are fetched on loopback', async () => {
		expect((await sendMedia('image', { url: `${filesUrl}/bread.png` })).status).toBe(200);
		expect((await sendMedia('image', { url: `${filesUrl}/bread.png` }, IGSID)).status).toBe(200);
		expect(await sendMedia('image', { url: `${filesUrl}/missing` })).toMatchObject(because(2018008));
		expect(await sendMedia('image', { url: 'http://127.0.0.1:9/x' })).toMatchObject(because(2018008));
		expect(await sendMedia('image', { url: `${filesUrl}/moved` })).toMatchObject(because(2018008));
	});

	it('that come too slowly are refused, with a subcode of their own for video', async () => {
		expect(await sendMedia('image', { url: `${filesUrl}/slow` })).toMatchObject(because(2018008));
		expect(await sendMedia('video', { url: `${filesUrl}/slow` })).toMatchObject(because(2018294));
	});

	it('are taken as given elsewhere', async () => {
		expect((await sendMedia('image', { url: 'https://pictures.invalid/bread.png' })).status).toBe(200);
	});

	it('must be what they are called, except files', async () => {
		expect(await sendMedia('video', { url: `${filesUrl}/bread.png` })).toMatchObject(because(2018047));
		expect((await sendMedia('file', { url: `${filesUrl}/bread.png` })).status).toBe(200);
	});

	it('have at most 25 MB', async () => {
		expect((await sendMedia('video', { url: `${filesUrl}/size/${LIMIT}` })).status).toBe(200);
		const tooBig = await sendMedia('video', { url: `${filesUrl}/size/${LIMIT + 1}` });
		expect(tooBig).toMatchObject(because(2018109));
	});
});

describe('an uploaded file', () => {
	it('must be what it is called, of at most 25 MB', async () => {
		const file = (size: number, type: string) => new Blob([Buffer.alloc(size)], { type });
		expect((await upload('audio', file(3, 'audio/mpeg'))).status).toBe(200);
		expect(await upload('audio', file(3, 'image/png'))).toMatchObject(because(2018047));
		expect((await upload('file', file(LIMIT, 'application/pdf'))).status).toBe(200);
		expect(await upload('file', file(LIMIT + 1, 'application/pdf'))).toMatchObject(because(2018109));
	});

	it('comes with an attachment that has no other source', async () => {
		const file = new Blob(['x'], { type: 'image/png' });
		expect((await upload('image', null)).body).toEqual(refusal(100));
		expect((await upload('image', file, { url: 'https://pictures.invalid/x.png' })).body).toEqual(
			refusal(100),
		);
	});
});

describe('an attachment ID', () => {
	it('is given for reusable media, and sends them again', async () => {
		const url = `${filesUrl}/bread.png`;
		expect(attachmentId(await sendMedia('image', { url }))).toBe('');
		const first = attachmentId(await sendMedia('image', { url, is_reusable: true }));
		const answer = await sendMedia('image', { attachment_id: first });
		expect(answer.status).toBe(200);
		expect(scene.meta.sentMessages().slice(-2)).toMatchObject([
			{ attachmentId: first },
			{ attachmentId: first },
		]);
	});

	it('is given for an upload', async () => {
		const file = new Blob(['x'], { type: 'image/png' });
		expect(attachmentId(await upload('image', file, { is_reusable: true }))).toMatch(/^\d+$/);
	});

	it('is refused for another kind of media, and by another Page', async () => {
		const url = `${filesUrl}/bread.png`;
		const id = attachmentId(await sendMedia('image', { url, is_reusable: true }));
		expect(await sendMedia('video', { attachment_id: id })).toMatchObject(because(2018074));
		expect(await sendMedia('image', { attachment_id: '1' })).toMatchObject(because(2018074));
		const { meta, app } = scene;
		const page = meta.addPage();
		meta.addPerson({ pageId: page.id, id: PSID });
		const pageToken = meta.addToken({ appId: app.id, kind: 'page', pageIds: [page.id] });
		const message = { attachment: { type: 'image', payload: { attachment_id: id } } };
		const answer = await send({ ...scene, pageToken }, { recipient: { id: PSID }, message });
		expect(answer).toMatchObject(because(2018074));
	});
});
