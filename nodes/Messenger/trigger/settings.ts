// Reads the trigger's parameters into one checked object; an expression may have produced anything.
import type { INode, NodeParameterValueType } from 'n8n-workflow';
import type { ParameterSource } from '../account/authentication';
import type { Channel } from '../graph/channel';
import { idOrNull, isObject, textOrNull } from '../graph/json';
import { isChannel, isEventKind, type EventKind } from './events/fields';
import type { OutputForm } from './events/item';
import {
	RULE_FIELDS,
	RULE_OPERATORS,
	type Condition,
	type RoutingOptions,
	type Rule,
	type RuleField,
	type RuleOperator,
} from './events/routing';

export interface TriggerSettings {
	channels: Channel[];
	isManual: boolean;
	/** Null takes every Page. */
	pageIds: string[] | null;
	events: EventKind[];
	output: OutputForm;
	/** Null sends everything to a single output. */
	rules: Rule[] | null;
	routing: RoutingOptions;
	parsesPayload: boolean;
	ignoresDuplicates: boolean;
	includesStandby: boolean;
	includesSenderProfile: boolean;
	combinesDeliveries: boolean;
	mayReplaceCallback: boolean;
	/** Whether an answer that nobody waits for any more is an ordinary event. */
	emitsLateAnswers: boolean;
}

/** Whether an expression chooses the Pages: when it gives none, that is no list left empty. */
export function isMeantToChoosePages(source: ParameterSource & { getNode(): INode }): boolean {
	if (source.getNodeParameter('pageSelection', 'selected') === 'all') return false;
	const { pages } = source.getNode().parameters;
	return typeof pages === 'string' && pages.startsWith('=');
}

export function readSettings(source: ParameterSource): TriggerSettings {
	const read = (name: string, fallback: NodeParameterValueType) => source.getNodeParameter(name, fallback);
	const collected = read('options', {});
	const options = isObject(collected) ? collected : {};
	const isManual = read('registration', 'automatic') === 'manual';
	const pageIds = idsOf(read('pages', []));
	// Without registration nobody has looked the Pages up, so leaving them empty means all.
	const takesAllPages = read('pageSelection', 'selected') === 'all' || (isManual && pageIds.length === 0);
	return {
		channels: asList(read('channels', ['messenger'])).filter(isChannel),
		isManual,
		pageIds: takesAllPages ? null : pageIds,
		events: asList(read('events', ['postback'])).filter(isEventKind),
		output: outputForm(read('output', 'simplified')),
		rules: read('routing', 'single') === 'rules' ? rulesOf(read('rules', {})) : null,
		routing: {
			sendTo: options.sendTo === 'all' ? 'all' : 'first',
			fallbackOutput: options.fallbackOutput === 'extra' ? 'extra' : 'drop',
			ignoreCase: options.ignoreCase === true,
		},
		parsesPayload: options.parsePayload !== 'off',
		ignoresDuplicates: options.ignoreDuplicates !== false,
		includesStandby: options.includeStandby === true,
		includesSenderProfile: options.includeSenderProfile === true,
		combinesDeliveries: options.combineDeliveries === true,
		mayReplaceCallback: options.existingCallback === 'replace',
		emitsLateAnswers: options.lateAnswers === 'emit',
	};
}

function outputForm(value: unknown): OutputForm {
	return value === 'flat' || value === 'raw' ? value : 'simplified';
}

/** IDs from a list, or from an expression that gives one ID or several in one text. */
function idsOf(value: unknown): string[] {
	const text = asList(value)
		.map((part) => idOrNull(part) ?? '')
		.join(' ');
	return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

function rulesOf(value: unknown): Rule[] {
	return valuesOf(value).map((rule) => ({
		outputName: textOrNull(rule.outputName) ?? '',
		combine: rule.combine === 'any' ? 'any' : 'all',
		conditions: valuesOf(rule.conditions).map(conditionOf),
	}));
}

/** Where a value that was picked from the buttons of a Page is kept, by the field of the rule. */
export const PICKED_VALUES = { payload: 'payloadButton', title: 'titleButton' } as const;

function conditionOf(condition: Record<string, unknown>): Condition {
	const { operator, key } = condition;
	const field = isRuleField(condition.field) ? condition.field : 'payload';
	const isPicked = condition.valueFrom === 'button' && (field === 'payload' || field === 'title');
	const value = isPicked ? condition[PICKED_VALUES[field]] : condition.value;
	return {
		field,
		operator: isRuleOperator(operator) ? operator : 'equals',
		key: idOrNull(key)?.trim() ?? '',
		value: typeof value === 'boolean' ? String(value) : (idOrNull(value) ?? ''),
	};
}

function isRuleField(value: unknown): value is RuleField {
	return typeof value === 'string' && Object.hasOwn(RULE_FIELDS, value);
}

function isRuleOperator(value: unknown): value is RuleOperator {
	return typeof value === 'string' && Object.hasOwn(RULE_OPERATORS, value);
}

/** The entries of a fixedCollection with multiple values. */
function valuesOf(collection: unknown): Array<Record<string, unknown>> {
	return isObject(collection) ? asList(collection.values).filter(isObject) : [];
}

function asList(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return value === undefined || value === null ? [] : [value];
}
