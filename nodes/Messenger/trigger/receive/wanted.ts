// What this trigger wants of a delivery: the pure core's settings, from parameters and from what
// publishing found out.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { Filters } from '../events/filters';
import { logHourly } from '../log';
import type { Wants } from '../members/wants';
import { fieldsOf } from '../register/registrar';
import { isMeantToChoosePages, type TriggerSettings } from '../settings';
import type { CompiledSettings } from './compiled';

export function filtersOf(context: IWebhookFunctions, settings: CompiledSettings): Filters {
	const { filters, pageIds, isManual } = settings;
	// Empty means all with manual registration, unless somebody wrote an expression to choose them.
	if (pageIds === null && isManual) {
		return isMeantToChoosePages(context) ? { ...filters, ...nothingOf(context) } : filters;
	}
	if (pageIds === null) return { ...filters, ...publishedAccounts(context) };
	if (pageIds.length === 0) return { ...filters, ...nothingOf(context) };
	const instagramIds = instagramIdsOf(context, settings);
	return instagramIds === null ? filters : { ...filters, instagramIds };
}

type Accounts = Pick<Filters, 'pageIds' | 'instagramIds'>;

const ALL: Accounts = { pageIds: null, instagramIds: null };
const NONE: Accounts = { pageIds: new Set(), instagramIds: new Set() };

/**
 * All Pages are those that the token reached when it was published; without a record of them,
 * whatever comes.
 */
function publishedAccounts(context: IWebhookFunctions): Accounts {
	const pageIds = idSet(context.getWorkflowStaticData('node').pageIds);
	if (pageIds === null) return ALL;
	return { pageIds, instagramIds: idSet(context.getWorkflowStaticData('node').instagramIds) };
}

/** Looked up when publishing; without that (manual registration) every account is taken. */
function instagramIdsOf(context: IWebhookFunctions, settings: TriggerSettings): ReadonlySet<string> | null {
	if (settings.isManual || !settings.channels.includes('instagram')) return null;
	return idSet(context.getWorkflowStaticData('node').instagramIds);
}

function idSet(ids: unknown): ReadonlySet<string> | null {
	return Array.isArray(ids) ? new Set(ids.map(String)) : null;
}

function nothingOf(context: IWebhookFunctions): Accounts {
	logHourly(context, 'noPageSelected');
	return NONE;
}

/** What the other members are told. With all Pages: those that publishing found. */
export function wantsOf(context: IWebhookFunctions, settings: TriggerSettings): Wants {
	const noted = context.getWorkflowStaticData('node').pageIds;
	const listed = Array.isArray(noted) ? noted.map(String) : null;
	const { pageIds, isManual } = settings;
	return { pageIds: pageIds ?? listed, fields: fieldsOf(settings), isManual };
}
