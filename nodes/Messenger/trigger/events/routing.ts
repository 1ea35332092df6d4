// Rules to outputs: which output, or outputs, an event leaves through.
import { isObject } from '../../graph/json';
import type { ReadyEvent } from './item';
import { compilePattern, type Pattern } from './pattern/pattern';

export const RULE_FIELDS = {
	accountId: 'Account ID',
	adId: 'Ad ID',
	channel: 'Channel',
	detail: 'Detail',
	event: 'Event',
	payload: 'Payload',
	payloadData: 'Payload Data',
	ref: 'Referral Ref',
	source: 'Referral Source',
	referralType: 'Referral Type',
	senderId: 'Sender ID',
	title: 'Title',
} as const;
export type RuleField = keyof typeof RULE_FIELDS;

export const RULE_OPERATORS = {
	contains: 'Contains',
	exists: 'Exists',
	endsWith: 'Ends With',
	equals: 'Equals',
	notEquals: 'Does Not Equal',
	notExists: 'Does Not Exist',
	regex: 'Matches Regex',
	startsWith: 'Starts With',
} as const;
export type RuleOperator = keyof typeof RULE_OPERATORS;

export interface Condition {
	field: RuleField;
	/** Dotted path into what the field is; only for `payloadData` and `detail`. */
	key: string;
	operator: RuleOperator;
	value: string;
}

export interface Rule {
	outputName: string;
	combine: 'all' | 'any';
	conditions: Condition[];
}

export interface RoutingOptions {
	sendTo: 'first' | 'all';
	fallbackOutput: 'drop' | 'extra';
	ignoreCase: boolean;
}

/** The indexes of the outputs an event leaves through; empty when it is dropped. */
export interface Router {
	outputCount: number;
	outputsFor(ready: ReadyEvent): number[];
}

export interface RuleFinding {
	/** Counted from 1, as in the editor. */
	ruleNumber: number;
	why: string;
}

export const SINGLE_OUTPUT: Router = { outputCount: 1, outputsFor: () => [0] };

type Test = (ready: ReadyEvent) => boolean;

/**
 * Rules whose regular expression cannot be used match nothing; `findings` names them for the
 * publish check.
 */
export function compileRules(
	rules: readonly Rule[],
	{ sendTo, fallbackOutput, ignoreCase }: RoutingOptions,
): { router: Router; findings: RuleFinding[] } {
	const findings: RuleFinding[] = [];
	const tests = rules.map((rule, index) => {
		const report = (why: string) => findings.push({ ruleNumber: index + 1, why });
		return ruleTest(rule, ignoreCase, report);
	});
	const fallback = fallbackOutput === 'extra' ? [tests.length] : [];
	const outputsFor = (ready: ReadyEvent): number[] => {
		const matching: number[] = [];
		// A plain loop: this runs for every event.
		for (let index = 0; index < tests.length; index++) {
			if (!tests[index]?.(ready)) continue;
			matching.push(index);
			if (sendTo === 'first') break;
		}
		return matching.length > 0 ? matching : fallback;
	};
	// The editor shows one output even when there is nothing to name.
	const outputCount = Math.max(1, tests.length + fallback.length);
	return { router: { outputCount, outputsFor }, findings };
}

// A rule without conditions matches nothing: matching everything would swallow the events of the
// rules below it.
function ruleTest(rule: Rule, ignoreCase: boolean, report: (why: string) => void): Test {
	const tests = rule.conditions.map((condition) => conditionTest(condition, ignoreCase, report));
	if (tests.length === 0) {
		report('has no condition: add one, or remove the rule');
		return () => false;
	}
	return rule.combine === 'any'
		? (ready) => tests.some((matches) => matches(ready))
		: (ready) => tests.every((matches) => matches(ready));
}

type TextTest = (actual: string, wanted: string) => boolean;
const TEXT_TESTS: Record<Exclude<RuleOperator, 'exists' | 'notExists' | 'notEquals' | 'regex'>, TextTest> = {
	equals: (actual, wanted) => actual === wanted,
	startsWith: (actual, wanted) => actual.startsWith(wanted),
	endsWith: (actual, wanted) => actual.endsWith(wanted),
	contains: (actual, wanted) => actual.includes(wanted),
};

function conditionTest(condition: Condition, ignoreCase: boolean, report: (why: string) => void): Test {
	const { operator, value } = condition;
	const read = (ready: ReadyEvent) => fieldText(condition, ready);
	if (operator === 'exists') return (ready) => read(ready) !== null;
	if (operator === 'notExists') return (ready) => read(ready) === null;
	if (operator === 'regex') {
		const matches = patternOf(value, ignoreCase, report);
		return (ready) => matches(read(ready) ?? '');
	}
	const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
	const wanted = fold(value);
	// An absent field differs from every text.
	if (operator === 'notEquals') return (ready) => fold(read(ready) ?? '') !== wanted || read(ready) === null;
	const matches = TEXT_TESTS[operator];
	return (ready) => {
		const actual = read(ready);
		return actual !== null && matches(fold(actual), wanted);
	};
}

function patternOf(pattern: string, ignoreCase: boolean, report: (why: string) => void): Pattern {
	const compiled = compilePattern(pattern, ignoreCase);
	if (compiled.ok) return compiled.matches;
	report(`has a regular expression that ${compiled.why}`);
	return () => false;
}

function fieldText({ field, key }: Condition, { event, channel, payloadData }: ReadyEvent): string | null {
	switch (field) {
		case 'payload':
			return event.payload;
		case 'title':
			return event.title;
		case 'ref':
			return valueText(event.referral?.ref);
		case 'source':
			return valueText(event.referral?.source);
		case 'referralType':
			return valueText(event.referral?.type);
		case 'adId':
			return valueText(event.referral?.ad_id);
		case 'accountId':
			return event.accountId;
		case 'channel':
			return channel;
		case 'event':
			return event.kind;
		case 'senderId':
			return event.senderId;
		case 'payloadData':
			return valueText(valueAt(payloadData, key));
		case 'detail':
			return valueText(valueAt(event.details, key));
	}
}

/** The value at a dotted path; a key that itself contains dots is found too. */
export function valueAt(data: unknown, path: string): unknown {
	if (path === '') return data;
	if (!Array.isArray(data) && !isObject(data)) return undefined;
	const entries = data as Record<string, unknown>;
	if (hasEntry(entries, path)) return entries[path];
	for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
		const head = path.slice(0, dot);
		if (hasEntry(entries, head)) return valueAt(entries[head], path.slice(dot + 1));
	}
	return undefined;
}

/** Neither what every object inherits nor the length of a list is payload data. */
function hasEntry(entries: object, key: string): boolean {
	return Object.prototype.propertyIsEnumerable.call(entries, key);
}

function valueText(value: unknown): string | null {
	if (value === undefined || value === null) return null;
	return typeof value === 'string' ? value : JSON.stringify(value);
}
