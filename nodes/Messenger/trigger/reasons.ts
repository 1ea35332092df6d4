// Every reason for a line in the log: what is refused, skipped or odd about a request, with its
// text, level and, for refusals, the HTTP status.
import { ANSWERS } from './answerReasons';
import type { BodyRefusal } from './events/delivery';
import type { SkipReason } from './events/skipReason';
import { MEMBERS, type MemberReason } from './memberReasons';
import { REGISTRATION, type RegistrationReason } from './registrationReasons';
import type { HandshakeRefusal } from './verify/handshake';
import type { SignatureRefusal } from './verify/signature';

export type Refusal = HandshakeRefusal | SignatureRefusal | BodyRefusal;
export type Notice =
	| keyof typeof ANSWERS
	| MemberReason
	| 'instagramAccountUnknown'
	| 'noPageSelected'
	| 'profileLeftOut'
	| 'profilesLate'
	| 'profilesLeftOut'
	| 'requestFailed'
	| 'standbyWithoutPayload';
export type Reason = Refusal | SkipReason | Notice | RegistrationReason;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface ReasonText {
	level: LogLevel;
	/** What happened. */
	message: string;
	/** What to do, or why no action is needed. */
	description: string;
}

const FORGED = { level: 'warn', status: 401 } as const;
const NO_HANDSHAKE = { level: 'warn', status: 403 } as const;
const UNREADABLE = { level: 'warn', status: 400 } as const;

export const REFUSALS: Record<Refusal, ReasonText & { status: 400 | 401 | 403 }> = {
	appSecretMissing: {
		...FORGED,
		message: 'The credential has no App Secret, so no delivery can be verified',
		description: "Fill in 'App Secret' in the credential: Meta's App Dashboard > App settings > Basic",
	},
	signatureMissing: {
		...FORGED,
		message: 'A request without the X-Hub-Signature-256 header was refused',
		description: 'Meta always signs. If these come from Meta, a proxy in front of n8n removes the header',
	},
	signatureMalformed: {
		...FORGED,
		message: 'A request whose X-Hub-Signature-256 header is not one SHA-256 signature was refused',
		description: 'Meta sends "sha256=" and 64 hexadecimal digits; SHA-1 signatures are not accepted',
	},
	signatureMismatch: {
		...FORGED,
		message: 'A request whose signature does not match was refused',
		description:
			"If Meta sent it, 'App Secret' in the credential belongs to another app or was reset: copy it again from Meta's App Dashboard > App settings > Basic",
	},
	signatureSecretHasBlanks: {
		...FORGED,
		message: 'A request was refused because the App Secret in the credential has spaces before or after it',
		description: "Remove the spaces before and after 'App Secret' in the credential",
	},
	signatureBodyChanged: {
		...FORGED,
		message: 'A request was refused because its body is not the one that was signed',
		description:
			'Something in front of n8n reads the JSON and writes it anew, with other spaces or escapes than Meta, which sends ASCII only. Let it pass the body through unchanged',
	},
	signatureInstagramSecret: {
		...FORGED,
		message: 'An Instagram request whose signature does not match was refused',
		description:
			"Apps with Instagram Login sign with the Instagram app secret: add it to 'Additional App Secrets' in the credential",
	},
	handshakeIncomplete: {
		...NO_HANDSHAKE,
		level: 'debug',
		message: "A GET request that is not Meta's handshake was refused",
		description: 'Opening the webhook URL in a browser does this; no action is needed',
	},
	handshakeTokenMismatch: {
		...NO_HANDSHAKE,
		message: 'A handshake with another verify token was refused',
		description:
			"For manual registration, enter the same text in Meta's dashboard and in 'Verify Token' of the credential. For automatic registration, a query string lost by a proxy also causes it",
	},
	handshakeChallengeUnsafe: {
		...NO_HANDSHAKE,
		message: 'A handshake whose challenge is not a short plain value was refused',
		description: 'Meta sends a number; this request was made by something else',
	},
	verifyTokenMissing: {
		...NO_HANDSHAKE,
		message: 'The credential has neither App Secret nor Verify Token, so no handshake can pass',
		description: "Fill in 'App Secret' in the credential",
	},
	notJson: {
		...UNREADABLE,
		message: 'A signed request whose body is not JSON was refused',
		description: 'Meta sends JSON only; another tool that has the App Secret may have sent it',
	},
	notAnEnvelope: {
		...UNREADABLE,
		message: 'A signed request whose body is neither an object nor a list was refused',
		description: 'Meta sends objects only; another tool that has the App Secret may have sent it',
	},
};

