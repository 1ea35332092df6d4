// PURE: what is wrong at the app: its webhook at Meta, compared with the triggers that live on this
// n8n.
import { ALL_CHANNELS, CHANNELS } from '../../trigger/events/fields';
import { hasAuthenticList } from '../../trigger/members/callback';
import { answerOf } from '../../trigger/members/memberReply';
import { missingFrom } from '../../trigger/register/subscription';
import { finding, type HealthFinding } from './findings';
import { fieldsNeeded, listenersOf } from './needs';
import { channelState, type ChannelState, type Situation } from './situation';

export function appFindings(situation: Situation): HealthFinding[] {
	const states = ALL_CHANNELS.map((channel) => channelState(situation, channel));
	const isWanted = ({ channel }: ChannelState) => listenersOf(situation, channel).length > 0;
	const isNobodyThere = !states.some(isWanted);
	const judged = states.filter((state) => {
		const isOurs = state.isOnOurHost || state.isAtOldAddress;
		return isWanted(state) || isOurs || (isNobodyThere && state.channel === 'messenger');
	});
	const ofChannels = judged.flatMap((state) => channelFindings(situation, state));
	return unique([...ofChannels, ...triggerFindings(situation), ...memberFindings(situation, judged)]);
}

function channelFindings(situation: Situation, state: ChannelState): HealthFinding[] {
	const { record, callback, object, channel, isOnOurHost } = state;
	if (record === null) {
		const { displayName } = CHANNELS[channel];
		return [
			finding(
				'callbackMissing',
				`Meta has no webhook for the app's '${object}' events, so no tap in ${displayName} arrives`,
			),
		];
	}
	const inactive = record.isActive
		? []
		: [finding('callbackInactive', `Meta has switched off the app's webhook for '${object}'`)];
	if (callback === null || !isOnOurHost) return [elsewhereFinding(situation, state), ...inactive];
	const owner = ownerFindings(situation, state);
	// The record is somebody else's then, with what they need.
	const isTaken = owner.some(({ code }) => code === 'callbackOfAnotherReceiver');
	if (isTaken) return [...inactive, ...owner];
	return [...inactive, ...owner, ...listFindings(situation, state), ...fieldFindings(situation, state)];
}

function elsewhereFinding({ origin }: Situation, { record, callback, object, isAtOldAddress }: ChannelState) {
	const there = callback === null ? (record?.callbackUrl ?? '') : new URL(callback.origin).host;
	const events = `the app's '${object}' events`;
	return isAtOldAddress
		? finding(
				'callbackAtOldAddress',
				`Meta sends ${events} to ${there}, where this n8n no longer answers: it is ${origin} now`,
			)
		: finding('callbackOnAnotherHost', `${there} receives ${events}, and not this n8n, ${origin}`);
}

function ownerFindings({ replies, origin }: Situation, { callback, object }: ChannelState): HealthFinding[] {
	const [owner = '/', ...others] = callback?.members ?? [];
	const { answer, status } = replies.get(owner) ?? { answer: 'sick', status: 0 };
	const at = origin + owner;
	if (answer === 'gone') {
		const also = others.length === 0 ? '' : ` for itself and ${others.length} more`;
		return [
			finding(
				'ownerGone',
				`Meta sends the app's '${object}' events to ${at}${also}, and there is no webhook at this address`,
			),
		];
	}
	if (answer === 'foreign') {
		return [
			finding(
				'callbackOfAnotherReceiver',
				`Another webhook on this n8n, ${at}, receives the app's '${object}' events`,
			),
		];
	}
	if (answer === 'sick' && (status === 401 || status === 403)) {
		return [
			finding(
				'ownerRefuses',
				`${at} receives the app's '${object}' events, and answered ${status} to a question signed with the App Secret of this credential`,
			),
		];
	}
	return [];
}

function listFindings(
	situation: Situation,
	{ record, callback, channel, object }: ChannelState,
): HealthFinding[] {
	const { secrets, replies } = situation;
	const members = callback?.members ?? [];
	const [owner = '/'] = members;
	if (record !== null && !hasAuthenticList(record.callbackUrl, secrets)) {
		return [
			finding(
				'memberListNotAuthentic',
				`The list of workflows in the webhook for '${object}' was not made with the App Secret of this credential, so ${members.length - 1} of them get no taps`,
			),
		];
	}
	// Without an owner of ours nobody gets anything, whether listed or not.
	if (answerOf(replies, owner) !== 'ours') return [];
	return listenersOf(situation, channel)
		.filter(({ path }) => !members.includes(path))
		.map(({ path }) =>
			finding(
				'triggerLeftOut',
				`${nameOf(situation, path)} is published, but the webhook for '${object}' does not list it, so it gets no taps`,
			),
		);
}

function fieldFindings(situation: Situation, { record, channel, object }: ChannelState): HealthFinding[] {
	const missing = missingFrom(record?.fields ?? [], fieldsNeeded(situation, channel));
	return missing.length === 0
		? []
		: [
				finding(
					'appFieldMissing',
					`The app is not subscribed to ${missing.join(', ')} of '${object}', which a trigger needs`,
				),
			];
}

/** Of the same workflow; one that refuses is of another app, unless it has the same credential. */
function triggerFindings({ triggers, replies }: Situation): HealthFinding[] {
	return triggers.flatMap(({ name, path, sharesCredential, settings }) => {
		const unreadable =
			settings === null
				? [
						finding(
							'triggerUnreadable',
							`The parameters of '${name}' could not be read, so its Pages and rules were not checked`,
						),
					]
				: [];
		const pageless =
			settings?.pageIds?.length === 0
				? [finding('noPageSelected', `'${name}' of this workflow selects no Page, so it takes nothing`)]
				: [];
		const isGone = sharesCredential && answerOf(replies, path) === 'gone';
		const unpublished = isGone
			? [finding('triggerNotPublished', `'${name}' of this workflow is not published, so it gets no taps`)]
			: [];
		return [...unreadable, ...pageless, ...unpublished];
	});
}

function memberFindings({ replies, origin }: Situation, judged: readonly ChannelState[]): HealthFinding[] {
	const ours = judged.filter(({ isOnOurHost }) => isOnOurHost);
	const owners = ours.flatMap(({ callback }) => callback?.members.slice(0, 1) ?? []);
	const members = new Set(ours.flatMap(({ callback }) => callback?.members ?? []));
	return [...members].flatMap((path) => {
		const { answer, status } = replies.get(path) ?? { answer: 'sick', status: 0 };
		const isOwner = owners.includes(path);
		if (answer === 'gone')
			return isOwner
				? []
				: [
						finding(
							'memberGone',
							`${origin}${path} is in the list at Meta, and there is no webhook at this address`,
						),
					];
		const isRefusal = status === 401 || status === 403;
		if (answer !== 'sick' || (isOwner && isRefusal)) return [];
		const what = status === 0 ? 'gave no answer' : `answered HTTP ${status}`;
		return [
			finding(
				'memberSick',
				`${origin}${path} shares this app and could not be asked whether it is there: it ${what}`,
			),
		];
	});
}

/** As the editor calls it, for a trigger of this workflow. */
function nameOf({ triggers, origin }: Situation, path: string): string {
	const trigger = triggers.find((one) => one.path === path);
	return trigger === undefined ? `The trigger at ${origin}${path}` : `'${trigger.name}' of this workflow`;
}

/** Both objects may have the same callback. */
function unique(findings: readonly HealthFinding[]): HealthFinding[] {
	return [...new Map(findings.map((one) => [one.text, one])).values()];
}
