// What a member made of a relayed delivery, and for how long it has been failing, so that one
// cannot cost all the others.
import { ExpiringCache } from '../../graph/expiringCache';

export type RelayOutcome = 'accepted' | 'refused' | 'gone' | 'failed';

/**
 * Zero stands for no answer. A refusal is lasting: bringing the delivery again would not change it.
 */
export function judgeRelay(status: number): RelayOutcome {
	if (status >= 200 && status < 300) return 'accepted';
	if (isGone(status)) return 'gone';
	return status >= 400 && status < 500 ? 'refused' : 'failed';
}

/** n8n has no webhook at this path: for good, or while it puts an edited trigger in its place. */
export function isGone(status: number): boolean {
	return status === 404 || status === 410;
}

/** Longer than an edit: n8n stores the webhook again once the trigger is registered. */
const GONE_AFTER_MS = 60_000;
const GIVEN_UP_AFTER_MS = 10 * 60_000;
/** A failure this long ago tells nothing about the member any more. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
const MAX_REMEMBERED = 200;

/** Of the members of one owner, by path. */
export class MemberHealth {
	private readonly failingSince = new ExpiringCache<number>(MAX_REMEMBERED, FORGOTTEN_AFTER_MS);
	private readonly awaySince = new ExpiringCache<number>(MAX_REMEMBERED, FORGOTTEN_AFTER_MS);

	/** Whether it has failed for so long that the others no longer wait for it. */
	isGivenUp(path: string, now: number): boolean {
		const since = this.failingSince.get(path, now);
		return since !== undefined && now - since >= GIVEN_UP_AFTER_MS;
	}

	/**
	 * Whether it was not there for the whole time of a delivery, so that no other one waits for it.
	 */
	isAway(path: string, now: number): boolean {
		return this.awaySince.get(path, now) !== undefined;
	}

	/**
	 * What it made of the delivery, by the status that it answered in the end. One that is away may
	 * be on its way back, so at first that is a failure like any other, and the delivery comes again.
	 */
	noteStatus(path: string, status: number, now: number): RelayOutcome {
		const judged = judgeRelay(status);
		const since = this.awaySince.get(path, now) ?? now;
		if (judged === 'gone') this.awaySince.set(path, since, now);
		else this.awaySince.delete(path);
		const outcome = judged === 'gone' && now - since < GONE_AFTER_MS ? 'failed' : judged;
		this.note(path, outcome, now);
		return outcome;
	}

	note(path: string, outcome: RelayOutcome, now: number): void {
		if (outcome === 'failed') this.failingSince.set(path, this.failingSince.get(path, now) ?? now, now);
		else this.failingSince.delete(path);
	}
}
