// PURE: a failed call where Meta counts few of them: which limit is reached, and for how long.
import { quoteMeta, type GraphFailure } from '../../graph/graphFailure';
import { META_CODE } from '../../graph/metaCodes';
import { ActionFailure } from './actionFailure';
import { failureOf } from './failureOf';

const BUDGET = '10 calls in 10 minutes';
const BUDGET_MINUTES = 10;

/** `what` the budget is for: "the profile of one Page". */
export function budgetFailure(failure: GraphFailure, what: string): ActionFailure {
	const general = failureOf(failure);
	const { outcome, doing, code } = failure;
	const isHeldBack = outcome.kind === 'heldBack';
	const isBudget = isHeldBack || code === META_CODE.callLimit;
	if (!isBudget || general.facts.kind !== 'throttled') return general;
	const minutes = isHeldBack ? Math.ceil(outcome.seconds / 60) : BUDGET_MINUTES;
	const quote = outcome.kind === 'refused' ? ` ${quoteMeta(outcome.error)}` : '';
	return new ActionFailure({
		...general.facts,
		message: `Did not ${doing}: Meta's limit for it is reached`,
		description: `Meta takes ${BUDGET} for ${what}. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.${quote}`,
	});
}
