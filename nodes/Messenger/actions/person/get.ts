// person/get: what Meta tells about a person, or why it tells nothing.
import { PROFILE_FIELDS } from '../../account/profileFields';
import { attempt, type Attempt } from '../../graph/attempt';
import { ExpiringCache } from '../../graph/expiringCache';
import { GraphApi } from '../../graph/graphApi';
import { isMissingPermission, type GraphFailure } from '../../graph/graphFailure';
import type { JsonObject } from '../../graph/json';
import { PROFILE_PERMISSION } from '../../graph/metaCodes';
import { httpOf } from '../../graph/request';
import type { Action, Operation } from '../item/action';
import { accountOf, withPage, type OpenAccount } from '../item/pageCall';
import { laneOf, readWhom, requiredId } from '../item/whom';
import { failureOf } from '../refusals/failureOf';
import { EMPTY_PROFILE, whyNoProfile } from './noProfile';

const REMEMBERED_MS = 10 * 60_000;

/** The Pages, by credential, whose people's locale the app may not see. */
const withoutLocale = new ExpiringCache<true>(10_000, REMEMBERED_MS);

export const get: Operation = (action, itemIndex) => {
	const whom = readWhom(action.n8n, itemIndex);
	const recipientId = requiredId(whom);
	return {
		lane: laneOf(whom),
		recipientId,
		run: async () => {
			const { channel, accountId } = await accountOf(action, whom);
			const asked = await attempt(
				async () => await withPage(action, whom, async (open) => await ask(action, open, recipientId)),
			);
			return { recipientId, channel, accountId, ...answerOf(asked) };
		},
	};
};

/** @throws {ActionFailure} when it is not the person that keeps their profile from us */
function answerOf(asked: Attempt<JsonObject | null>): { profile: JsonObject | null; why?: string } {
	if (asked.ok)
		return asked.value === null ? { profile: null, why: EMPTY_PROFILE } : { profile: asked.value };
	const why = whyNoProfile(asked.failure);
	if (why === null) throw failureOf(asked.failure);
	return { profile: null, why };
}

/** Null when there is nothing but the ID. */
async function ask(
	{ n8n, credential }: Action,
	{ page, channel }: OpenAccount,
	personId: string,
): Promise<JsonObject | null> {
	const api = new GraphApi(httpOf(n8n), credential, { purpose: 'profiles' });
	const key = `${credential.fingerprint}/${page.id}`;
	const fields = PROFILE_FIELDS[channel];
	if (channel === 'messenger' && withoutLocale.get(key, Date.now()) === undefined) {
		const asked = await attempt(async () => await api.profile(personId, `${fields},locale`, page.token));
		if (asked.ok) return profileIn(asked.value);
		if (!isPermission(asked.failure)) throw asked.failure;
		const answer = await api.profile(personId, fields, page.token);
		withoutLocale.set(key, true, Date.now());
		return profileIn(answer);
	}
	return profileIn(await api.profile(personId, fields, page.token));
}

function profileIn(answer: JsonObject | null): JsonObject | null {
	return answer === null || Object.keys(answer).every((key) => key === 'id') ? null : answer;
}

function isPermission(failure: GraphFailure): boolean {
	return failure.subcode === PROFILE_PERMISSION || isMissingPermission(failure);
}
