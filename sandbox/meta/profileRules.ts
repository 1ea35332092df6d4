// The parts of a Messenger profile, and what Meta takes as each.
import { badParameter } from './graphError.ts';
import { checkLocales } from './localeRules.ts';
import { checkMenu } from './menuRules.ts';
import type { Param } from './param.ts';
import type { Channel } from './types.ts';

const PAYLOAD_MAX = 1000;
const GREETING_MAX = 160;
const ICE_BREAKERS_MAX = 4;
const QUESTION_MAX = 80;
const DOMAINS_MAX = 50;

/** By the names of Meta's parameters. */
const RULES: Record<string, { channels: Channel[]; check: (part: Param, channel: Channel) => void }> = {
	account_linking_url: { channels: ['messenger'], check: checkHttps },
	get_started: { channels: ['messenger'], check: checkGetStarted },
	greeting: { channels: ['messenger'], check: checkGreeting },
	ice_breakers: { channels: ['messenger', 'instagram'], check: checkIceBreakers },
	persistent_menu: { channels: ['messenger', 'instagram'], check: checkMenu },
	whitelisted_domains: { channels: ['messenger'], check: checkDomains },
};

export const PROFILE_PARTS: readonly string[] = Object.keys(RULES);

/** @throws {GraphError} for what Meta would refuse on this channel */
export function checkPart(part: Param, channel: Channel): void {
	const rule = RULES[part.path];
	if (rule?.channels.includes(channel) !== true) {
		throw badParameter(`Param ${part.path} is not supported on ${channel}`);
	}
	rule.check(part, channel);
}

function checkGetStarted(getStarted: Param): void {
	getStarted.withKeys(['payload']).at('payload').text(PAYLOAD_MAX);
}

function checkGreeting(greetings: Param): void {
	for (const greeting of checkLocales(greetings)) {
		greeting.withKeys(['locale', 'text']).at('text').text(GREETING_MAX);
	}
}

function checkIceBreakers(iceBreakers: Param): void {
	// Without locales: the older form, which Meta still takes.
	const [first] = iceBreakers.items(Number.POSITIVE_INFINITY);
	if (first?.at('question').isAbsent === false) return checkQuestions(iceBreakers);
	for (const localized of checkLocales(iceBreakers)) {
		checkQuestions(localized.withKeys(['locale', 'call_to_actions']).at('call_to_actions'));
	}
}

function checkQuestions(questions: Param): void {
	for (const question of questions.items(ICE_BREAKERS_MAX)) {
		question.withKeys(['question', 'payload']);
		question.at('question').text(QUESTION_MAX);
		question.at('payload').text(PAYLOAD_MAX);
	}
}

function checkDomains(domains: Param): void {
	for (const domain of domains.items(DOMAINS_MAX)) checkHttps(domain);
}

function checkHttps(url: Param): void {
	if (!url.url().startsWith('https://')) throw badParameter(`Param ${url.path} must be an https URL`);
}
