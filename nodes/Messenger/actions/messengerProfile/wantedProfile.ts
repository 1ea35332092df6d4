// PURE: the profile that the user wants, from fields or JSON. Everything past one of Meta's limits
// is found before the first call.
import type { Channel } from '../../graph/channel';
import { isObject, parseJson, type JsonObject } from '../../graph/json';
import { checkLocales, localeOf } from '../buttons/locales';
import { wantedMenus } from '../buttons/menu';
import { metaPayload } from '../buttons/metaButton';
import { rowsOf, textOf } from '../buttons/values';
import { refused } from '../refusals/actionFailure';
import { absent, countProblem, textProblem } from '../refusals/limits';
import { Problems } from '../refusals/problems';
import {
	isOn,
	isPartName,
	PART_NAMES,
	PARTS,
	type Greeting,
	type IceBreakers,
	type PartName,
	type Profile,
} from './profile';

/** What is empty is refused by whoever calls it, whatever part it is. */
type Reader = (value: unknown, channel: Channel, problems: Problems) => string | unknown[];

const READERS: Readonly<Record<PartName, Reader>> = {
	getStarted: (value, channel, problems) => {
		const payload = textOf(value);
		if (payload.trim() === '') return '';
		problems.add(textProblem('payload', channel, "'Get Started'", payload));
		return payload;
	},
	greeting: wantedGreeting,
	persistentMenu: (value, channel, problems) => wantedMenus(value, channel, "'Persistent Menu'", problems),
	iceBreakers: wantedIceBreakers,
	whitelistedDomains: wantedDomains,
	accountLinkingUrl: (value, _channel, problems) => {
		const url = textOf(value).trim();
		if (url !== '' && !/^https:\/\/[^\s/]/i.test(url)) {
			problems.add("'Account Linking URL' must be a web address that begins with https://");
		}
		return url;
	},
};

/**
 * `parts` in the shape of `Profile`; a list may also stand in a fixed collection. Null and absent
 * parts are left alone at Meta.
 * @throws {ActionFailure} that names every parameter Meta would refuse
 */
export function wantedProfile(parts: JsonObject, channel: Channel): Profile {
	const problems = new Problems();
	const given = Object.keys(parts).filter((name) => parts[name] !== undefined && parts[name] !== null);
	if (given.length === 0)
		problems.add("There is nothing to write: add a part to 'Parts', or give 'Profile JSON' one");
	for (const name of given.filter((one) => !isPartName(one))) {
		problems.add(`'Profile JSON' has '${name}', which is no part; it may have ${PART_NAMES.join(', ')}`);
	}
	const wanted = PART_NAMES.filter((name) => given.includes(name)).map(
		(name) => [name, wantedPart(name, parts[name], channel, problems)] as const,
	);
	problems.throwAny();
	return Object.fromEntries(wanted);
}

function wantedPart(name: PartName, value: unknown, channel: Channel, problems: Problems): unknown {
	const { displayName } = PARTS[name];
	if (!isOn(name, channel)) {
		problems.add(absent(`'${displayName}'`, channel));
		return undefined;
	}
	const part = READERS[name](value, channel, problems);
	if (part.length === 0) {
		problems.add(
			`'${displayName}' is among the parts but has nothing in it: fill it in, or take it out; the operation Delete takes it off the Page`,
		);
	}
	return part;
}

function wantedGreeting(value: unknown, channel: Channel, problems: Problems): Greeting[] {
	const greetings = rowsOf(value).map((row, index) => {
		const greeting = { locale: localeOf(row), text: textOf(row.text) };
		const where = `greeting ${index + 1} (${greeting.locale})`;
		problems.add(textProblem('greeting', channel, `'Text' of ${where}`, greeting.text));
		return greeting;
	});
	const locales = greetings.map(({ locale }) => locale);
	checkLocales(locales, "'Greeting'", problems, { needsDefault: false });
	return greetings;
}

function wantedIceBreakers(value: unknown, channel: Channel, problems: Problems): IceBreakers[] {
	const all = rowsOf(value).map((row) => {
		const locale = localeOf(row);
		const items = rowsOf(row.items);
		problems.add(
			countProblem('iceBreakers', channel, `'Items' of the ice breakers (${locale})`, items.length),
		);
		return {
			locale,
			items: items.map((item, index) => {
				const where = `ice breaker ${index + 1} (${locale})`;
				const question = textOf(item.question);
				problems.add(textProblem('question', channel, `'Question' of ${where}`, question));
				const typed = { title: question, payload: textOf(item.payload) };
				return { question, payload: metaPayload(typed, channel, where, problems) };
			}),
		};
	});
	const locales = all.map(({ locale }) => locale);
	checkLocales(locales, "'Ice Breakers'", problems, { needsDefault: true });
	return all;
}

/** A list, or one text with commas between. */
function wantedDomains(value: unknown, channel: Channel, problems: Problems): string[] {
	const typed = Array.isArray(value) ? value.map(textOf) : textOf(value).split(',');
	const domains = typed.map((domain) => domain.trim()).filter((domain) => domain !== '');
	problems.add(countProblem('whitelistedDomains', channel, "'Whitelisted Domains'", domains.length));
	for (const [index, domain] of domains.entries()) {
		if (!isSecureDomain(domain)) {
			problems.add(
				`'Whitelisted Domains' ${index + 1} is '${domain}'; it must begin with https:// and have a full domain name, such as https://example.com`,
			);
		}
	}
	return domains;
}

function isSecureDomain(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname } = new URL(text);
	return protocol === 'https:' && /\.[^.\d]/.test(hostname);
}

/**
 * Of 'Profile JSON': an object from an expression, or text.
 * @throws {ActionFailure}
 */
export function partsOfJson(value: unknown): JsonObject {
	const parsed = typeof value === 'string' ? parseJson(value) : { ok: true as const, value };
	if (parsed.ok && isObject(parsed.value)) return parsed.value;
	throw refused(
		"'Profile JSON' is not one object",
		"Give it what the operation Get puts into 'profile', such as {{ $json.profile }}.",
	);
}
