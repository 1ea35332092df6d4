// PURE: the table of what a check can find.
import type { TokenCode } from '../../account/findings';
import { PUBLIC_ADDRESS_SETTING } from '../../graph/graphFailure';

/**
 * `error`: taps or answers are lost now, or it cannot be seen whether they are. `warning`: they
 * will be, or something does less than it seems. `info`: nothing has to be done.
 */
export type Level = 'error' | 'warning' | 'info';

interface FindingKind {
	level: Level;
	/** For the list in docs/TROUBLESHOOTING.md. */
	what: string;
	remedy: string;
}

const REGISTER_AGAIN =
	"Unpublish and publish the workflow of the trigger, or let the check do it with the option 'Repair'.";
const RENEW_TOKEN =
	"Create a new access token and put it in 'Access Token' of the credential, or connect its account again.";

/** Codes are stable: saved workflows branch on them. */
export const FINDINGS = {
	addressNotPublic: {
		level: 'error',
		what: 'The address that n8n has of itself is none that Meta can reach, so whether taps arrive cannot be seen',
		remedy: `Set ${PUBLIC_ADDRESS_SETTING} to its public address, for its workers too.`,
	},
	callbackMissing: {
		level: 'error',
		what: 'Meta has no webhook for the app',
		remedy: REGISTER_AGAIN,
	},
	callbackOnAnotherHost: {
		level: 'error',
		what: "Another host receives the app's events",
		remedy:
			"Use another Meta app for one of the two, or set the option 'Existing Callback' to 'Replace' and switch on 'Repair' to take the webhook back.",
	},
	callbackOfAnotherReceiver: {
		level: 'error',
		what: "Another webhook on this n8n receives the app's events, such as n8n's own Facebook Trigger",
		remedy:
			"Give that workflow a Meta app of its own. Then set the option 'Existing Callback' to 'Replace' and switch on 'Repair', or publish the workflow of the trigger again.",
	},
	callbackAtOldAddress: {
		level: 'error',
		what: 'Meta still calls an old address of this n8n',
		remedy: REGISTER_AGAIN,
	},
	callbackInactive: {
		level: 'error',
		what: "Meta has switched the app's webhook off",
		remedy: REGISTER_AGAIN,
	},
	memberListNotAuthentic: {
		level: 'error',
		what: 'The list of workflows at Meta was not made with the App Secret, so only the first of them gets taps',
		remedy:
			"If the App Secret was changed, add the old one to 'Additional App Secrets' of the credential. 'Repair' writes the list anew.",
	},
	ownerGone: {
		level: 'error',
		what: 'The workflow that receives for all others is gone',
		remedy: REGISTER_AGAIN,
	},
	ownerRefuses: {
		level: 'error',
		what: 'The workflow that receives for all others does not know the App Secret',
		remedy: 'Give its trigger the same credential as this node, then publish it again.',
	},
	triggerNotPublished: {
		level: 'error',
		what: 'A trigger of this workflow has no webhook',
		remedy: 'Publish the workflow.',
	},
	triggerLeftOut: {
		level: 'error',
		what: 'A published trigger is not in the list of workflows at Meta, so it gets no taps',
		remedy: REGISTER_AGAIN,
	},
	noPageSelected: {
		level: 'error',
		what: 'A trigger of this workflow selects no Page, so it takes nothing',
		remedy: "Choose Pages in its 'Page Names or IDs', or correct the expression there.",
	},
	appFieldMissing: {
		level: 'error',
		what: 'The app lacks a webhook field that a trigger needs',
		remedy: REGISTER_AGAIN,
	},
	pageNotSubscribed: {
		level: 'error',
		what: 'A Page does not send its events to the app',
		remedy: REGISTER_AGAIN,
	},
	pageFieldMissing: {
		level: 'error',
		what: 'A Page lacks a webhook field that a trigger needs',
		remedy: REGISTER_AGAIN,
	},
	pageNotReachable: {
		level: 'error',
		what: 'The access token no longer opens a Page, so nobody is answered there, and whether its taps arrive cannot be seen',
		remedy:
			"Give the person or system user behind the token a role on the Page and create the token again, or take the Page out of the trigger's 'Page Names or IDs'.",
	},
	pageNotRead: {
		level: 'error',
		what: "Meta did not show a Page's subscription",
		remedy: "Meta's own words say why.",
	},
	repairFailed: {
		level: 'error',
		what: 'Meta refused what the repair wrote',
		remedy: "Meta's own words say why.",
	},
	secretWrong: {
		level: 'error',
		what: 'App ID and App Secret do not belong together',
		remedy: "Copy both again from App settings > Basic in Meta's App Dashboard.",
	},
	tokenEnded: {
		level: 'error',
		what: 'The access token has ended: taps go on arriving, but nobody is answered, and the Pages cannot be seen',
		remedy: RENEW_TOKEN,
	},
	tokenOfAnotherApp: {
		level: 'error',
		what: 'The access token belongs to another app',
		remedy: "Create the token with the app of 'App ID'.",
	},
	tokenNotChecked: {
		level: 'error',
		what: 'Meta did not tell about the access token',
		remedy: "Meta's own words say why.",
	},
	permissionMissing: {
		level: 'error',
		what: 'The access token lacks a permission',
		remedy:
			'Add what is missing and create the token again, or connect the account again and leave it ticked.',
	},
	tokenMissing: {
		level: 'warning',
		what: 'The credential has no access token, so the Pages cannot be seen',
		remedy: RENEW_TOKEN,
	},
	tokenEnding: {
		level: 'warning',
		what: 'The access token ends within a week',
		remedy: `${RENEW_TOKEN} That of a system user lasts longer.`,
	},
	memberSick: {
		level: 'warning',
		what: 'A workflow that shares the app could not be asked',
		remedy: `Check its credential, and that n8n can call its own public address, ${PUBLIC_ADDRESS_SETTING}. If it cannot, enter in 'Internal URL' of the credential where n8n reaches itself.`,
	},
	triggerUnreadable: {
		level: 'warning',
		what: 'The parameters of a trigger of this workflow could not be read',
		remedy: "Look at the trigger's expressions: here they have no item to work with.",
	},
	menuWithoutGetStarted: {
		level: 'warning',
		what: 'A Page has a menu without Get Started, so Messenger does not show it',
		remedy: "Set up 'Get Started' with Messenger Profile: Update.",
	},
	notPrimaryReceiver: {
		level: 'warning',
		what: "Another app is the Page's primary receiver, so this one gets taps on standby, without their payload",
		remedy: "Choose your app under Conversation Routing in the Page's settings.",
	},
	noInstagramAccount: {
		level: 'warning',
		what: 'A trigger listens to Instagram, and none of its Pages is linked to an account there',
		remedy: "Link one in the Page's settings, or remove 'Instagram' from the trigger's 'Channels'.",
	},
	buttonWithoutRule: {
		level: 'warning',
		what: 'A button starts nothing: no rule takes it',
		remedy:
			"Add a rule for it to the trigger, set 'Fallback Output' to 'Extra Output', or change the button.",
	},
	profileNotRead: {
		level: 'info',
		what: "Meta did not show a Page's buttons",
		remedy: 'The next check asks again.',
	},
	memberGone: {
		level: 'info',
		what: 'The list at Meta names a workflow that is gone',
		remedy: 'It does no harm. The next publication or repair takes it off the list.',
	},
	iceBreakersHideGetStarted: {
		level: 'info',
		what: 'A Page shows its ice breakers in place of Get Started',
		remedy: 'Delete the ice breakers with Messenger Profile: Delete, if Get Started is to be seen.',
	},
	ruleWithoutButton: {
		level: 'info',
		what: 'No button of the Pages leads to a rule',
		remedy: 'Nothing has to be done if messages have such a button.',
	},
	rulesNotDecided: {
		level: 'info',
		what: 'Some rules depend on more than the button',
		remedy: 'Whether a button reaches them cannot be told beforehand.',
	},
	nothingRemembered: {
		level: 'info',
		what: 'No earlier check has noted what belongs to this n8n',
		remedy:
			'The first check of a published workflow that finds all in order does so; a run in the editor does not. Publish the workflow of the trigger, then that of the check.',
	},
} as const satisfies Record<TokenCode | string, FindingKind>;

export type FindingCode = keyof typeof FINDINGS;
