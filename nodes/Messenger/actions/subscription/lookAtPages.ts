// EDGE: what Meta holds for the Pages: the app's fields there, and the buttons they show.
import { findPages } from '../../account/pages';
import { pairs } from '../../graph/attempt';
import type { PageAccess } from '../../graph/graphApi';
import { ProfilesApi, type ProfileToRead } from '../../graph/profileApi';
import { buttonFields } from '../../trigger/pageButtons';
import { channelsOf, choosePages, ownTriggers, pageFieldsNeeded } from './needs';
import type { SeenPage, SeenPages, Situation } from './situation';
import type { Station } from './station';

/** A Page as a check shows it, with what opens it. */
export interface OpenPage extends SeenPage {
	access: PageAccess;
}

export interface OpenPages extends SeenPages {
	pages: OpenPage[];
}

/**
 * `listed` are the Pages of the token.
 * @throws {GraphFailure} when Meta does not say whether the token opens a Page
 */
export async function lookAtPages(
	station: Station,
	situation: Situation,
	listed: readonly PageAccess[],
): Promise<OpenPages> {
	const { pageIds, addsSubscribed } = choosePages(situation);
	const { pages, unreachable } = await findPages(station.api, pageIds, listed);
	const others = addsSubscribed ? listed.filter(({ id }) => !pageIds.includes(id)) : [];
	const asked = [...pages, ...others];
	// A trigger's Pages are subscribed, as a rule; of others that is to be seen first.
	const isLikely = ownTriggers(situation).length > 0;
	const [withFields, early] = await Promise.all([
		readFields(station, situation, asked),
		isLikely ? readProfiles(station, situation, asked) : null,
	]);
	const looked = withFields.filter(
		({ page, fields }) => pageIds.includes(page.id) || !fields.ok || fields.value !== null,
	);
	const accesses = looked.map(({ access }) => access);
	const profiles = early ?? (await readProfiles(station, situation, accesses));
	return {
		pages: looked.map((one) => ({ ...one, profiles: profiles.get(one.page.id) ?? {} })),
		unreachable,
	};
}

/** Whatever they showed before. */
export async function readFields(
	{ api }: Station,
	situation: Situation,
	pages: readonly PageAccess[],
): Promise<OpenPage[]> {
	return pairs(pages, await api.pageFieldsOf(pages)).map(([access, fields]) => {
		const page = shownOf(access);
		return { access, page, fields, needed: pageFieldsNeeded(situation, page.id), profiles: {} };
	});
}

async function readProfiles(
	{ http, credential }: Station,
	situation: Situation,
	pages: readonly PageAccess[],
): Promise<ReadonlyMap<string, SeenPage['profiles']>> {
	const wanted = pages.flatMap((page) =>
		channelsOf(situation, shownOf(page)).map(
			(channel): ProfileToRead => ({ page, channel, fields: buttonFields(channel) }),
		),
	);
	const read = pairs(wanted, await new ProfilesApi(http, credential).read(wanted));
	const byPage = new Map<string, SeenPage['profiles']>();
	for (const [{ page, channel }, profile] of read) {
		byPage.set(page.id, { ...byPage.get(page.id), [channel]: profile });
	}
	return byPage;
}

function shownOf({ id, name, instagram }: PageAccess): SeenPage['page'] {
	return { id, name, instagramId: instagram?.id ?? null };
}
