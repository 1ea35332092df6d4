/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// What a life-cycle scenario needs of an n8n, whichever it is played on, and the transcript that
// comes out.
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { startMeta, type Call, type Meta, type MetaOptions } from '../../../sandbox/meta/index.ts';

export type Json = Record<string, unknown>;

export interface Change {
	parameters?: Json;
	/** Of the trigger. */
	name?: string;
	/** The one of the second app. */
	credential?: 'other';
	/** Something of the workflow that is not the trigger. */
	beside?: string;
}

/** One workflow with our trigger. The answers are what the user reads; null is success. */
export interface Actor {
	/** Path of the production webhook, and of the test. */
	readonly path: string;
	readonly testPath: string;
	publish(): Promise<string | null>;
	unpublish(): Promise<void>;
	edit(change: Change): Promise<string | null>;
	listen(): Promise<string | null>;
	stop(): Promise<void>;
	/** All items that the trigger put out since this was asked last. */
	newItems(): Promise<Json[]>;
}

export interface Stage {
	readonly origin: string;
	addActor(situation: Situation): Promise<Actor>;
	/** Resolves when nothing goes on any more. */
	settled(settling: Settling): Promise<void>;
}

export interface Settling {
	meta: Meta;
	actors: Actor[];
	/** Tells a stage that cannot look inside when that may be. */
	isAsExpected(): boolean;
}

/**
 * An app with two Pages, P and Q, and another app with the same; the same IDs in every scenario.
 */
export const APP_ID = '700000000000001';
export const OTHER_APP_ID = '700000000000002';
export const P = '100000000000001';
export const Q = '100000000000002';

export interface Situation {
	meta: Meta;
	credential: Json;
	otherCredential: Json;
	parameters: Json;
}

export interface Scene {
	meta: Meta;
	first: Actor;
	second: Actor;
	/** Of the first app. */
	token: string;
}

export interface Scenario {
	name: string;
	meta?: MetaOptions;
	/** Of the first actor; the second has P and nothing else. */
	parameters?: Json;
	/** Only when it plays a part. */
	hasSecond?: true;
	/** Before the first step. */
	prepare?: (meta: Meta) => void;
	steps: Array<[what: string, act: (scene: Scene) => Promise<void>]>;
}

export interface Entry {
	step: string;
	/** Verb by verb: 'first publish: published', or what the user reads. */
	said: string[];
	/** Sorted: calls that go out at the same time come in any order. */
	calls: string[];
	state: unknown;
	tapped: Tapped;
}

interface Tapped {
	/** To a tap on each Page. */
	answers: unknown[];
	/** What came out of the trigger of each actor. */
	items: string[][];
}

const ITEMS_WITHIN_MS = 10_000;
const POLL_MS = 50;

export async function play(
	stage: Stage,
	scenario: Scenario,
	expected: Entry[] | null,
): Promise<{ entries: Entry[]; end: () => Promise<{ calls: number; state: unknown }> }> {
	const meta = await startMeta(scenario.meta);
	const scene = await setUp(stage, meta, scenario);
	const actors = [scene.first, ...(scenario.hasSecond === true ? [scene.second] : [])];
	const plain = (value: unknown) => normalised(value, stage, scene);
	const entries: Entry[] = [];
	let seen = 0;
	const callsSoFar = () => (plain(meta.getCalls().slice(seen).map(describeCall)) as string[]).sort();
	for (const [index, [step, act]] of scenario.steps.entries()) {
		const said: string[] = [];
		await act({
			...scene,
			first: heard('first', scene.first, said),
			second: heard('second', scene.second, said),
		});
		const due = expected?.[index];
		const isAsExpected = () =>
			isDeepStrictEqual(callsSoFar(), due?.calls) && isDeepStrictEqual(plain(meta.snapshot()), due?.state);
		await stage.settled({ meta, actors, isAsExpected });
		const calls = callsSoFar();
		seen += calls.length;
		const state = plain(meta.snapshot());
		entries.push({
			step,
			said: plain(said) as string[],
			calls,
			state,
			tapped: await tap(meta, actors, step, due?.tapped.items),
		});
	}
	const end = async () => {
		const result = { calls: meta.getCalls().length - seen, state: plain(meta.snapshot()) };
		await meta.stop();
		return result;
	};
	return { entries, end };
}

