// Finds the Pages a trigger listens to, with the Page tokens its calls need.
import { attempt, pairs, type Attempt } from '../graph/attempt';
import type { GraphApi, PageAccess } from '../graph/graphApi';
import type { MetaError } from '../graph/graphFailure';
import { META_CODE } from '../graph/metaCodes';

export interface FoundPages {
	pages: PageAccess[];
	/** Selected Pages that the token cannot manage. */
	unreachable: Array<{ id: string; error: MetaError | null }>;
}

/** `pageIds` null finds every Page of the token, of which `listed` may be known. */
export async function findPages(
	api: GraphApi,
	pageIds: readonly string[] | null,
	listed?: readonly PageAccess[],
): Promise<FoundPages> {
	const all = listed ?? (await pagesOfToken(api));
	if (pageIds === null) return { pages: [...all], unreachable: [] };
	const known = new Map(all.map((page) => [page.id, page]));
	// Business-owned Pages can be missing from the list although the token can open them.
	const unlisted = pageIds.filter((id) => !known.has(id));
	const opened = pairs(unlisted, await api.pagesById(unlisted)).map(([id, one]) => pageOrRefusal(id, one));
	const found = new Map([...known, ...opened.map((one) => [one.id, one] as const)]);
	const wanted = pageIds.flatMap((id) => found.get(id) ?? []);
	return {
		pages: wanted.filter((one) => 'token' in one),
		unreachable: wanted.filter((one) => 'error' in one),
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

/** @throws {GraphFailure} what is no refusal */
function pageOrRefusal(
	id: string,
	opened: Attempt<PageAccess | null>,
): PageAccess | { id: string; error: MetaError | null } {
	if (opened.ok) return opened.value ?? { id, error: null };
	const { outcome } = opened.failure;
	if (outcome.kind !== 'refused') throw opened.failure;
	return { id, error: outcome.error };
}
