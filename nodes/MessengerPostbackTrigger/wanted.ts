// What this trigger wants of a delivery: the pure core's settings, from parameters and from what publishing found out.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { Filters } from './lib/filters';
import { compileRules, SINGLE_OUTPUT, type Router } from './lib/routing';
import type { Wants } from './lib/wants';
import type { TriggerSettings } from './parameters';
import { fieldsOf } from './registrar';

export function filtersOf(context: IWebhookFunctions, settings: TriggerSettings): Filters {
	return {
		channels: new Set(settings.channels),
		events: new Set(settings.events),
		includeStandby: settings.includesStandby,
		pageIds: settings.pageIds === null ? null : new Set(settings.pageIds),
		instagramIds: instagramIdsOf(context, settings),
	};
}

/** Looked up when publishing; without that (manual registration) every account is taken. */
function instagramIdsOf(context: IWebhookFunctions, settings: TriggerSettings): ReadonlySet<string> | null {
	if (settings.pageIds === null || settings.isManual || !settings.channels.includes('instagram')) return null;
	const ids = context.getWorkflowStaticData('node').instagramIds;
	return Array.isArray(ids) ? new Set(ids.map(String)) : null;
}

export function routerOf({ rules, routing }: TriggerSettings): Router {
	return rules === null ? SINGLE_OUTPUT : compileRules(rules, routing).router;
}

/** What the other members are told. With all Pages: those that publishing found. */
export function wantsOf(context: IWebhookFunctions, settings: TriggerSettings): Wants {
	const noted = context.getWorkflowStaticData('node').pageIds;
	const listed = Array.isArray(noted) ? noted.map(String) : null;
	return { pageIds: settings.pageIds ?? listed, fields: fieldsOf(settings) };
}
