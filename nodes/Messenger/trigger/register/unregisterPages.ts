// EDGE: takes fields off Pages, all of them at once, but for those that somebody else needs.
import { findPages } from '../../account/pages';
import { attempt, pairs } from '../../graph/attempt';
import type { GraphApi, PageAccess } from '../../graph/graphApi';
import { isLastingRefusal, type GraphFailure } from '../../graph/graphFailure';
import { planPageUnregister } from './pageSubscription';
import type { Registrar } from './registrar';
import { missingFrom } from './subscription';

/** What is to be taken off a Page, and what somebody else needs of it. */
interface Unwanted {
	unwanted: readonly string[];
	inUse: ReadonlySet<string>;
}

interface PageToUnregister extends Unwanted {
	page: PageAccess;
}

export interface RemainingPages {
	/** Nobody needs them; null for all of a token that shows none. */
	ids: string[] | null;
	/** What Meta refused; null without a refusal. */
	cause: string | null;
}

/**
 * As far as the token goes: a token that Meta refuses stays refused. `pageIds` null means every
 * Page of the token.
 * @throws {GraphFailure} what may be otherwise next time
 */
export async function unregisterPages(
	{ api, credential }: Registrar,
	pageIds: readonly string[] | null,
	planOf: (pageId: string) => Unwanted,
): Promise<RemainingPages> {
	const found = await attempt(async () =>
		credential.accessToken === '' ? null : (await findPages(api, pageIds)).pages,
	);
	const pages = found.ok ? found.value : null;
	const toUnregister = (pages ?? []).map((page) => ({ page, ...planOf(page.id) }));
	const failures = await unregisterEach(api, toUnregister);
	const causes = [...(found.ok ? [] : [found.failure]), ...failures.values()];
	const passing = causes.find((failure) => !isLastingRefusal(failure));
	if (passing !== undefined) throw passing;
	const left = toUnregister.map(({ page }) => page.id).filter((id) => !failures.has(id));
	const needless = (pageIds ?? pages?.map(({ id }) => id))?.filter((id) => planOf(id).inUse.size === 0);
	return {
		ids: needless === undefined ? null : missingFrom(left, needless),
		cause: causes[0]?.message ?? null,
	};
}

/** What failed, by Page ID; the other Pages are left. */
async function unregisterEach(
	api: GraphApi,
	toUnregister: readonly PageToUnregister[],
): Promise<Map<string, GraphFailure>> {
	const pages = toUnregister.map(({ page }) => page);
	const found = await api.pageFieldsOf(pages);
	const plans = pairs(toUnregister, found).flatMap(([{ page, unwanted, inUse }, fields]) =>
		fields.ok ? [{ page, plan: planPageUnregister(fields.value, unwanted, inUse) }] : [],
	);
	const writes = plans.flatMap(({ page, plan }) =>
		plan.kind === 'write' ? [{ page, fields: plan.fields }] : [],
	);
	const detached = plans.flatMap(({ page, plan }) => (plan.kind === 'detach' ? [page] : []));
	const outcomes = [
		...pairs(pages, found),
		...pairs(
			writes.map(({ page }) => page),
			await api.writePageFields(writes),
		),
		...pairs(detached, await api.detachPages(detached)),
	];
	return new Map(
		outcomes.flatMap(([{ id }, outcome]) => (outcome.ok ? [] : [[id, outcome.failure] as const])),
	);
}
