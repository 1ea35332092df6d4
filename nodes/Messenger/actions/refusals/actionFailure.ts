// PURE: why an operation did not do what it was asked, as the user reads it and as a workflow can
// branch on it.

/** What an IF node can ask for; see docs/TROUBLESHOOTING.md. */
export type FailureKind =
	| 'windowClosed'
	| 'personUnavailable'
	| 'noSuchPerson'
	| 'otherAppHasConversation'
	| 'throttled'
	| 'tokenEnded'
	| 'permissionMissing'
	| 'pageRestricted'
	| 'mediaRefused'
	| 'maybeSent'
	| 'refused';

export interface FailureFacts {
	kind: FailureKind;
	/** What happened. */
	message: string;
	/** What to do. */
	description: string;
	/** Meta's, where Meta was asked. */
	code?: number | null;
	subcode?: number | null;
	traceId?: string | null;
}

export class ActionFailure extends Error {
	readonly facts: Readonly<FailureFacts>;

	constructor(facts: FailureFacts) {
		super(facts.message);
		this.facts = facts;
	}
}

/** The same for a message of several parts, `sent` of which went out before this one failed. */
export function withPartsSent(error: unknown, sent: number, parts: number): unknown {
	if (sent === 0 || !(error instanceof ActionFailure)) return error;
	return new ActionFailure({
		...error.facts,
		message: `${sent} of ${parts} parts went out. ${error.facts.message}`,
	});
}

/** For what is found before Meta is asked. */
export function refused(message: string, description: string): ActionFailure {
	return new ActionFailure({ kind: 'refused', message, description });
}
