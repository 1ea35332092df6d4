// One person's profile, or why there is none: asked for once, remembered by credential and person,
// in memory only.
import { LookUps, type LookedUp } from '../../account/lookUps';
import {
	failureAgeMs,
	forgetPage,
	FOUND_AGE_MS,
	pageOf,
	REFUSED_AGE_MS,
	type Account,
	type TokenHolder,
} from '../../account/pageOf';
import { PROFILE_FIELDS } from '../../account/profileFields';
import { attempt } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import { ExpiringCache } from '../../graph/expiringCache';
import type { PageAccess } from '../../graph/graphApi';
import { isLastingRefusal, type GraphFailure } from '../../graph/graphFailure';
import type { JsonObject } from '../../graph/json';
import { META_CODE } from '../../graph/metaCodes';

/**
 * With these Meta speaks of the token or the app; any other lasting refusal is about the person.
 */
const CREDENTIAL_CODES: ReadonlySet<number | null> = new Set([
	META_CODE.capability,
	META_CODE.permission,
	META_CODE.session,
	META_CODE.token,
	META_CODE.permissionsFrom,
]);

export interface Person extends Account {
	channel: Channel;
	senderId: string;
}

export interface Trouble {
	why: string;
	/** It stays until somebody changes the credential. */
	isLasting: boolean;
}

export interface ProfileAnswer {
	/** Null where Meta gives none. */
	profile: JsonObject | null;
	/** What keeps this credential from reading profiles; null when nothing does. */
	trouble: Trouble | null;
}

const answers = new LookUps<ProfileAnswer>(10_000, FOUND_AGE_MS);
/** The Page tokens that Meta refused, by credential and Page. */
const refusedTokens = new ExpiringCache<{ token: string; trouble: Trouble }>(10_000, REFUSED_AGE_MS);

/** Unique for a person as this credential sees them. */
export function personKey({ fingerprint }: TokenHolder, { channel, accountId, senderId }: Person): string {
	return [fingerprint, channel, accountId, senderId].join('/');
}

export async function profileOf(holder: TokenHolder, person: Person): Promise<ProfileAnswer> {
	return await answers.get(
		personKey(holder, person),
		Date.now(),
		async () => (await lookUp(holder, person)) ?? (await lookUp(holder, person)) ?? TOKEN_LOST,
	);
}

/**
 * Null when the Page token is refused and has been forgotten: it may have ended, and there may be
 * another.
 */
async function lookUp(holder: TokenHolder, person: Person): Promise<LookedUp<ProfileAnswer> | null> {
	const found = await pageOf(holder, person);
	if (!found.ok) return without(troubleOf(found.failure), failureAgeMs(found.failure));
	const page = found.value;
	if (page === null) return without(noPage(person), REFUSED_AGE_MS);
	const known = refusedTokens.get(pageKey(holder, page), Date.now());
	if (known?.token === page.token) return without(known.trouble, 0);
	const { channel, senderId } = person;
	const asked = await attempt(
		async () => await holder.api.profile(senderId, PROFILE_FIELDS[channel], page.token),
	);
	if (asked.ok) return { value: { profile: asked.value, trouble: null }, ageMs: FOUND_AGE_MS };
	const { failure } = asked;
	if (failure.code === META_CODE.token) {
		const refused = { token: page.token, trouble: troubleOf(failure) };
		refusedTokens.set(pageKey(holder, page), refused, Date.now());
		forgetPage(holder, page);
		return null;
	}
	// No consent, no such person: an answer too.
	const isPersonal = isLastingRefusal(failure) && !CREDENTIAL_CODES.has(failure.code);
	return without(isPersonal ? null : troubleOf(failure), failureAgeMs(failure));
}

const TOKEN_LOST = without({ why: 'Meta refuses one Page token after the other', isLasting: false }, 0);

function without(trouble: Trouble | null, ageMs: number): LookedUp<ProfileAnswer> {
	return { value: { profile: null, trouble }, ageMs };
}

function troubleOf(failure: GraphFailure): Trouble {
	return { why: failure.message, isLasting: isLastingRefusal(failure) };
}

function noPage({ channel, accountId }: Person): Trouble {
	const account = channel === 'messenger' ? 'Page' : 'Instagram account';
	return { why: `the access token gives no access to ${account} ${accountId}`, isLasting: true };
}

function pageKey({ fingerprint }: TokenHolder, { id }: PageAccess): string {
	return `${fingerprint}/${id}`;
}
