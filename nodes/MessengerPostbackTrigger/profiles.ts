// EDGE: adds who tapped. Never drops an event, and never holds a delivery longer than PROFILE_BUDGET_MS.
import { sleep, type IWebhookFunctions } from 'n8n-workflow';
import { attempt } from './attempt';
import type { MessengerCredential } from './credential';
import { GraphApi } from './graphApi';
import { GraphHttp, httpOf } from './graphHttp';
import { mapInParallel } from './inParallel';
import type { Channel } from './lib/fields';
import type { ReadyEvent } from './lib/item';
import { isLastingRefusal, type GraphFailure } from './lib/graphFailure';
import type { JsonObject } from './lib/json';
import { ExpiringCache } from './lib/expiringCache';
import { pagesOfToken } from './pages';

const PROFILE_BUDGET_MS = 2_000;
const PARALLEL_LOOK_UPS = 5;
const PROFILE_AGE_MS = 10 * 60_000;
const PAGE_TOKEN_AGE_MS = 10 * 60_000;

/** What Meta offers without further permissions; see docs/META-FACTS.md. */
const PROFILE_FIELDS: Record<Channel, string> = {
	messenger: 'name,first_name,last_name,profile_pic',
	instagram:
		'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user',
};

const profiles = new ExpiringCache<JsonObject | null>(10_000, PROFILE_AGE_MS);
/** Page tokens by app and account ID; in memory only. */
const pageTokens = new ExpiringCache<string>(10_000, PAGE_TOKEN_AGE_MS);

const TOKEN_REFUSED = 190;
/** By app, workflow and node, whose users have been told. */
const warned = new ExpiringCache<true>(10_000, 60 * 60_000);

/** The same events in the same order; `profile` is null where Meta gives none, fails, or is too slow. */
export async function withProfiles(
	context: IWebhookFunctions,
	credential: MessengerCredential,
	events: readonly ReadyEvent[],
): Promise<ReadyEvent[]> {
	const api = new GraphApi(new GraphHttp(httpOf(context), credential), credential);
	const people = new Map<string, Person>();
	for (const ready of events) {
		const person = personOf(credential.appId, ready);
		if (person !== null) people.set(person.key, person);
	}
	const missing = [...people.values()].filter(({ key }) => profiles.get(key, Date.now()) === undefined);
	if (missing.length > 0) {
		const work = attempt(async () => await lookUp(api, credential.appId, missing));
		const outcome = await Promise.race([work, sleep(PROFILE_BUDGET_MS)]);
		if (outcome === undefined) tell(context, 'debug', 'Meta is too slow');
		else if (!outcome.ok) tellFailure(context, credential.appId, outcome.failure);
	}
	return events.map((ready) => {
		const person = personOf(credential.appId, ready);
		return { ...ready, profile: (person && profiles.get(person.key, Date.now())) ?? null };
	});
}

/** What stays as it is until somebody changes the credential is a warning, but not with every tap. */
function tellFailure(context: IWebhookFunctions, appId: string, failure: GraphFailure): void {
	const key = `${appId}/${context.getWorkflow().id}/${context.getNode().id}`;
	const isNew = isLastingRefusal(failure) && warned.get(key, Date.now()) === undefined;
	if (isNew) warned.set(key, true, Date.now());
	tell(context, isNew ? 'warn' : 'debug', failure.message);
}

function tell(context: IWebhookFunctions, level: 'warn' | 'debug', why: string): void {
	const nodeName = context.getNode().name;
	const meta = { workflowId: context.getWorkflow().id, nodeName };
	context.logger[level](`${nodeName}: sender profiles are left out, their items are not: ${why}`, meta);
}

interface Person {
	key: string;
	channel: Channel;
	accountId: string;
	senderId: string;
}

/** Null for a sender without ID: a `user_ref` has no profile. */
function personOf(appId: string, { channel, event }: ReadyEvent): Person | null {
	const { accountId, senderId } = event;
	if (accountId === null || senderId === null || event.isTest) return null;
	return { key: `${appId}/${channel}/${accountId}/${senderId}`, channel, accountId, senderId };
}

async function lookUp(api: GraphApi, appId: string, people: readonly Person[]): Promise<void> {
	await findPageTokens(api, appId, people);
	await mapInParallel(people, PARALLEL_LOOK_UPS, async ({ key, channel, accountId, senderId }) => {
		const token = pageTokens.get(`${appId}/${accountId}`, Date.now());
		if (token === undefined) return;
		const found = await attempt(async () => await api.profile(senderId, PROFILE_FIELDS[channel], token));
		// Not the person but the token is refused: the next tap asks for a new one, and says so if there is none.
		if (!found.ok && found.failure.code === TOKEN_REFUSED) {
			pageTokens.delete(`${appId}/${accountId}`);
			throw found.failure;
		}
		// A refusal is an answer too (no consent, no such person); silence is asked again next time.
		const isAnswer = found.ok || found.failure.outcome.kind === 'refused';
		if (isAnswer) profiles.set(key, found.ok ? found.value : null, Date.now());
	});
}

/** From the token's list, which also tells the Page behind an Instagram account. */
async function findPageTokens(api: GraphApi, appId: string, people: readonly Person[]): Promise<void> {
	const isKnown = ({ accountId }: Person) =>
		pageTokens.get(`${appId}/${accountId}`, Date.now()) !== undefined;
	if (people.every(isKnown)) return;
	for (const { id, token, instagram } of await pagesOfToken(api)) {
		pageTokens.set(`${appId}/${id}`, token, Date.now());
		if (instagram !== null) pageTokens.set(`${appId}/${instagram.id}`, token, Date.now());
	}
}
