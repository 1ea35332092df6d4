// EDGE: what Meta holds for the app, and who of those in its lists is there.
import type { AppRecord } from '../../graph/appRecord';
import { answerOf, type Replies } from '../../trigger/members/memberReply';
import { askMembers, type Asker } from '../../trigger/members/members';
import { pause } from '../../trigger/pause';
import { formerCallbacks, knownPaths, listedPaths, type Situation } from './situation';
import type { Station } from './station';

/** As long as n8n may take a webhook away to put an edited one in its place. */
const EDIT_MS = 3_000;

export async function lookAtApp(station: Station, records: readonly AppRecord[]): Promise<Situation> {
	const { credential, http, triggers, remembered, home } = station;
	const { origin } = home;
	const known = { origin, records, triggers, remembered };
	const asker: Asker = { http, app: credential, home };
	const listed = listedPaths(records);
	const [replies, ...former] = await Promise.all([
		askListed(asker, origin, listed, knownPaths(known)),
		...formerCallbacks(known).map(async (one) => await askMembers(asker, one.origin, one.members)),
	]);
	const elsewhere = new Map(former.flatMap((answers) => [...answers]));
	return { ...known, replies, elsewhere, secrets: credential.signingSecrets };
}

/**
 * Those that Meta lists are asked again before they count as gone, or as somebody else's: while n8n
 * starts, it answers 200 to everything.
 */
async function askListed(
	asker: Asker,
	origin: string,
	listed: readonly string[],
	known: readonly string[],
): Promise<Replies> {
	const replies = await askMembers(asker, origin, [...new Set([...listed, ...known])]);
	const lost = listed.filter((path) => ['gone', 'foreign'].includes(answerOf(replies, path)));
	if (lost.length === 0) return replies;
	await pause(EDIT_MS);
	return new Map([...replies, ...(await askMembers(asker, origin, lost))]);
}