const EXPECTED = { level: 'debug' } as const;

export const SKIPS: Record<SkipReason, ReasonText> = {
	accountNotSelected: {
		...EXPECTED,
		message: 'The event belongs to a Page or Instagram account that is not selected',
		description: "Add the Page to 'Page Names or IDs' and publish again",
	},
	answerPassedOn: {
		...EXPECTED,
		message: 'The event answers a question of a Messenger node',
		description: 'The workflow that got it from Meta deals with it; no action is needed',
	},
	channelNotSelected: {
		...EXPECTED,
		message: 'The event comes from a channel that is not selected',
		description: "Add the channel to 'Channels' and publish again",
	},
	duplicate: {
		level: 'info',
		message:
			'The event was delivered again after n8n had taken it over, or while it was doing so, or it is the copy on standby of a tap that came with its payload',
		description: "No action is needed; switch 'Ignore Duplicates' off to receive such events",
	},
	echo: {
		...EXPECTED,
		message: 'The event is an echo of a message that the Page itself sent',
		description: 'No action is needed',
	},
	eventNotSelected: {
		...EXPECTED,
		message: 'The event is of a kind that is not selected',
		description: "Add it to 'Trigger On' and publish again",
	},
	fieldNotOurs: {
		...EXPECTED,
		message: 'The change belongs to a webhook field that this trigger does not handle',
		description: 'Another part of the Meta app subscribed it; no action is needed',
	},
	malformedEvent: {
		...EXPECTED,
		message: 'An element of the delivery is not an object, or nested hundreds of levels deep',
		description: 'No action is needed',
	},
	noRuleMatched: {
		...EXPECTED,
		message: 'No rule matches the event',
		description: "Add a rule, or set 'Fallback Output' to 'Extra Output'",
	},
	notAButtonTap: {
		...EXPECTED,
		message: 'The event is a typed message, a receipt or another event that no button causes',
		description: 'No action is needed',
	},
	objectUnknown: {
		...EXPECTED,
		message: 'The delivery is neither about a Page nor about an Instagram account',
		description: 'Another part of the Meta app subscribed it; no action is needed',
	},
	standbyNotIncluded: {
		...EXPECTED,
		message: 'Another app or a person in the inbox holds the conversation, so Meta sent the event on standby',
		description: "Switch 'Include Standby Events' on to receive such events",
	},
};

export const NOTICES: Record<Notice, ReasonText> = {
	...ANSWERS,
	...MEMBERS,
	instagramAccountUnknown: {
		level: 'warn',
		message: 'An Instagram event is for an account that is linked to none of the selected Pages',
		description:
			"If another workflow takes it, no action is needed. If it is the account you want, link it to a selected Page and publish again; if it is linked, Meta sends its other ID, as with Instagram Login, and nothing of it arrives until you set 'Registration' to 'Manual', which takes every account",
	},
	noPageSelected: {
		level: 'warn',
		message: "'Page Names or IDs' gave no Page for a delivery, so none of its events was taken",
		description:
			"Correct the expression in it so that it gives Page IDs without an earlier node's data, or choose Pages from the list, or set 'Pages' to 'All Pages'; then publish again",
	},
	profileLeftOut: {
		level: 'info',
		message: "Meta does not show who tapped, so a sender's profile is left out",
		description: 'No action is needed; the item is there',
	},
	profilesLate: {
		level: 'debug',
		message: 'Meta was too slow or too busy to show who tapped, so profiles are left out',
		description: 'No action is needed; the items are there',
	},
	profilesLeftOut: {
		level: 'warn',
		message: 'Meta refuses the token or the app, so the profiles of all senders are left out',
		description: "Do what Meta's words in the line ask for; the items are there",
	},
	requestFailed: {
		level: 'error',
		message: 'A request could not be handled, because something in this package or in n8n broke',
		description: 'Meta was asked to deliver it again; the line has the cause',
	},
	standbyWithoutPayload: {
		level: 'info',
		message: 'A tap arrived on standby without its payload',
		description:
			"Meta gives the payload only to the app that sent the button; the item's 'payload' is null and 'isStandby' is true",
	},
};

export const REASONS: Record<Reason, ReasonText> = { ...REFUSALS, ...SKIPS, ...NOTICES, ...REGISTRATION };
