// Calls of a Page's profile, as a test says them.
import { callGraph, type GraphAnswer, type GraphCall } from './graphClient.ts';
import type { Scene } from './scene.ts';

export type Json = Record<string, unknown>;

export const GET_STARTED = { payload: 'START' };
export const MENU_ITEM = { type: 'postback', title: 'Prices', payload: 'PRICES' };
export const QUESTION = { question: 'When are you open?', payload: 'HOURS' };
export const INSTAGRAM = { platform: 'instagram' };
export const SUCCESS = { status: 200, body: { result: 'success' } };

export const menu = (items: unknown = [MENU_ITEM], facts: Json = {}) => [
	{ locale: 'default', call_to_actions: items, ...facts },
];
export const iceBreakers = (questions: unknown = [QUESTION], facts: Json = {}) => [
	{ locale: 'default', call_to_actions: questions, ...facts },
];
export const list = (count: number, value: unknown) => Array.from({ length: count }, () => value);
export const letters = (count: number) => 'x'.repeat(count);

export async function call({ meta, app, pageToken }: Scene, facts: Partial<GraphCall>): Promise<GraphAnswer> {
	return await callGraph(meta, { path: 'me/messenger_profile', app, token: pageToken, ...facts });
}

export const write = async (scene: Scene, json: Json, query: Record<string, string> = {}) =>
	await call(scene, { method: 'POST', json, query });
export const read = async (scene: Scene, fields: string, query: Record<string, string> = {}) =>
	await call(scene, { query: { fields, ...query } });
export const remove = async (scene: Scene, fields: string, query: Record<string, string> = {}) =>
	await call(scene, { method: 'DELETE', query: { fields, ...query } });
