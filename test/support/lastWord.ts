/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Random lives of one trigger: settings, edits, hiccups of Meta and pauses, from a seed, and what
// Meta has to hold in the end. What is random is decided here; what happens then, on the double or
// on a real n8n, is the caller's.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Meta } from '../../sandbox/meta/index.ts';

export interface Settings {
	pages: string[];
	channels: string[];
	events: string[];
	output: string;
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export type Deed =
	| { kind: 'edit'; settings: Settings }
	| { kind: 'rename'; name: string }
	| { kind: 'unpublish' }
	| { kind: 'hiccup'; fault: Fault }
	| { kind: 'pause'; milliseconds: number }
	/** Waits until nothing goes on, and compares. */
	| { kind: 'check' };

/**
 * One trigger, wherever it lives; `published` is what it was published with, null when it is not.
 */
export interface Doer {
	readonly meta: Meta;
	readonly done: string[];
	readonly published: Settings | null;
	edit(settings: Settings, name?: string): Promise<void>;
	unpublish(): Promise<void>;
	check(): Promise<void>;
}

/** Of what is not published, nothing is renamed or unpublished. */
export async function enact(deed: Deed, doer: Doer): Promise<void> {
	const { meta, done, published } = doer;
	done.push(JSON.stringify(deed));
	if (deed.kind === 'edit') await doer.edit(deed.settings);
	if (deed.kind === 'rename' && published !== null) await doer.edit(published, deed.name);
	if (deed.kind === 'unpublish' && published !== null) await doer.unpublish();
	if (deed.kind === 'hiccup') meta.addFault(deed.fault);
	if (deed.kind === 'pause') await sleep(deed.milliseconds);
	if (deed.kind === 'check') await doer.check();
}

const CHANNELS = ['messenger', 'instagram'];
const EVENTS = ['postback', 'quickReply', 'referral'];
const PATHS = [/subscriptions$/, /subscribed_apps$/, /debug_token$/, /me\/accounts$/, ''];
const ACTIONS: Array<Fault['do']> = [
	{ status: 500, body: '<html>' },
	{ reset: true },
	{ reset: true, afterEffect: true },
	{ delayMs: 30 },
];

export class Life {
	private readonly random: () => number;
	private readonly pageIds: readonly string[];
	/** Longer than what a leaving waits for, at the caller's pace. */
	private readonly longestPauseMs: number;
	private settings: Settings;

	constructor(seed: number, pageIds: readonly string[], longestPauseMs: number) {
		this.random = randomFrom(seed);
		this.pageIds = pageIds;
		this.longestPauseMs = longestPauseMs;
		this.settings = {
			pages: [...pageIds],
			channels: ['messenger'],
			events: ['postback'],
			output: 'simplified',
		};
	}

	next(): Deed {
		const at = this.random();
		if (at < 0.25) return this.edit({ output: this.oneOf(['simplified', 'flat', 'raw']) });
		if (at < 0.35) return this.edit({ pages: this.someOf(this.pageIds) });
		if (at < 0.45) return this.edit({ channels: this.someOf(CHANNELS) });
		if (at < 0.55) return this.edit({ events: this.someOf(EVENTS) });
		if (at < 0.6) return { kind: 'rename', name: `Taps ${Math.floor(this.random() * 3)}` };
		if (at < 0.72) return { kind: 'unpublish' };
		if (at < 0.82) return { kind: 'hiccup', fault: this.hiccup() };
		if (at < 0.92) return { kind: 'pause', milliseconds: this.random() * this.longestPauseMs };
		return { kind: 'check' };
	}

	private edit(changes: Partial<Settings>): Deed {
		this.settings = { ...this.settings, ...changes };
		return { kind: 'edit', settings: this.settings };
	}

	private hiccup(): Fault {
		const times = 1 + Math.floor(this.random() * 2);
		return { path: this.oneOf(PATHS), times, do: this.oneOf(ACTIONS) };
	}

	private oneOf<Value>(values: readonly Value[]): Value {
		return values[Math.floor(this.random() * values.length)] as Value;
	}

	private someOf<Value>(values: readonly Value[]): Value[] {
		const some = values.filter(() => this.random() < 0.5);
		return some.length > 0 ? some : [this.oneOf(values)];
	}
}

/**
 * Both levels of one app: fields, and who is in the list, whatever the order in which they came.
 */
export function heldAtMeta(
	meta: Meta,
	appId: string,
	pageIds: readonly string[],
	names: Map<string, string>,
) {
	const apps = meta
		.appSubscriptions(appId)
		.map(({ object, callback_url: url, fields }) => {
			const { pathname, searchParams } = new URL(url);
			const members = [pathname, ...(searchParams.get('also')?.split(',') ?? [])];
			return {
				object,
				members: members.map((path) => names.get(path) ?? path).sort(),
				fields: fields.toSorted(),
			};
		})
		.sort((one, other) => (one.object < other.object ? -1 : 1));
	const pages = pageIds.map((id) => meta.pageSubscription(id, appId)?.toSorted() ?? null);
	return { apps, pages };
}
