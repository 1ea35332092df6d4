import { FacebookAdsApi, FacebookAdsApiBatch } from 'facebook-nodejs-business-sdk';
import { MessengerBatch, MessengerClient } from 'messaging-api-messenger';
import {
	BAD_GATEWAY,
	BATCH,
	BATCH_REFUSED,
	NO_LIST,
	PART_TIMED_OUT,
	PARTS_MISSING,
	refusedWith,
	throttled,
} from '../../../sandbox/meta/index.ts';
import { callGraph, proofOf, refusal, type GraphAnswer, type GraphCall } from './graphClient.ts';
import { aScene, endScenes, type Scene } from './scene.ts';
import { aTalkingScene, PSID } from './sending.ts';

afterEach(endScenes);
afterEach(() => jest.restoreAllMocks());

interface Part {
	method: string;
	relative_url: string;
	body?: string;
	[more: string]: unknown;
}

interface PartAnswer {
	code: number;
	headers?: Array<{ name: string; value: string }>;
	body: string;
}

function authenticated({ app }: Scene, token: string): string {
	const time = Math.floor(Date.now() / 1000);
	const proof = proofOf(app, `${token}|${time}`);
	return `access_token=${token}&appsecret_proof=${proof}&appsecret_time=${time}`;
}

const reading = (scene: Scene, token: string): Part => ({
	method: 'GET',
	relative_url: `v25.0/${scene.page.id}/subscribed_apps?${authenticated(scene, token)}`,
});
const writing = (scene: Scene, fields = 'messages'): Part => ({
	method: 'POST',
	relative_url: `/${scene.page.id}/subscribed_apps?${authenticated(scene, scene.pageToken)}`,
	body: `subscribed_fields=${fields}`,
});
const opening = (scene: Scene): Part => ({
	method: 'GET',
	relative_url: `me?fields=name&${authenticated(scene, scene.userToken)}`,
});

async function send(scene: Scene, batch: unknown, facts: Partial<GraphCall> = {}): Promise<GraphAnswer> {
	const form = { batch: JSON.stringify(batch) };
	return await callGraph(scene.meta, { method: 'POST', path: '', app: scene.app, form, ...facts });
}

async function partsOf(scene: Scene, batch: unknown): Promise<Array<PartAnswer | null>> {
	const { status, body } = await send(scene, batch);
	expect(status).toBe(200);
	return body as Array<PartAnswer | null>;
}

const bodyOf = (part: PartAnswer | null | undefined): unknown => JSON.parse(part?.body ?? '');

describe('a batch', () => {
	it('answers its parts in their order, each with its own token', async () => {
		const scene = await aScene();
		const parts = await partsOf(scene, [opening(scene), writing(scene), reading(scene, scene.pageToken)]);
		expect(parts.map((part) => part?.code)).toEqual([200, 200, 200]);
		expect(parts.map(bodyOf)).toMatchObject([{ name: 'Demo Person' }, { success: true }, { data: [] }]);
		expect(scene.meta.pageSubscription(scene.page.id, scene.app.id)).toEqual(['messages']);
	});

	it('has the headers of each part, unless they are not wanted', async () => {
		const scene = await aScene();
		scene.meta.setUsageHeaders({ 'x-app-usage': '{}' });
		const [part] = await partsOf(scene, [opening(scene)]);
		expect(part?.headers).toContainEqual({ name: 'x-app-usage', value: '{}' });
		const form = { batch: JSON.stringify([opening(scene)]), include_headers: 'false' };
		expect((await send(scene, [], { form })).body).toEqual([{ code: 200, body: expect.any(String) }]);
	});

	it('refuses a part by itself', async () => {
		const scene = await aScene();
		const wrongProof = {
			method: 'GET',
			relative_url: `me?access_token=${scene.userToken}&appsecret_proof=f`,
		};
		const noProof = { method: 'GET', relative_url: `me?access_token=${scene.userToken}` };
		const inBody = {
			method: 'POST',
			relative_url: `me/subscribed_apps`,
			body: `subscribed_fields=messages&${authenticated(scene, scene.pageToken)}`,
		};
		const unknownField = writing(scene, 'taps');
		const nothing = { method: 'GET', relative_url: `1/nothing?${authenticated(scene, scene.userToken)}` };
		const nested = {
			method: 'POST',
			relative_url: `/?${authenticated(scene, scene.userToken)}`,
			body: 'batch=[]',
		};
		const parts = await partsOf(scene, [
			reading(scene, 'EAAnonsense'),
			wrongProof,
			noProof,
			inBody,
			unknownField,
			nothing,
			nested,
			opening(scene),
		]);
		expect(parts.slice(0, -1).map(bodyOf)).toEqual([
			refusal(190),
			...[100, 100, 100, 100].map((code) => refusal(code)),
			refusal(2500),
			refusal(2500),
		]);
		expect(parts.map((part) => part?.code)).toEqual([400, 400, 400, 400, 400, 400, 400, 200]);
	});

	it('lends its token and proof to a part without a token', async () => {
		const scene = await aScene();
		const { body } = await send(scene, [{ method: 'GET', relative_url: 'me' }], { token: scene.userToken });
		expect(bodyOf((body as PartAnswer[])[0])).toMatchObject({ name: 'Demo Person' });
		expect(scene.meta.getCalls()).toMatchObject([
			{ kind: 'request', tokenIn: 'header' },
			{ kind: 'part', tokenIn: 'batch', tokenKind: 'user', hasProof: true },
		]);
	});

	it('takes fifty parts', async () => {
		const scene = await aScene();
		const parts = Array.from({ length: 50 }, () => opening(scene));
		expect((await partsOf(scene, parts)).map((part) => part?.code)).toEqual(parts.map(() => 200));
	});
});

