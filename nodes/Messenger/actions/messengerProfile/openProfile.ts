// EDGE: the profile of one Page at Meta. What was read is remembered for a minute, because Meta
// takes few calls; a write forgets it.
import type { Account } from '../../account/pageOf';
import { attempt } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import { ExpiringCache } from '../../graph/expiringCache';
import type { GraphFailure } from '../../graph/graphFailure';
import type { JsonObject } from '../../graph/json';
import { META_CODE } from '../../graph/metaCodes';
import { ProfileApi } from '../../graph/profileApi';
import { httpOf } from '../../graph/request';
import type { Action } from '../item/action';
import { withPage, type OpenAccount } from '../item/pageCall';
import { budgetFailure } from '../refusals/budgetFailure';
import { isOn, PART_NAMES, PARTS, profileOfMeta, type Profile } from './profile';

export interface Reading {
	profile: Profile;
	/** Meta's specification has lost the greeting, so it may refuse to tell. */
	isGreetingHidden: boolean;
}

const REMEMBERED_MS = 60_000;

interface Remembered {
	answer: JsonObject;
	isGreetingHidden: boolean;
}

/** By credential, Page and channel. */
const readings = new ExpiringCache<Remembered>(1_000, REMEMBERED_MS);
/** How many writes have begun or ended: what was read meanwhile may be of before. */
let writes = 0;

/** One Page's reads and writes go one after another. */
export function profileLane({ channel, accountId }: Account): string {
	return JSON.stringify([channel, accountId]);
}

/** @throws {ActionFailure} also for what Meta says to a call of `work` */
export async function withProfile<Result>(
	action: Action,
	account: Account,
	work: (profile: OpenProfile) => Promise<Result>,
): Promise<Result> {
	const done = await attempt(
		async () => await withPage(action, account, async (open) => await work(new OpenProfile(action, open))),
	);
	if (done.ok) return done.value;
	throw budgetFailure(done.failure, 'the profile of one Page; an update makes up to three');
}

export class OpenProfile {
	readonly pageId: string;
	readonly channel: Channel;
	private readonly api: ProfileApi;
	private readonly key: string;

	constructor({ n8n, credential }: Action, { page, channel }: OpenAccount) {
		this.pageId = page.id;
		this.channel = channel;
		this.api = new ProfileApi(httpOf(n8n), credential, page, channel);
		this.key = [credential.fingerprint, page.id, channel].join('/');
	}

	async read(): Promise<Reading> {
		const { answer, isGreetingHidden } = readings.get(this.key, Date.now()) ?? (await this.ask());
		// What is in an item can be changed there, and must not be what is remembered.
		return { profile: profileOfMeta(structuredClone(answer), this.channel), isGreetingHidden };
	}

	async write(parameters: JsonObject): Promise<void> {
		await this.changing(async () => await this.api.write(parameters));
	}

	async remove(fields: readonly string[]): Promise<void> {
		await this.changing(async () => await this.api.remove(fields));
	}

	private async ask(): Promise<Remembered> {
		const writesBefore = writes;
		const remembered = await this.askMeta();
		if (writes === writesBefore) readings.set(this.key, remembered, Date.now());
		return remembered;
	}

	private async askMeta(): Promise<Remembered> {
		const names = PART_NAMES.filter((name) => isOn(name, this.channel));
		const fields = names.map((name) => PARTS[name].field);
		const asked = await attempt(async () => await this.api.read(fields));
		if (asked.ok) return { answer: asked.value, isGreetingHidden: false };
		if (!isAboutGreeting(asked.failure)) throw asked.failure;
		const others = fields.filter((field) => field !== PARTS.greeting.field);
		return { answer: await this.api.read(others), isGreetingHidden: true };
	}

	/** Also when the call fails: it may have been done all the same. */
	private async changing(call: () => Promise<void>): Promise<void> {
		writes++;
		try {
			await call();
		} finally {
			writes++;
			readings.delete(this.key);
		}
	}
}

function isAboutGreeting({ outcome, code }: GraphFailure): boolean {
	return (
		outcome.kind === 'refused' &&
		code === META_CODE.parameter &&
		/\b(greeting|fields)\b/i.test(outcome.error.message)
	);
}
