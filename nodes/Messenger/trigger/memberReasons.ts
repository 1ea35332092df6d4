// What became of a delivery that the owner of a callback passes on, and its texts for the log.

export type MemberReason =
	| 'memberGivenUp'
	| 'memberGone'
	| 'memberListNotAuthentic'
	| 'memberRefused'
	| 'relayFailed'
	| 'testMissed';

interface MemberText {
	level: 'warn' | 'error';
	message: string;
	description: string;
}

export const MEMBERS: Record<MemberReason, MemberText> = {
	memberGivenUp: {
		level: 'error',
		message: 'Another workflow that shares this Meta app has failed for ten minutes and missed a delivery',
		description:
			"It gets each delivery once and Meta is not asked to bring it again, so that the other workflows keep receiving. Check that this address of n8n answers; if n8n cannot call its own public address, enter in 'Internal URL' of the credential where it reaches itself",
	},
	memberGone: {
		level: 'warn',
		message: 'Another workflow that shares this Meta app has been gone for a minute and missed a delivery',
		description:
			'If it is to receive, publish it again. If not, no action is needed: the next publication of a workflow on this app takes it off the list',
	},
	memberListNotAuthentic: {
		level: 'warn',
		message:
			'A delivery came with a list of other workflows that was not made with this App Secret, and was not passed on to them',
		description:
			"Publish one of the workflows that share this Meta app again, which renews the list. If that does not end it, a proxy changes the query string of the webhook's address, or somebody sends a recorded delivery again",
	},
	memberRefused: {
		level: 'warn',
		message: 'Another workflow that shares this Meta app refused a delivery and missed it',
		description:
			"401: 'App Secret' in the credential of that workflow is not the one of this workflow. 403: a proxy in front of n8n does not let it through",
	},
	relayFailed: {
		level: 'warn',
		message: 'Another workflow that shares this Meta app did not accept a delivery',
		description:
			"Meta was asked to deliver it again; check that the other workflow answers. 404: it is being edited or unpublished, or it is gone. If n8n cannot call its own public address, enter in 'Internal URL' of the credential where it reaches itself",
	},
	testMissed: {
		level: 'warn',
		message: 'A test that listens beside this workflow did not get a delivery',
		description:
			"Tap again while it listens: Meta is not asked to deliver again for a test. If n8n cannot call its own public address, enter in 'Internal URL' of the credential where it reaches itself",
	},
};