describe('a batch is refused as a whole', () => {
	const NOTHING = { error: expect.objectContaining({ type: 'GraphBatchException' }) };
	const refused: Array<[string, (scene: Scene) => unknown]> = [
		['with 51 parts', (scene) => Array.from({ length: 51 }, () => opening(scene))],
		['without a part', () => []],
		['that is no list', (scene) => opening(scene)],
		['with a part that is no object', () => ['me']],
		['with a part without a method', () => [{ relative_url: 'me' }]],
		['with a part of another method', () => [{ method: 'PATCH', relative_url: 'me' }]],
		['with a part without a URL', () => [{ method: 'GET' }]],
		['with a body that is an object', () => [{ method: 'POST', relative_url: 'me', body: {} }]],
		['with a GET that has a body', () => [{ method: 'GET', relative_url: 'me', body: 'a=b' }]],
		['with a key that nobody knows', (scene) => [{ ...opening(scene), relativeUrl: 'me' }]],
	];

	it.each(refused)('%s', async (_label, batch) => {
		const scene = await aScene();
		const { status, body } = await send(scene, batch(scene));
		expect([status, body]).toEqual([400, NOTHING]);
		expect(scene.meta.getCalls()).toHaveLength(1);
	});

	it('without a token, with a bad one, without a proof, with another parameter', async () => {
		const scene = await aScene();
		const batch = [writing(scene)];
		expect((await send(scene, batch, { token: null })).body).toEqual(refusal(104));
		expect((await send(scene, batch, { token: 'EAAnonsense' })).body).toEqual(refusal(190));
		expect((await send(scene, batch, { proof: 'none' })).body).toEqual(refusal(100));
		expect((await send(scene, batch, { query: { fields: 'id' } })).body).toEqual(refusal(100));
		expect(scene.meta.pageSubscription(scene.page.id, scene.app.id)).toBeNull();
	});
});

describe('a fault', () => {
	const PART = { path: 'subscribed_apps', of: 'part' } as const;

	it.each([
		['without effect', PART_TIMED_OUT, null],
		['after it', { ...PART_TIMED_OUT, afterEffect: true as const }, ['messages']],
	])('that times a part out, %s, makes it null', async (_label, action, fields) => {
		const scene = await aScene();
		scene.meta.addFault({ ...PART, do: action });
		const [part, other] = await partsOf(scene, [writing(scene), opening(scene)]);
		expect([part, other?.code]).toEqual([null, 200]);
		expect(scene.meta.pageSubscription(scene.page.id, scene.app.id)).toEqual(fields);
	});

	it('refuses, throttles or breaks one part', async () => {
		const scene = await aScene();
		for (const action of [refusedWith({ code: 200, message: 'No' }), throttled(7), BAD_GATEWAY]) {
			scene.meta.addFault({ ...PART, do: action });
		}
		const parts = await partsOf(scene, [writing(scene), writing(scene), writing(scene), opening(scene)]);
		expect(parts.map((part) => part?.code)).toEqual([400, 400, 502, 200]);
		expect(bodyOf(parts[0])).toEqual(refusal(200));
		expect(parts[1]?.headers).toContainEqual({ name: 'retry-after', value: '7' });
		expect(parts[2]?.body).toContain('<html>');
		expect(scene.meta.pageSubscription(scene.page.id, scene.app.id)).toBeNull();
	});

	it('of the batch leaves its parts undone, or comes after them', async () => {
		const scene = await aScene();
		scene.meta.addFault({ ...BATCH, do: BATCH_REFUSED });
		expect((await send(scene, [writing(scene)])).body).toMatchObject({
			error: { type: 'GraphBatchException' },
		});
		expect(scene.meta.pageSubscription(scene.page.id, scene.app.id)).toBeNull();
		for (const action of [PARTS_MISSING, NO_LIST]) {
			scene.meta.addFault({ ...BATCH, do: { ...action, afterEffect: true } });
			expect((await send(scene, [writing(scene), opening(scene)])).body).toEqual(action.body);
		}
		expect(scene.meta.pageSubscription(scene.page.id, scene.app.id)).toEqual(['messages']);
	});

	it('delays each part, or the request alone', async () => {
		const scene = await aScene();
		const timed = async () => {
			const begun = performance.now();
			await partsOf(scene, [opening(scene), opening(scene)]);
			return performance.now() - begun;
		};
		scene.meta.addFault({ path: /./, of: 'request', times: Infinity, do: { delayMs: 100 } });
		const once = await timed();
		scene.meta.clearFaults();
		scene.meta.addFault({ path: /./, times: Infinity, do: { delayMs: 100 } });
		const twice = await timed();
		expect(once).toBeGreaterThanOrEqual(95);
		expect(twice).toBeGreaterThanOrEqual(195);
		expect(once).toBeLessThan(195);
	});
});

