// EDGE: what Meta holds for the Pages: the app's fields there, and the buttons they show.
import { findPages, pagesOfToken } from '../../account/pages';
import { pairs } from '../../graph/attempt';
import type { PageAccess } from '../../graph/graphApi';
import { ProfilesApi, type ProfileToRead } from '../../graph/profileApi';
import { BUTTON_FIELDS } from '../../trigger/pageButtons';
import { channelsOf, choosePages, pageFieldsNeeded } from './needs';
import type { SeenPage, SeenPages, Situation } from './situation';
import type { Station } from './station';

/** A Page as a check shows it, with what opens it. */
export interface OpenPage extends SeenPage {
	access: PageAccess;
}

export interface OpenPages extends SeenPages {
	pages: OpenPage[];
}

/** @throws {GraphFailure} when Meta does not list the Pages of the token */
export async function lookAtPages(station: Station, situation: Situation): Promise<OpenPages> {
	const { api } = station;
	const { pageIds, addsSubscribed } = choosePages(situation);
	const all = addsSubscribed ? await pagesOfToken(api) : [];
	const unlisted = pageIds.filter((id) => all.every((page) => page.id !== id));
	const found = unlisted.length === 0 ? { pages: [], unreachable: [] } : await findPages(api, unlisted);
	const withFields = await readFields(station, situation, [...all, ...found.pages]);
	const looked = withFields.filter(
		({ page, fields }) => pageIds.includes(page.id) || !fields.ok || fields.value !== null,
	);
	return { pages: await withProfiles(station, situation, looked), unreachable: found.unreachable };
}

/** Whatever they showed before. */
export async function readFields(
	{ api }: Station,
	situation: Situation,
	pages: readonly PageAccess[],
): Promise<OpenPage[]> {
	return pairs(pages, await api.pageFieldsOf(pages)).map(([access, fields]) => {
		const { id, name, instagram } = access;
		const page = { id, name, instagramId: instagram?.id ?? null };
		return { access, page, fields, needed: pageFieldsNeeded(situation, id), profiles: {} };
	});
}

async function withProfiles(
	{ http, credential }: Station,
	situation: Situation,
	pages: readonly OpenPage[],
): Promise<OpenPage[]> {
	const wanted = pages.flatMap(({ access, page }) =>
		channelsOf(situation, page).map((channel): ProfileToRead => {
			// Get Started is the Page's on Messenger only.
			const fields = channel === 'instagram' ? BUTTON_FIELDS.slice(1) : BUTTON_FIELDS;
			return { page: access, channel, fields };
		}),
	);
	const read = pairs(wanted, await new ProfilesApi(http, credential).read(wanted));
	const byPage = new Map<string, SeenPage['profiles']>();
	for (const [{ page, channel }, profile] of read) {
		byPage.set(page.id, { ...byPage.get(page.id), [channel]: profile });
	}
	return pages.map((one) => ({ ...one, profiles: byPage.get(one.page.id) ?? {} }));
}
