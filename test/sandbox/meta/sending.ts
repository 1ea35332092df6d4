// Calls of the Send API, as a test says them.
import type { MetaOptions } from '../../../sandbox/meta/index.ts';
import { callGraph, type GraphAnswer, type GraphCall } from './graphClient.ts';
import { aScene, type Scene } from './scene.ts';

export const PSID = 'PSID-7';
export const IGSID = 'IGSID-7';

/** A scene whose Page knows one person on each channel; both wrote just now. */
export async function aTalkingScene(options: MetaOptions = {}): Promise<Scene> {
	const scene = await aScene(options);
	scene.meta.addPerson({ pageId: scene.page.id, id: PSID });
	scene.meta.addPerson({ pageId: scene.page.id, id: IGSID, channel: 'instagram' });
	return scene;
}

/** A call with the Page's token, its parameters as JSON. */
export async function send(
	{ meta, app, pageToken }: Scene,
	json: Record<string, unknown>,
	facts: Partial<GraphCall> = {},
): Promise<GraphAnswer> {
	const call: GraphCall = { method: 'POST', path: 'me/messages', app, token: pageToken, json };
	return await callGraph(meta, { ...call, ...facts });
}

export async function sendText(scene: Scene, to = PSID, facts: Record<string, unknown> = {}) {
	return await send(scene, { recipient: { id: to }, message: { text: 'hi' }, ...facts });
}
