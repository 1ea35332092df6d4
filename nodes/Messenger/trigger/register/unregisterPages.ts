// EDGE: takes fields off Pages, all of them at once, but for those that somebody else needs.
import { pairs } from '../../graph/attempt';
import type { GraphApi, PageAccess } from '../../graph/graphApi';
import type { GraphFailure } from '../../graph/graphFailure';
import { planPageUnregister } from './pageSubscription';

export interface PageToUnregister {
	page: PageAccess;
	unwanted: readonly string[];
	inUse: ReadonlySet<string>;
}

/** What failed, by Page ID; the other Pages are left. */
export async function unregisterPages(
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
