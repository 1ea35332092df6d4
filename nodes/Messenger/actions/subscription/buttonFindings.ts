// PURE: buttons that no rule takes, and rules that no button reaches, by the routing of the
// triggers themselves. Who taps and where they come from is not known beforehand: what depends on
// that counts as possible.
import { enumerate } from '../../account/findings';
import type { Channel } from '../../graph/channel';
import { CHANNELS } from '../../trigger/events/fields';
import type { ReadyEvent } from '../../trigger/events/item';
import { parsePayload } from '../../trigger/events/payloadData';
import { compileRules, RULE_FIELDS, type Condition, type Rule } from '../../trigger/events/routing';
import type { PageButton } from '../../trigger/pageButtons';
import { finding, type HealthFinding } from './findings';
import type { ListeningSettings } from './situation';

/** A button with where it is. */
export interface PlacedButton extends PageButton {
	pageId: string;
	pageName: string;
	/** The Page's, or that of its Instagram account. */
	accountId: string;
	channel: Channel;
}

/** A trigger with the buttons of its Pages and channels. */
export interface RoutedTrigger {
	name: string;
	settings: ListeningSettings;
	buttons: readonly PlacedButton[];
}

type Verdict = 'yes' | 'no' | 'maybe';

/** `mayGoElsewhere`: another workflow listens to the buttons of this Page. */
export function buttonFindings(
	triggers: readonly RoutedTrigger[],
	mayGoElsewhere: (button: PlacedButton) => boolean,
): HealthFinding[] {
	const routes = triggers.map((trigger) => new Route(trigger));
	const buttons = new Map(triggers.flatMap((one) => one.buttons.map((button) => [keyOf(button), button])));
	const lost = [...buttons.values()].filter((button) => {
		const listening = routes.filter(({ trigger }) =>
			trigger.buttons.some((one) => keyOf(one) === keyOf(button)),
		);
		return !mayGoElsewhere(button) && listening.every((route) => route.takes(button) === 'no');
	});
	return [...lostFindings(lost), ...routes.flatMap((route) => route.findings())];
}

/** The same button on several Pages is one finding. */
function lostFindings(lost: readonly PlacedButton[]): HealthFinding[] {
	const alike = new Map<string, PlacedButton[]>();
	for (const button of lost) {
		const key = wordsOf(button);
		alike.set(key, [...(alike.get(key) ?? []), button]);
	}
	return [...alike].map(([words, buttons]) => {
		const pageIds = [...new Set(buttons.map(({ pageId }) => pageId))];
		const [pageId] = pageIds;
		const isOne = pageIds.length === 1 && pageId !== undefined;
		const where = isOne ? `Page '${buttons[0]?.pageName ?? ''}'` : `Pages ${enumerate(pageIds)}`;
		const what = `${words} reaches no output (${where})`;
		return finding('buttonWithoutRule', what, isOne ? { pageId } : {});
	});
}

const PLACES: Record<PageButton['place'], string> = {
	getStarted: 'Get Started',
	menu: 'menu item',
	iceBreaker: 'ice breaker',
};

/** "The menu item 'Prices' (payload PRICES)". */
function wordsOf({ place, title, payload, channel }: PlacedButton): string {
	const name = title === null ? PLACES[place] : `The ${PLACES[place]} '${title}'`;
	return `${name} (payload ${payload})${channel === 'messenger' ? '' : ` on ${CHANNELS[channel].displayName}`}`;
}

function keyOf({ pageId, channel, place, title, payload }: PlacedButton): string {
	return JSON.stringify([pageId, channel, place, title, payload]);
}

/** The rules of one trigger, each by itself. */
class Route {
	readonly trigger: RoutedTrigger;
	private readonly rules: RuleRoute[] | null;

	constructor(trigger: RoutedTrigger) {
		this.trigger = trigger;
		const { rules, routing } = trigger.settings;
		this.rules = rules?.map((rule) => new RuleRoute(rule, routing.ignoreCase)) ?? null;
	}

	/** Whether a tap on it leaves through any output. */
	takes(button: PlacedButton): Verdict {
		const { events, routing } = this.trigger.settings;
		if (!events.includes('postback')) return 'no';
		if (this.rules === null || routing.fallbackOutput === 'extra') return 'yes';
		const event = eventOf(button, this.trigger.settings);
		return anyOf(this.rules.map((rule) => rule.matches(event)));
	}

