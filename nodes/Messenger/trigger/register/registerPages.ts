// EDGE: joins Meta's second level, all Pages at once. Reads what they have, adds what is missing,
// and looks whether it lasted.
import { pairs, valuesOf, type Attempt } from '../../graph/attempt';
import type { PageAccess } from '../../graph/graphApi';
import { isLastingRefusal, type GraphFailure } from '../../graph/graphFailure';
import { pageFieldsOf } from '../members/wants';
import { planPageRegister } from './pageSubscription';
import type { Registered } from './registered';
import { fieldsOf, MAX_ROUNDS, type Registrar } from './registrar';
import { lostWriteText, refusedPagesText, RegistrationRefused } from './registrationTexts';

/**
 * The Pages that are subscribed afterwards. One that Meta refuses blocks when it was chosen by
 * name, unless it worked before; among all Pages of a token it is named in a warning.
 */
export async function registerPages(
	registrar: Registrar,
	pages: readonly PageAccess[],
	before: Registered | null,
): Promise<PageAccess[]> {
	const { settings, warn } = registrar;
	const refused = await registerEach(registrar, pages);
	if (refused.size === 0) return [...pages];
	const isTolerated = (id: string) =>
		before?.pageIds.includes(id) === true || (settings.pageIds === null && refused.size < pages.length);
	const blocking = [...refused].filter(([id]) => !isTolerated(id));
	if (blocking.length > 0) throw new RegistrationRefused(refusedPagesText(blocking));
	warn('pagesRefused', refusedPagesText([...refused]));
	return pages.filter(({ id }) => !refused.has(id));
}

/** Whether Meta has what we want on each of them. */
export async function arePagesInOrder(
	{ api, settings }: Registrar,
	pages: readonly PageAccess[],
): Promise<boolean> {
	const wanted = pageFieldsOf(fieldsOf(settings));
	const found = valuesOf(await api.pageFieldsOf(pages));
	return found.every((fields) => planPageRegister(fields, wanted) === null);
}

/** Why Meta refused a Page, by its ID. */
type RefusedPages = Map<string, GraphFailure>;

async function registerEach(
	{ api, settings }: Registrar,
	pages: readonly PageAccess[],
): Promise<RefusedPages> {
	const wanted = pageFieldsOf(fieldsOf(settings));
	const refused: RefusedPages = new Map();
	let open = pages;
	for (let round = 0; ; round++) {
		const found = pairs(open, await api.pageFieldsOf(open));
		const writes = accepted(found, refused).flatMap(([page, actual]) => {
			const fields = planPageRegister(actual, wanted);
			return fields === null ? [] : [{ page, fields }];
		});
		const [lost] = writes;
		if (lost === undefined) return refused;
		if (round === MAX_ROUNDS) throw new RegistrationRefused(lostWriteText(lost.page.id, 'Page'));
		const written = await api.writePageFields(writes);
		const writtenPages = writes.map(({ page }) => page);
		open = accepted(pairs(writtenPages, written), refused).map(([page]) => page);
	}
}

/**
 * What Meta answered; the Pages that it refused are noted.
 * @throws {GraphFailure} what may be otherwise next time
 */
function accepted<Value>(
	outcomes: ReadonlyArray<readonly [PageAccess, Attempt<Value>]>,
	refused: RefusedPages,
): Array<[PageAccess, Value]> {
	return outcomes.flatMap(([page, outcome]): Array<[PageAccess, Value]> => {
		if (outcome.ok) return [[page, outcome.value]];
		if (!isLastingRefusal(outcome.failure)) throw outcome.failure;
		refused.set(page.id, outcome.failure);
		return [];
	});
}
