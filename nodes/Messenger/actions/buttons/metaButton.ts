// PURE: buttons as Meta takes them, from what the user filled in.
import type { Channel } from '../../graph/channel';
import type { JsonObject } from '../../graph/json';
import { absent, textProblem } from '../refusals/limits';
import type { Problems } from '../refusals/problems';
import { payloadOf } from './payload';

export interface ButtonSettings {
	/** `postback`, `url`, `phone`, `logIn` or `logOut`. */
	type: string;
	title: string;
	payload: string;
	url: string;
	phone: string;
}

/** `where` names the button in an error: "button 2". */
export function metaButton(
	button: ButtonSettings,
	channel: Channel,
	where: string,
	problems: Problems,
): JsonObject {
	const { type, title, url, phone } = button;
	const label = () => {
		problems.add(textProblem('buttonTitle', channel, `'Title' of ${where}`, title));
		return title;
	};
	switch (type) {
		case 'postback':
			return { type: 'postback', title: label(), payload: metaPayload(button, channel, where, problems) };
		case 'url':
			return { type: 'web_url', title: label(), url: webUrl(url, `'URL' of ${where}`, problems) };
		case 'phone':
			if (channel === 'instagram') problems.add(absent(`phone button (${where})`, channel));
			if (!/^\+\d[\d ().-]*$/.test(phone.trim())) {
				problems.add(`'Phone' of ${where} must be a number with country code, such as +15105551234`);
			}
			return { type: 'phone_number', title: label(), payload: phone.trim() };
		case 'logIn':
			if (channel === 'instagram') problems.add(absent(`log-in button (${where})`, channel));
			return { type: 'account_link', url: webUrl(url, `'URL' of ${where}`, problems) };
		case 'logOut':
			if (channel === 'instagram') problems.add(absent(`log-out button (${where})`, channel));
			return { type: 'account_unlink' };
		default:
			problems.add(`'Type' of ${where} is '${type}'; it must be postback, url, phone, logIn or logOut`);
			return {};
	}
}

/** As it was filled in, or made from the title. */
export function metaPayload(
	{ title, payload }: Pick<ButtonSettings, 'title' | 'payload'>,
	channel: Channel,
	where: string,
	problems: Problems,
): string {
	const text = payload.trim() === '' ? payloadOf(title) : payload;
	if (text !== '') problems.add(textProblem('payload', channel, `'Payload' of ${where}`, text));
	return text;
}

export function webUrl(url: string, parameter: string, problems: Problems): string {
	const text = url.trim();
	if (!/^https?:\/\/[^\s/]/i.test(text)) {
		problems.add(`${parameter} must be a web address that begins with https://`);
	}
	return text;
}
