// The settings of a trigger with what follows from them alone, worked out once for each version of
// its parameters.
import type { INode, IWebhookFunctions } from 'n8n-workflow';
import type { Filters } from '../events/filters';
import { compileRules, SINGLE_OUTPUT, type Router } from '../events/routing';
import { PerNode } from '../perNode';
import { readSettings, type TriggerSettings } from '../settings';

export interface CompiledSettings extends TriggerSettings {
	/** Of the Instagram accounts: every one, until publishing tells those of the Pages. */
	filters: Filters;
	router: Router;
}

interface Version {
	parameters: string;
	compiled: CompiledSettings;
}

const versions = new PerNode<{ latest: Version | null }>(() => ({ latest: null }));
/** A value that begins with '=', in JSON: it may be another one for each delivery. */
const EXPRESSION = /[:[,]"=/;

export function compiledSettings(
	context: IWebhookFunctions,
	node: INode = context.getNode(),
): CompiledSettings {
	const ofNode = versions.of(context, node);
	const parameters = JSON.stringify(node.parameters);
	if (ofNode.latest?.parameters === parameters) return ofNode.latest.compiled;
	const compiled = compile(readSettings(context));
	if (!EXPRESSION.test(parameters)) ofNode.latest = { parameters, compiled };
	return compiled;
}

function compile(settings: TriggerSettings): CompiledSettings {
	const { channels, events, includesStandby, pageIds, rules, routing } = settings;
	return {
		...settings,
		filters: {
			channels: new Set(channels),
			events: new Set(events),
			includeStandby: includesStandby,
			pageIds: pageIds === null ? null : new Set(pageIds),
			instagramIds: null,
		},
		router: rules === null ? SINGLE_OUTPUT : compileRules(rules, routing).router,
	};
}