it('the ledger has the batch and each of its parts, without tokens and proofs', async () => {
	const scene = await aScene();
	await partsOf(scene, [opening(scene), writing(scene)]);
	expect(scene.meta.getCalls()).toMatchObject([
		{
			kind: 'request',
			method: 'POST',
			path: '/',
			body: { batch: '<redacted>' },
			tokenKind: 'app',
			isWrite: false,
		},
		{ kind: 'part', method: 'GET', path: '/me', tokenKind: 'user', tokenIn: 'query', hasProof: true },
		{
			kind: 'part',
			path: `/${scene.page.id}/subscribed_apps`,
			status: 200,
			isWrite: true,
			hasProofTime: true,
		},
	]);
	const ledger = JSON.stringify(scene.meta.getCalls());
	for (const secret of [scene.userToken, scene.pageToken, scene.app.secret])
		expect(ledger).not.toContain(secret);
});

describe('a client of others', () => {
	it("sends messages in a batch: messaging-api-messenger's sendBatch", async () => {
		const scene = await aTalkingScene();
		const { meta, app, pageToken } = scene;
		const client = new MessengerClient({
			accessToken: pageToken,
			appId: app.id,
			appSecret: app.secret,
			origin: meta.baseUrl,
		});
		const answers = await client.sendBatch([
			MessengerBatch.sendText(PSID, 'One'),
			MessengerBatch.sendText('nobody', 'Two'),
			MessengerBatch.sendText(PSID, 'Three'),
		]);
		expect(answers).toMatchObject([
			{ code: 200, body: { recipientId: PSID } },
			{ code: 400, body: { error: { code: 100 } } },
			{ code: 200 },
		]);
		expect(meta.sentMessages().map(({ message }) => message.text)).toEqual(['One', 'Three']);
	});

	it("reads and subscribes Pages in a batch: Meta's own SDK", async () => {
		const scene = await aScene();
		const { meta, app, page, userToken, pageToken } = scene;
		app.requireAppSecretProof = false;
		jest.spyOn(FacebookAdsApi, 'GRAPH', 'get').mockReturnValue(meta.baseUrl);
		const answers: Array<Record<string, unknown>> = [];
		const note = (answer: { body: Record<string, unknown> }) => void answers.push(answer.body);
		const batch = new FacebookAdsApiBatch(new FacebookAdsApi(userToken, 'en_US', false), note, note);
		const path = `${page.id}/subscribed_apps`;
		batch.add('GET', ['me'], { fields: 'name' }, undefined, note, note);
		batch.add(
			'POST',
			path,
			{ subscribed_fields: 'messages', access_token: pageToken },
			undefined,
			note,
			note,
		);
		batch.add('GET', path, undefined, undefined, note, note);
		meta.addFault({ path: '/me', of: 'part', do: PART_TIMED_OUT });
		const rest = await batch.execute();
		expect(answers).toEqual([{ success: true }, refusal(210)]);
		const again = rest as FacebookAdsApiBatch;
		again.add('GET', path, { access_token: pageToken }, undefined, note, note);
		await again.execute();
		expect(answers.slice(2)).toMatchObject([{ name: 'Demo Person' }, { data: [{ id: app.id }] }]);
		expect(meta.pageSubscription(page.id, app.id)).toEqual(['messages']);
	});
});