	findings(): HealthFinding[] {
		const { name, settings, buttons } = this.trigger;
		if (this.rules === null || !settings.events.includes('postback') || buttons.length === 0) return [];
		const reached = new Set(buttons.flatMap((button) => this.reachedBy(button)));
		const unreached = this.rules.flatMap(({ rule, isDecidable }, index) =>
			!isDecidable || reached.has(index)
				? []
				: [
						finding(
							'ruleWithoutButton',
							`No button of the Pages leads to rule ${index + 1}${labelOf(rule)} of '${name}'`,
						),
					],
		);
		const undecided = this.rules.flatMap(({ unknown }, index) => (unknown.length > 0 ? [index + 1] : []));
		if (undecided.length === 0) return unreached;
		const fields = [...new Set(this.rules.flatMap(({ unknown }) => unknown))].map(
			(field) => RULE_FIELDS[field],
		);
		const which =
			undecided.length === 1 ? `Rule ${undecided[0]}` : `Rules ${enumerate(undecided.map(String))}`;
		const depend = undecided.length === 1 ? 'depends' : 'depend';
		return [
			...unreached,
			finding(
				'rulesNotDecided',
				`${which} of '${name}' ${depend} on more than the button (${fields.join(', ')})`,
			),
		];
	}

	/** The rules it can leave through; with 'First', one that surely matches ends the search. */
	private reachedBy(button: PlacedButton): number[] {
		const event = eventOf(button, this.trigger.settings);
		const reached: number[] = [];
		for (const [index, rule] of (this.rules ?? []).entries()) {
			const verdict = rule.matches(event);
			if (verdict !== 'no') reached.push(index);
			if (verdict === 'yes' && this.trigger.settings.routing.sendTo === 'first') break;
		}
		return reached;
	}
}

/** What every tap on a button tells. Get Started has its words by the person's language. */
const OF_BUTTONS: ReadonlySet<Condition['field']> = new Set([
	'payload',
	'title',
	'payloadData',
	'accountId',
	'channel',
	'event',
]);
const WORDS: ReadonlySet<Condition['field']> = new Set(['payload', 'title', 'payloadData']);

class RuleRoute {
	readonly rule: Rule;
	/** Fields that no button tells. */
	readonly unknown: Array<Condition['field']>;
	/** Whether it asks for words of a button, and for nothing else that only a tap tells. */
	readonly isDecidable: boolean;
	private readonly ignoreCase: boolean;

	constructor(rule: Rule, ignoreCase: boolean) {
		this.rule = rule;
		this.ignoreCase = ignoreCase;
		const fields = rule.conditions.map(({ field }) => field);
		this.unknown = fields.filter((field) => !OF_BUTTONS.has(field));
		this.isDecidable =
			this.unknown.length === 0 && fields.some((field) => WORDS.has(field)) && !fields.includes('event');
	}

	matches(event: ReadyEvent): Verdict {
		const isKnown = ({ field }: Condition) =>
			OF_BUTTONS.has(field) && (field !== 'title' || event.event.title !== null);
		const known = this.rule.conditions.filter(isKnown);
		const isOpen = known.length < this.rule.conditions.length;
		if (this.rule.combine === 'any') {
			if (this.holds(known, event)) return 'yes';
			return isOpen ? 'maybe' : 'no';
		}
		if (known.length > 0 && !this.holds(known, event)) return 'no';
		return isOpen ? 'maybe' : known.length > 0 ? 'yes' : 'no';
	}

	private holds(conditions: Condition[], event: ReadyEvent): boolean {
		const { ignoreCase } = this;
		const options = { sendTo: 'first', fallbackOutput: 'drop', ignoreCase } as const;
		const { router } = compileRules([{ ...this.rule, conditions }], options);
		return router.outputsFor(event).length > 0;
	}
}

function anyOf(verdicts: readonly Verdict[]): Verdict {
	if (verdicts.includes('yes')) return 'yes';
	return verdicts.includes('maybe') ? 'maybe' : 'no';
}

function labelOf({ outputName }: Rule): string {
	return outputName === '' ? '' : ` ('${outputName}')`;
}

/** The tap as the trigger would get it. */
function eventOf(
	{ title, payload, accountId, channel }: PlacedButton,
	{ parsesPayload }: ListeningSettings,
): ReadyEvent {
	return {
		id: '',
		channel,
		payloadData: parsesPayload ? parsePayload(payload) : null,
		tapId: null,
		event: {
			kind: 'postback',
			channel,
			object: CHANNELS[channel].object,
			accountId,
			timestamp: null,
			ownTimestamp: null,
			senderId: null,
			senderUserRef: null,
			recipientId: accountId,
			mid: null,
			title,
			payload,
			referral: null,
			details: null,
			isStandby: false,
			isTest: false,
			source: {},
		},
	};
}
