// PURE: what Meta's refusals mean for whoever sends, and what to do; docs/META-FACTS.md has the
// sources of the codes.
import type { MetaError } from '../../graph/graphFailure';
import { META_CODE } from '../../graph/metaCodes';
import type { FailureKind } from './actionFailure';

export interface Refusal {
	/** Meta's `code`, or `code/subcode`. */
	codes: readonly string[];
	kind: FailureKind;
	/** Follows "Meta refused to …: ". */
	what: string;
	remedy: string;
}

const ANOTHER_WAY = "Reach them another way; an IF node after this one can branch on 'kind'.";
const RESTRICTED =
	'Open Page Support Home or Account Quality at Meta, which says why and for how long; sending again makes it worse.';

export const REFUSALS: readonly Refusal[] = [
	{
		codes: ['10/2018278', '10/2534022'],
		kind: 'windowClosed',
		what: 'the last message or tap of this person is more than 24 hours old',
		remedy:
			"Wait until the person writes or taps again. Within 7 days somebody of your team may answer: option 'Messaging Type' Message Tag with 'Tag' Human Agent.",
	},
	{
		codes: ['551', '551/1545041', '200/1545041', '10/2018108'],
		kind: 'personUnavailable',
		what: 'this person cannot be reached; they may have blocked the Page or left',
		remedy: ANOTHER_WAY,
	},
	{
		codes: ['10/2018336'],
		kind: 'personUnavailable',
		what: 'privacy rules where this person lives do not allow it',
		remedy: ANOTHER_WAY,
	},
	{
		codes: ['100/2018001'],
		kind: 'noSuchPerson',
		what: 'the Page knows nobody with this ID',
		remedy: "An ID belongs to one Page: take 'sender.id' and 'accountId' from the same item of the trigger.",
	},
	{
		codes: ['100/2534014'],
		kind: 'noSuchPerson',
		what: 'the Instagram account knows nobody with this ID',
		remedy:
			"An ID belongs to one account: take 'sender.id' and 'accountId' from the same item of the trigger, and check 'Channel'.",
	},
	{
		codes: ['100/2534013', '10/2534077'],
		kind: 'refused',
		what: 'the Page is not linked to an Instagram professional account',
		remedy: "Link them in the Page's settings, and create the access token again.",
	},
	{
		codes: ['10/2018300', '100/2534037'],
		kind: 'otherAppHasConversation',
		what: 'another app holds the conversation with this person',
		remedy:
			"Let that app hand it over, or choose your app under Conversation Routing in the Page's settings.",
	},
	{
		codes: ['2018321', '100/2018321', '10/2018321'],
		kind: 'otherAppHasConversation',
		what: "Meta's own questions are being asked in this conversation",
		remedy: 'Try again when they have been answered.',
	},
	{
		codes: ['10/1893063', '100/2534029', '2022', '368'],
		kind: 'pageRestricted',
		what: 'Meta has restricted the Page or its business',
		remedy: RESTRICTED,
	},
	{
		codes: ['613/2018338'],
		kind: 'pageRestricted',
		what: 'the Page has sent too many messages with a tag',
		remedy: RESTRICTED,
	},
	{
		codes: ['200/2534041'],
		kind: 'permissionMissing',
		what: 'the owner of the Instagram account has switched off access to its messages',
		remedy:
			"Switch on 'Allow Access to Messages' in the Instagram app: Settings, Messages and story replies, Message controls.",
	},
	{
		codes: ['200/2018028'],
		kind: 'permissionMissing',
		what: 'the app may only write to people with a role in it',
		remedy:
			'Add the person to the app as a tester, or get Advanced Access for pages_messaging by App Review.',
	},
	{
		codes: ['100/2018247'],
		kind: 'permissionMissing',
		what: 'the token may not read the profile of this person',
		remedy: 'The app needs Business Asset User Profile Access, and the person must have written first.',
	},
	{
		codes: ['1/99'],
		kind: 'permissionMissing',
		what: 'the token lacks a permission',
		remedy:
			'Messenger needs pages_messaging, Instagram needs instagram_manage_messages: grant it and create the token again.',
	},
	{
		codes: ['100/2018008', '100/2018047', '100/2018109', '100/2018294', '100/2018074', '100/2534015'],
		kind: 'mediaRefused',
		what: 'the file was not taken',
		remedy:
			"Meta's own words say why: it must be able to fetch the URL without a login, the type must be the one of 'Media Type', and the file at most 25 MB.",
	},
	{
		codes: ['100/2018145'],
		kind: 'refused',
		what: 'the menu needs a Get Started button',
		remedy: "Fill in 'Get Started' as well, or set it up first.",
	},
];

const BY_CODE = new Map(REFUSALS.flatMap((refusal) => refusal.codes.map((code) => [code, refusal] as const)));

/** Meta names these two in words only. */
const BY_WORDS: ReadonlyArray<readonly [RegExp, Refusal]> = [
	[
		/primary (?:app|receiver)/i,
		{
			codes: ['100'],
			kind: 'otherAppHasConversation',
			what: "another app is the Page's primary receiver",
			remedy: "Choose your app under Conversation Routing in the Page's settings.",
		},
	],
	[
		/message tag|\btag\b.*(?:deprecated|no longer|not (?:valid|allowed|supported))/i,
		{
			codes: ['100'],
			kind: 'refused',
			what: 'it no longer takes this message tag',
			remedy: "Human Agent is the only tag left: change option 'Tag', or 'Messaging Type'.",
		},
	],
];

/** Undefined for a refusal that has no words of its own here. */
export function refusalOf(error: MetaError): Refusal | undefined {
	const { code, subcode, message } = error;
	const exact = BY_CODE.get(`${code}/${subcode}`) ?? BY_CODE.get(`${code}`);
	if (exact !== undefined || code !== META_CODE.parameter) return exact;
	return BY_WORDS.find(([words]) => words.test(message))?.[1];
}