async function setUp(stage: Stage, meta: Meta, scenario: Scenario): Promise<Scene> {
	for (const id of [P, Q]) meta.addPage({ id, instagramAccount: { id: `17841${id}` } });
	const [account, other] = [APP_ID, OTHER_APP_ID].map((id) => {
		const app = meta.addApp({ id });
		const token = meta.addToken({ appId: id, pageIds: [P, Q] });
		return { appId: id, appSecret: app.secret, accessToken: token, baseUrl: meta.baseUrl };
	});
	if (account === undefined || other === undefined) throw new Error('two apps were added');
	const situation = { meta, credential: account, otherCredential: other };
	const first = await stage.addActor({ ...situation, parameters: { pages: [P], ...scenario.parameters } });
	const second = await stage.addActor({ ...situation, parameters: { pages: [P] } });
	scenario.prepare?.(meta);
	return { meta, first, second, token: account.accessToken };
}

/** The same actor; what it answers is written down. */
function heard(who: string, actor: Actor, said: string[]): Actor {
	const answer = (verb: string, up: string) => (message: string | null) => {
		said.push(`${who} ${verb}: ${message ?? up}`);
		return message;
	};
	return {
		...actor,
		path: actor.path,
		testPath: actor.testPath,
		publish: async () => answer('publish', 'published')(await actor.publish()),
		edit: async (change) => answer('edit', 'published')(await actor.edit(change)),
		listen: async () => answer('listen', 'listening')(await actor.listen()),
		unpublish: async () => await actor.unpublish(),
		stop: async () => await actor.stop(),
		newItems: async () => await actor.newItems(),
	};
}

async function tap(
	meta: Meta,
	actors: Actor[],
	step: string,
	expected: string[][] | undefined,
): Promise<Tapped> {
	const senderId = 'PSID-1';
	const answers: unknown[] = [];
	for (const pageId of [P, Q]) {
		for (const channel of ['messenger', 'instagram'] as const) {
			const sent = await meta.sendPostback({ pageId, channel, senderId, payload: step });
			answers.push({ pageId, channel, statuses: sent.map(({ status }) => status) });
		}
	}
	const items = await Promise.all(
		actors.map(async (actor, index) =>
			(await itemsOf(actor, expected?.[index]?.length ?? 0)).map(describeItem).sort(),
		),
	);
	return { answers, items };
}

/** What a test gets may come later than the answer to Meta. */
async function itemsOf(actor: Actor, expected: number): Promise<Json[]> {
	const items = await actor.newItems();
	const deadline = Date.now() + ITEMS_WITHIN_MS;
	while (items.length < expected && Date.now() < deadline) {
		await sleep(POLL_MS);
		items.push(...(await actor.newItems()));
	}
	return items;
}

function describeItem(item: Json): string {
	return [item.channel, item.accountId ?? item.account_id, item.payload, Object.keys(item).join()].join(' ');
}

function describeCall({ method, path, body, query }: Call): string {
	const fields = (body.subscribed_fields ?? body.fields ?? query.fields ?? '').split(',').sort().join();
	const isWrite = method !== 'GET';
	return [method, path, ...(isWrite ? [body.object ?? query.object ?? '', fields] : [])].join(' ').trim();
}

/** Without what differs from one n8n, and from one run, to the next. */
function normalised(value: unknown, stage: Stage, { first, second }: Scene): unknown {
	const names: Array<[string, string]> = [
		[stage.origin, 'https://n8n'],
		[new URL(stage.origin).host, 'n8n'],
		[first.path, '/first'],
		[second.path, '/second'],
		[first.testPath, '/first-test'],
		[second.testPath, '/second-test'],
	];
	const text = names.reduce((sofar, [from, to]) => sofar.replaceAll(from, to), JSON.stringify(value));
	return JSON.parse(
		text.replaceAll(/&tag=[0-9a-f]{64}/g, '&tag=TAG').replaceAll(/(, trace )[\w-]+/g, '$1TRACE'),
	);
}
