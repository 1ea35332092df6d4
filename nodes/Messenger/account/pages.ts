// Finds the Pages a trigger listens to, with the Page tokens its calls need.
import { attempt } from '../graph/attempt';
import type { GraphApi, PageAccess } from '../graph/graphApi';
import type { MetaError } from '../graph/graphFailure';
import { mapInParallel } from '../graph/inParallel';
import { META_CODE } from '../graph/metaCodes';

export const PARALLEL_PAGE_CALLS = 8;

export interface FoundPages {
	pages: PageAccess[];
	/** Selected Pages that the token cannot manage. */
	unreachable: Array<{ id: string; error: MetaError | null }>;
}

/** `pageIds` null finds every Page of the token. */
export async function findPages(api: GraphApi, pageIds: readonly string[] | null): Promise<FoundPages> {
	const all = await pagesOfToken(api);
	if (pageIds === null) return { pages: all, unreachable: [] };
	const known = new Map(all.map((page) => [page.id, page]));
	const found = await mapInParallel(pageIds, PARALLEL_PAGE_CALLS, async (id) => {
		const page = known.get(id);
		return page === undefined ? await openPage(api, id) : { page };
	});
	return {
		pages: found.flatMap((result) => ('page' in result ? [result.page] : [])),
		unreachable: found.flatMap((result) => ('page' in result ? [] : [result])),
	};
}

/** A Page token has no `/me/accounts`, or an empty one: it is the one Page. */
export async function pagesOfToken(api: GraphApi): Promise<PageAccess[]> {
	const listed = await attempt(async () => await api.pages());
	if (listed.ok && listed.value.length > 0) return listed.value;
	if (!listed.ok && listed.failure.code !== META_CODE.parameter) throw listed.failure;
	const opened = await attempt(async () => await api.page('me'));
	if (opened.ok) return opened.value === null ? [] : [opened.value];
	// Of a person without Pages Meta has no Page to show.
	if (listed.ok && opened.failure.code === META_CODE.parameter) return [];
	throw opened.failure;
}

// Business-owned Pages can be missing from the list although the token can open them.
async function openPage(
	api: GraphApi,
	id: string,
): Promise<{ page: PageAccess } | { id: string; error: MetaError | null }> {
	const opened = await attempt(async () => await api.page(id));
	if (opened.ok) return opened.value === null ? { id, error: null } : { page: opened.value };
	const { outcome } = opened.failure;
	if (outcome.kind !== 'refused') throw opened.failure;
	return { id, error: outcome.error };
}
