// PURE: why Meta has no profile of a person, where that is about the person.
import { quoteMeta, type GraphFailure } from '../../graph/graphFailure';
import { META_CODE, NO_PROFILE, UNSEEN_OBJECT } from '../../graph/metaCodes';

export const EMPTY_PROFILE =
	'Meta gives nothing about this person: they may have forbidden it, or the app lacks Business Asset User Profile Access.';

/** Null for a refusal that is about the token, the app or the moment. */
export function whyNoProfile({ outcome }: GraphFailure): string | null {
	if (outcome.kind !== 'refused') return null;
	const { code, subcode, message } = outcome.error;
	const isParameter = code === META_CODE.parameter;
	const quote = quoteMeta(outcome.error);
	if (code === META_CODE.consent || /consent/i.test(message)) {
		return `This person has not agreed to it yet: their profile can be read once they have written or tapped. ${quote}`;
	}
	if (isParameter && subcode === NO_PROFILE) return `Meta has no profile of this person. ${quote}`;
	if (isParameter && subcode === UNSEEN_OBJECT) {
		return `The token sees nobody with this ID: it may be of another Page or app, or of somebody who is gone. ${quote}`;
	}
	return null;
}
