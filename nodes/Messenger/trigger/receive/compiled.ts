// The settings of a trigger with what follows from them alone, worked out once for each version of
// its parameters.
import type { IWebhookFunctions } from 'n8n-workflow';
import type { Filters } from '../events/filters';
import { compileRules, SINGLE_OUTPUT, type Router } from '../events/routing';
import { PerNode } from '../perNode';
import { readSettings, type TriggerSettings } from '../settings';

export interface CompiledSettings extends TriggerSettings {
	kinds: Pick<Filters, 'channels' | 'events' | 'includeStandby'>;
	router: Router;
}

interface Version {
	parameters: string;
	compiled: CompiledSettings;
}

const versions = new PerNode<{ latest: Version | null }>(() => ({ latest: null }));
/** A value that begins with '=', in JSON: it may be another one for each delivery. */
const EXPRESSION = /[:[,]"=/;

export function compiledSettings(context: IWebhookFunctions): CompiledSettings {
	const ofNode = versions.of(context);
	const parameters = JSON.stringify(context.getNode().parameters);
	if (ofNode.latest?.parameters === parameters) return ofNode.latest.compiled;
	const compiled = compile(readSettings(context));
	if (!EXPRESSION.test(parameters)) ofNode.latest = { parameters, compiled };
	return compiled;
}

function compile(settings: TriggerSettings): CompiledSettings {
	const { channels, events, includesStandby, rules, routing } = settings;
	return {
		...settings,
		kinds: { channels: new Set(channels), events: new Set(events), includeStandby: includesStandby },
		router: rules === null ? SINGLE_OUTPUT : compileRules(rules, routing).router,
	};
}
