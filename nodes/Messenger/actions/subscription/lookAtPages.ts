// EDGE: what Meta holds for the Pages: the app's fields there, and the buttons they show.
import { findPages, pagesOfToken, PARALLEL_PAGE_CALLS } from '../../account/pages';
import { attempt } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import type { PageAccess } from '../../graph/graphApi';
import { mapInParallel } from '../../graph/inParallel';
import { ProfileApi } from '../../graph/profileApi';
import { BUTTON_FIELDS } from '../../trigger/pageButtons';
import { channelsOf, choosePages, pageFieldsNeeded } from './needs';
import type { SeenPage, SeenPages, Situation } from './situation';
import type { Station } from './station';

/** @throws {GraphFailure} when Meta does not list the Pages of the token */
export async function lookAtPages(station: Station, situation: Situation): Promise<SeenPages> {
	const { api } = station;
	const { pageIds, addsSubscribed } = choosePages(situation);
	const all = addsSubscribed ? await pagesOfToken(api) : [];
	const unlisted = pageIds.filter((id) => all.every((page) => page.id !== id));
	const found = unlisted.length === 0 ? { pages: [], unreachable: [] } : await findPages(api, unlisted);
	const withFields = await readFields(station, [...all, ...found.pages]);
	const looked = withFields.filter(
		({ page, fields }) => pageIds.includes(page.id) || !fields.ok || fields.value !== null,
	);
	const pages = await mapInParallel(looked, PARALLEL_PAGE_CALLS, async ({ page, fields }) => {
		const { id, name, instagram } = page;
		const shown = { id, name, instagramId: instagram?.id ?? null };
		const profiles = await readProfiles(station, page, channelsOf(situation, shown));
		return { page: shown, fields, needed: pageFieldsNeeded(situation, id), profiles };
	});
	return { pages, unreachable: found.unreachable };
}

async function readFields({ api }: Station, pages: readonly PageAccess[]) {
	return await mapInParallel(pages, PARALLEL_PAGE_CALLS, async (page) => ({
		page,
		fields: await attempt(async () => await api.pageFields(page)),
	}));
}

async function readProfiles(
	{ http, credential }: Station,
	page: PageAccess,
	channels: readonly Channel[],
): Promise<SeenPage['profiles']> {
	const profiles: SeenPage['profiles'] = {};
	for (const channel of channels) {
		const profileApi = new ProfileApi(http, credential, page, channel);
		// Get Started is the Page's on Messenger only.
		const fields = channel === 'instagram' ? BUTTON_FIELDS.slice(1) : BUTTON_FIELDS;
		profiles[channel] = await attempt(async () => await profileApi.read(fields));
	}
	return profiles;
}
