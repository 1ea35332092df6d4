// EDGE: adds who tapped. Never drops an event, and never holds a delivery longer than
// PROFILE_BUDGET_MS.
import { sleep, type IWebhookFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import type { TokenHolder } from '../../account/pageOf';
import { ExpiringCache } from '../../graph/expiringCache';
import { GraphApi } from '../../graph/graphApi';
import { mapInParallel } from '../../graph/inParallel';
import type { JsonObject } from '../../graph/json';
import { httpOf } from '../../graph/request';
import type { ReadyEvent } from '../events/item';
import { logLine } from '../logLine';
import type { CompiledSettings } from './compiled';
import { personKey, profileOf, type Person, type Trouble } from './profileLookUp';

const PROFILE_BUDGET_MS = 2_000;
const PARALLEL_LOOK_UPS = 5;
const ALL_LEFT_OUT = 'sender profiles are left out, their items are not';

/** By credential, workflow, node and what the trouble is about, whose users have been told. */
const told = new ExpiringCache<true>(10_000, 60 * 60_000);

/**
 * The same events in the same order; `profile` is null where Meta gives none, fails, or is too
 * slow. Nobody is looked up for an event that becomes no item, or an item without a profile.
 */
export async function withProfiles(
	context: IWebhookFunctions,
	credential: MessengerCredential,
	events: readonly ReadyEvent[],
	{ output, pageIds, router }: CompiledSettings,
): Promise<ReadyEvent[]> {
	if (output === 'raw') return [...events];
	const holder = {
		api: new GraphApi(httpOf(context), credential, { purpose: 'profiles' }),
		fingerprint: credential.fingerprint,
		pageIds,
	};
	const people = new Map<string, Person>();
	for (const ready of events) {
		const person = router.outputsFor(ready).length > 0 ? personOf(ready) : null;
		if (person !== null) people.set(personKey(holder, person), person);
	}
	const found = people.size > 0 ? await lookUpInTime(context, holder, people) : null;
	return events.map((ready) => {
		const person = personOf(ready);
		const profile = person === null ? undefined : found?.get(personKey(holder, person));
		// What is in an item can be changed there, and must not be what is remembered.
		return { ...ready, profile: profile === undefined ? null : structuredClone(profile) };
	});
}

/** Null for a sender without ID: a `user_ref` has no profile. */
function personOf({ channel, event }: ReadyEvent): Person | null {
	const { accountId, senderId } = event;
	if (accountId === null || senderId === null || event.isTest) return null;
	return { channel, accountId, senderId };
}

/**
 * The profiles that are there within the budget; what is under way then goes on, and is there for a
 * later tap.
 */
async function lookUpInTime(
	context: IWebhookFunctions,
	holder: TokenHolder,
	people: ReadonlyMap<string, Person>,
): Promise<ReadonlyMap<string, JsonObject>> {
	const found = new Map<string, JsonObject>();
	const troubles: Trouble[] = [];
	const work = mapInParallel([...people], PARALLEL_LOOK_UPS, async ([key, person]) => {
		const { profile, trouble } = await profileOf(holder, person);
		if (profile !== null) found.set(key, profile);
		if (trouble !== null) troubles.push(trouble);
	});
	const outcome = await Promise.race([work, sleep(PROFILE_BUDGET_MS)]);
	if (outcome === undefined) logLine(context, 'profilesLate', `${ALL_LEFT_OUT}: Meta is too slow`);
	for (const about of Object.keys(REASON_BY_SUBJECT)) {
		const trouble = troubles.find((one) => one.about === about);
		if (trouble !== undefined) tellTrouble(context, holder, trouble);
	}
	return found;
}

/** Of what is about a person or the credential, the next hour's is like the first. */
const REASON_BY_SUBJECT = {
	credential: 'profilesLeftOut',
	person: 'profileLeftOut',
	moment: 'profilesLate',
} as const;

function tellTrouble(context: IWebhookFunctions, { fingerprint }: TokenHolder, trouble: Trouble): void {
	const { about, why } = trouble;
	const key = [fingerprint, context.getWorkflow().id, context.getNode().id, about].join('/');
	const isNew = told.get(key, Date.now()) === undefined;
	if (isNew) told.set(key, true, Date.now());
	const what = about === 'person' ? "a sender's profile is left out, the item is not" : ALL_LEFT_OUT;
	logLine(context, REASON_BY_SUBJECT[about], `${what}: ${why}`, isNew ? {} : { level: 'debug' });
}
