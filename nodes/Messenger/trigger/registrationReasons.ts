// What publishing, unpublishing and what follows them write to the log: codes, levels and meaning.
// The lines themselves are in register/registrationTexts.ts, and name Pages and Meta's words.
import type { WarningReason } from '../account/findings';

export type RegistrationReason =
	| WarningReason
	| 'batchesRefused'
	| 'instagramRefused'
	| 'memberSick'
	| 'oldAppRemains'
	| 'pagesRefused'
	| 'pagesRemain'
	| 'registrationIncomplete'
	| 'registrationKept'
	| 'registrationRemains'
	| 'webhookRemains';

interface RegistrationText {
	level: 'info' | 'warn' | 'error';
	message: string;
	description: string;
}

const ODD = { level: 'warn' } as const;
const FAILED = { level: 'error' } as const;

export const REGISTRATION: Record<RegistrationReason, RegistrationText> = {
	batchesRefused: {
		...ODD,
		message: 'Meta did not take several calls in one request, so each goes by itself for ten minutes',
		description: 'No action is needed; with many Pages it takes longer',
	},
	instagramRefused: {
		...ODD,
		message: 'Meta does not register Instagram webhooks for this app; Messenger is registered',
		description: 'Do what the line says, then publish again',
	},
	memberSick: {
		...ODD,
		message: 'Another workflow that shares the Meta app could not be asked whether it is there',
		description: "Check its credential, and that n8n reaches itself: 'Internal URL' of the credential",
	},
	oldAppRemains: {
		...FAILED,
		message: 'The credential names another Meta app than the one that was registered, which stays so',
		description: "Remove this n8n's webhook from the app that the line names",
	},
	pagesRefused: {
		...ODD,
		message: 'Meta did not subscribe some of the Pages, which send no taps to the workflow',
		description: "Do what Meta's words in the line ask for, then publish again",
	},
	pagesRemain: {
		...ODD,
		message: 'A workflow was unpublished or edited, and Pages that it needs no longer stay subscribed',
		description: 'Their events are left out. Renew the token, then do what the line says',
	},
	registrationIncomplete: {
		...FAILED,
		message: 'A workflow was edited, and its registration at Meta is incomplete',
		description: 'Do what the line says, then publish again',
	},
	registrationKept: {
		level: 'info',
		message: 'A workflow was published again before it left Meta, so that it stays registered',
		description: 'No action is needed',
	},
	registrationRemains: {
		...FAILED,
		message: 'A workflow is unpublished, and its registration at Meta could not be ended',
		description: 'Publish and unpublish it once more, or remove the webhook in the App Dashboard',
	},
	webhookRemains: {
		...ODD,
		message: "A workflow was edited, and the app's webhook still has fields that it needs no longer",
		description: 'Their events are left out. Do what the line says',
	},
	// The registration stays as it was, because it was there before the edit or the start of n8n.
	pageNotReachable: {
		...ODD,
		message: 'The token no longer reaches a Page that was registered before',
		description: 'Give the token access to the Page again, or take the Page out of the workflow',
	},
	pagesUnchecked: {
		...ODD,
		message: 'Meta did not show the Pages of a published workflow, which stays registered',
		description: "Do what Meta's words in the line ask for, then publish again",
	},
	permissionMissing: {
		...ODD,
		message: 'The access token lacks a permission; the workflow stays registered',
		description: 'Add what is missing and create the token again',
	},
	secretWrong: {
		...ODD,
		message: 'App ID and App Secret do not belong together; the workflow stays registered',
		description: "Copy both again from App settings > Basic in Meta's App Dashboard",
	},
	tokenEnded: {
		...ODD,
		message: 'The access token has ended; taps go on arriving, and nobody is answered',
		description: "Create a new one and put it in the credential; a system user's lasts",
	},
	tokenEnding: {
		...ODD,
		message: 'The access token ends within a week',
		description: "Create a new one; a system user's lasts",
	},
	tokenMissing: {
		...ODD,
		message: 'The credential has no access token; the workflow stays registered',
		description: 'Create one and put it in the credential',
	},
	tokenNotChecked: {
		...ODD,
		message: 'Meta did not tell about the access token; the workflow stays registered',
		description: "Meta's words in the line say why",
	},
	tokenOfAnotherApp: {
		...ODD,
		message: 'The access token belongs to another app; the workflow stays registered',
		description: "Create the token with the app of 'App ID'",
	},
};
