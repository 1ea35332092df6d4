// EDGE: puts back what was there, at the app and at the Pages, and tells what it did. What it does
// is decided anew from what Meta shows while nobody else in this process registers.
import { attempt, pairs } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import type { GraphFailure } from '../../graph/graphFailure';
import { ALL_CHANNELS, CHANNELS } from '../../trigger/events/fields';
import { pause } from '../../trigger/pause';
import { withAppLock } from '../../trigger/register/appLock';
import { appKeyOf, MAX_ROUNDS, writeApp } from '../../trigger/register/registrar';
import { instagramRefusedText } from '../../trigger/register/registrationTexts';
import { union, type WriteApp } from '../../trigger/register/subscription';
import { finding, whyFailed, type HealthFinding } from './findings';
import { lookAtApp } from './lookAtApp';
import { readFields, type OpenPage } from './lookAtPages';
import { pageFieldsNeeded } from './needs';
import { missingFields, nameOf } from './pageFindings';
import { planChannel, repairable } from './repairPlan';
import { channelState, type Situation } from './situation';
import type { Station } from './station';

export interface RepairOptions {
	/** Also takes the place of somebody else's receiver. */
	mayReplace: boolean;
}

export interface Repair {
	/** What was done, in words. */
	repaired: string[];
	/** What Meta refused. */
	failures: HealthFinding[];
	/** As it is afterwards. */
	situation: Situation;
	/** With what they send afterwards; null without any. */
	pages: OpenPage[] | null;
}

/** Null when there is nothing that could be put back. */
export async function repair(
	station: Station,
	seen: { situation: Situation; pages: OpenPage[] | null },
	options: RepairOptions,
): Promise<Repair | null> {
	const isAppInOrder = writesFor(seen.situation, options).length === 0;
	if (isAppInOrder && damaged(seen.situation, seen.pages).length === 0) return null;
	if (!isAppInOrder && isMoving(seen.situation)) await waitForOldAddress(station);
	return await withAppLock(appKeyOf(station.credential), async () => {
		const app = await repairApp(station, options);
		return { ...app, ...(await repairPages(station, app, seen.pages)) };
	});
}

/** Together longer than an n8n takes to restart. */
const OLD_ADDRESS_ASKED = 3;
const OLD_ADDRESS_WAIT_MS = 15_000;

function isMoving(situation: Situation): boolean {
	return ALL_CHANNELS.some((channel) => channelState(situation, channel).isAtOldAddress);
}

/**
 * Until it answers, or has been silent for long: another n8n, of which this one is a copy, may be
 * restarting there.
 */
async function waitForOldAddress(station: Station): Promise<void> {
	for (let asked = 0; asked < OLD_ADDRESS_ASKED; asked++) {
		await pause(OLD_ADDRESS_WAIT_MS);
		const situation = await lookAtApp(station, await station.api.appRecords());
		if (!isMoving(situation)) return;
	}
}

interface ChannelWrite {
	channel: Channel;
	plan: WriteApp;
}

function writesFor(situation: Situation, options: RepairOptions): ChannelWrite[] {
	return ALL_CHANNELS.flatMap((channel) => {
		const plan = planChannel(repairable(situation), channel, options);
		return plan.kind === 'write' ? [{ channel, plan }] : [];
	});
}

/** In rounds: what was written is looked at, because somebody else may write as well. */
async function repairApp(station: Station, options: RepairOptions): Promise<Omit<Repair, 'pages'>> {
	const repaired = new Map<Channel, string>();
	const refused = new Map<Channel, HealthFinding>();
	for (let round = 0; ; round++) {
		const situation = await lookAtApp(station, await station.api.appRecords());
		const writes = writesFor(situation, options).filter(({ channel }) => !refused.has(channel));
		if (writes.length === 0 || round === MAX_ROUNDS) {
			return { repaired: [...repaired.values()], failures: [...refused.values()], situation };
		}
		for (const { channel, plan } of writes) {
			const written = await attempt(async () => await writeApp(ownerOf(station), channel, plan));
			if (written.ok) repaired.set(channel, writtenText(situation, channel, plan));
			else refused.set(channel, refusedFinding(situation, channel, plan, written.failure));
		}
	}
}

/** Whoever writes is not in the list itself. */
function ownerOf({ api, credential, home: { origin } }: Station) {
	return { api, credential, self: { origin, path: '', isTest: false } };
}

function writtenText({ origin }: Situation, channel: Channel, { members, fields }: WriteApp): string {
	const [owner = '', ...others] = members;
	const also = others.length === 0 ? '' : `, which passes them on to ${others.length} more`;
	return `Wrote the app's webhook for '${CHANNELS[channel].object}' back: Meta sends ${fields.join(', ')} to ${origin}${owner}${also}.`;
}

function refusedFinding(
	{ origin }: Situation,
	channel: Channel,
	{ members, fields }: WriteApp,
	failure: GraphFailure,
): HealthFinding {
	const self = { origin, path: members[0] ?? '', isTest: false };
	const remedy = channel === 'instagram' ? instagramRefusedText(failure, self, fields) : null;
	const what = `The app's webhook for '${CHANNELS[channel].object}' could not be written back`;
	return finding('repairFailed', what, { remedy: remedy ?? whyFailed(failure) });
}

/** The Pages that lack what our triggers need of them, with just that. */
function damaged(situation: Situation, pages: readonly OpenPage[] | null): OpenPage[] {
	const ours = repairable(situation);
	return (pages ?? [])
		.map((one) => ({ ...one, needed: pageFieldsNeeded(ours, one.page.id) }))
		.filter((one) => missingFields(one).length > 0);
}

async function repairPages(
	station: Station,
	{ situation, repaired, failures }: Omit<Repair, 'pages'>,
	pages: readonly OpenPage[] | null,
): Promise<Pick<Repair, 'repaired' | 'failures' | 'pages'>> {
	const suspected = damaged(situation, pages).map(({ access }) => access);
	const writes = damaged(situation, await readFields(station, situation, suspected)).map((one) => ({
		page: one.access,
		lacking: missingFields(one),
		fields: union(one.fields.ok ? (one.fields.value ?? []) : [], one.needed),
	}));
	const written = pairs(writes, await station.api.writePageFields(writes));
	const after = await readFields(station, situation, suspected);
	const texts = written.flatMap(([{ page, lacking }, outcome]) => {
		const isThere = after.some((one) => one.page.id === page.id && missingFields(one).length === 0);
		return outcome.ok && isThere ? [`Subscribed ${nameOf(page)} to ${lacking.join(', ')} again.`] : [];
	});
	const refused = written.flatMap(([{ page }, outcome]) =>
		outcome.ok
			? []
			: [
					finding('repairFailed', `${nameOf(page)} could not be subscribed again`, {
						pageId: page.id,
						remedy: whyFailed(outcome.failure),
					}),
				],
	);
	const seenAfter = new Map(after.map((one) => [one.page.id, one]));
	return {
		repaired: [...repaired, ...texts],
		failures: [...failures, ...refused],
		pages:
			pages?.map((one) => ({
				...one,
				fields: seenAfter.get(one.page.id)?.fields ?? one.fields,
				needed: pageFieldsNeeded(situation, one.page.id),
			})) ?? null,
	};
}
