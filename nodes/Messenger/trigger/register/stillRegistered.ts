// EDGE: whether what was published stands at Meta as it was, so that nothing has to be written.
import type { IHookFunctions } from 'n8n-workflow';
import { findPages } from '../../account/pages';
import { attempt } from '../../graph/attempt';
import type { PageAccess } from '../../graph/graphApi';
import { isLastingRefusal, type GraphFailure } from '../../graph/graphFailure';
import { rememberCredential } from './leavingCredential';
import { isAppInOrder, registeredAs } from './register';
import { noteRegistered, type Registered } from './registered';
import { arePagesInOrder } from './registerPages';
import type { Registrar } from './registrar';
import { uncheckedPagesText } from './registrationTexts';

/** Both levels. The Pages are asked for only when the app level is in order. */
export async function isStillRegistered(
	context: IHookFunctions,
	registrar: Registrar,
	noted: Registered | null,
): Promise<boolean> {
	const app = await attempt(async () => await isAppInOrder(registrar));
	if (!app.ok) return falseIfRefused(app.failure);
	if (!app.value) return false;
	const pages = await attempt(async () => await pagesInOrder(registrar, noted));
	if (pages.ok) {
		if (pages.value === null) return false;
		const registered = registeredAs(registrar, pages.value, noted, () => true);
		noteRegistered(context.getWorkflowStaticData('node'), registered);
		if (!registrar.self.isTest) rememberCredential(context, registrar.credential);
		return true;
	}
	// A token that has ended must not cost a published workflow its taps: `create` would fail, and
	// n8n call `delete`.
	if (isStarting(context) && isLastingRefusal(pages.failure)) {
		registrar.warn('pagesUnchecked', uncheckedPagesText(pages.failure.message));
		return true;
	}
	return falseIfRefused(pages.failure);
}

/** n8n brings up what is published, where somebody publishes otherwise. */
export function isStarting(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

/** Null when one of them lacks something. */
async function pagesInOrder(registrar: Registrar, noted: Registered | null): Promise<PageAccess[] | null> {
	const { api, settings } = registrar;
	const { pages } = await findPages(api, noted?.pageIds ?? settings.pageIds);
	return (await arePagesInOrder(registrar, pages)) ? pages : null;
}

/** What Meta refuses, `create` can explain. Silence it could only wait for once more. */
function falseIfRefused(failure: GraphFailure): false {
	if (failure.outcome.kind === 'refused') return false;
	throw failure;
}
