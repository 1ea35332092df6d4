// PURE: what a repair writes: the list that was there, without what is gone, never over somebody
// else's receiver, and nothing where nobody is left to answer Meta.
import type { AppRecord } from '../../graph/appRecord';
import type { Channel } from '../../graph/channel';
import { formatCallback } from '../../trigger/members/callback';
import { answerOf } from '../../trigger/members/memberReply';
import { planRegister, union, type RegisterPlan } from '../../trigger/register/subscription';
import { listenersOf, needsOf, type Living } from './needs';
import { rememberedMembers } from './remembered';
import { channelState, listedPaths, type Situation } from './situation';

/** Without the triggers that somebody registers by hand: those stay with whoever does. */
export function repairable(situation: Situation): Situation {
	const byHand = situation.triggers.flatMap(({ path, settings }) =>
		settings?.isManual === true ? [path] : [],
	);
	const replies = [...situation.replies].filter(([path]) => !byHand.includes(path));
	return { ...situation, replies: new Map(replies) };
}

/** As when each of those that live and were there joined again, one after another. */
export function planChannel(
	situation: Situation,
	channel: Channel,
	{ mayReplace }: { mayReplace: boolean },
): RegisterPlan {
	const { origin, secrets, replies, elsewhere, remembered } = situation;
	const { object, record } = channelState(situation, channel);
	const [appSecret = ''] = secrets;
	let plan: RegisterPlan = { kind: 'nothing' };
	let planned: AppRecord | null = record;
	for (const one of returning(situation, channel)) {
		const next = planRegister({
			self: { origin, path: one.path, isTest: false },
			record: planned,
			wanted: needsOf(one, remembered)[channel] ?? [],
			secrets,
			replies,
			elsewhere,
			mayReplace,
		});
		if (next.kind === 'nothing') continue;
		if (next.kind === 'conflict') return next;
		plan = next;
		const callbackUrl = formatCallback({ origin, members: next.members }, appSecret);
		planned = { object, callbackUrl, isActive: true, fields: next.fields };
	}
	return plan.kind === 'write' ? withSick(situation, channel, plan) : plan;
}

/** Those that live and listen: in the order of Meta's list, then of what was noted. */
function returning(situation: Situation, channel: Channel): Living[] {
	const { records, remembered, triggers } = situation;
	const noted = remembered?.channels[channel]?.members ?? [];
	// Without a note nobody can tell that a trigger was there, not even one that answers.
	const own = remembered === null ? [] : triggers.map(({ path }) => path);
	const order = [...new Set([...listedPaths(records), ...noted, ...rememberedMembers(remembered), ...own])];
	const living = new Map(listenersOf(situation, channel).map((one) => [one.path, one]));
	return order.flatMap((path) => living.get(path) ?? []);
}

/** One that was there and cannot answer now needs what was noted. It comes last: it is no owner. */
function withSick(
	{ remembered, replies }: Situation,
	channel: Channel,
	plan: RegisterPlan & { kind: 'write' },
): RegisterPlan {
	const { members = [], fields = [] } = remembered?.channels[channel] ?? {};
	const sick = members.filter((path) => answerOf(replies, path) === 'sick');
	if (sick.length === 0) return plan;
	return { kind: 'write', members: union(plan.members, sick), fields: union(plan.fields, fields) };
}
