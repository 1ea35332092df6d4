// The Page behind an account, with the Page token that calls about its people need. In memory only.
import { attempt, type Attempt } from '../graph/attempt';
import type { Channel } from '../graph/channel';
import type { GraphApi, PageAccess } from '../graph/graphApi';
import { isLastingRefusal, type GraphFailure } from '../graph/graphFailure';
import { mapInParallel } from '../graph/inParallel';
import { LookUps } from './lookUps';
import { pagesOfToken } from './pages';

/** A token with what it opens. */
export interface TokenHolder {
	api: GraphApi;
	fingerprint: string;
	/** The Pages that are selected; null for every Page of the token. */
	pageIds: readonly string[] | null;
}

export interface Account {
	/** Null when it is not known which of the two the ID belongs to. */
	channel: Channel | null;
	accountId: string;
}

export const FOUND_AGE_MS = 10 * 60_000;
/**
 * For what Meta refuses and will refuse again: a person without consent, a Page that the token does
 * not open.
 */
export const REFUSED_AGE_MS = 2 * 60_000;
const PARALLEL_PAGES = 5;

/** Every Page that a token lists. */
const lists = new LookUps<Attempt<readonly PageAccess[]>>(1_000, FOUND_AGE_MS);
/** Pages that were opened by ID: business-owned ones are not in the list. */
const opened = new LookUps<Attempt<PageAccess | null>>(10_000, FOUND_AGE_MS);

/** Null when the token gives access to no such Page or Instagram account. */
export async function pageOf(holder: TokenHolder, account: Account): Promise<Attempt<PageAccess | null>> {
	const listed = await listPages(holder);
	if (!listed.ok) return listed;
	const isIt = (page: PageAccess) => isPageOf(page, account);
	const page = listed.value.find(isIt);
	if (page !== undefined) return { ok: true, value: page };
	if (account.channel !== 'instagram') return await openById(holder, account.accountId);
	// Only its Page tells which one an Instagram account belongs to.
	const unlisted = (holder.pageIds ?? []).filter((id) => listed.value.every((one) => one.id !== id));
	const found = await mapInParallel(unlisted, PARALLEL_PAGES, async (id) => await openById(holder, id));
	const open = found.flatMap((one) => (one.ok && one.value !== null ? one.value : []));
	const failed = found.find((one) => !one.ok);
	return open.some(isIt) || failed === undefined ? { ok: true, value: open.find(isIt) ?? null } : failed;
}

/** Forgets a token that Meta no longer takes, so that it is asked for again. */
export function forgetPage({ fingerprint }: TokenHolder, { id, token }: PageAccess): void {
	const now = Date.now();
	const isIt = (page: PageAccess | null) => page?.id === id && page.token === token;
	lists.forget(fingerprint, now, (list) => list.ok && list.value.some(isIt));
	opened.forget(`${fingerprint}/${id}`, now, (page) => page.ok && isIt(page.value));
}

async function listPages({ api, fingerprint }: TokenHolder): Promise<Attempt<readonly PageAccess[]>> {
	return await lists.get(fingerprint, Date.now(), async () => {
		const value = await attempt(async () => await pagesOfToken(api));
		return { value, ageMs: value.ok ? FOUND_AGE_MS : failureAgeMs(value.failure) };
	});
}

async function openById({ api, fingerprint }: TokenHolder, id: string): Promise<Attempt<PageAccess | null>> {
	return await opened.get(`${fingerprint}/${id}`, Date.now(), async () => {
		const value = await attempt(async () => await api.page(id));
		if (!value.ok) return { value, ageMs: failureAgeMs(value.failure) };
		return { value, ageMs: value.value === null ? REFUSED_AGE_MS : FOUND_AGE_MS };
	});
}

/** A passing refusal, and silence, are asked about again. */
export function failureAgeMs(failure: GraphFailure): number {
	return isLastingRefusal(failure) ? REFUSED_AGE_MS : 0;
}

function isPageOf({ id, instagram }: PageAccess, { channel, accountId }: Account): boolean {
	const isPage = channel !== 'instagram' && id === accountId;
	return isPage || (channel !== 'messenger' && instagram?.id === accountId);
}
