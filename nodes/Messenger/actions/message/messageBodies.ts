// PURE: what is sent, from what the user filled in. Everything past one of Meta's limits is found
// before the first call.
import type { Channel } from '../../graph/channel';
import { isObject, parseJson, type JsonObject } from '../../graph/json';
import { metaButton, metaPayload, webUrl } from '../buttons/metaButton';
import { absent, countProblem, LIMITS, textProblem } from '../refusals/limits';
import { Problems } from '../refusals/problems';
import type { CardSettings, MessageSettings, QuickReplySettings } from './messageSettings';
import { splitText } from './splitText';

const MEDIA_TYPES = ['image', 'video', 'audio', 'file'];

/**
 * One `message` object of Meta each, in the order they are to be sent. The file of a media message
 * that is uploaded is not in it.
 * @throws {ActionFailure} that names every parameter Meta would refuse
 */
export function messageBodies(settings: MessageSettings, channel: Channel): JsonObject[] {
	const problems = new Problems();
	const { metadata } = settings.options;
	const bodies = contents(settings, channel, problems);
	const last = bodies.at(-1);
	const quickReplies = metaQuickReplies(settings.quickReplies, channel, problems);
	if (last !== undefined && quickReplies.length > 0) last.quick_replies = quickReplies;
	if (last !== undefined && metadata !== '') {
		problems.add(textProblem('metadata', channel, "'Metadata'", metadata));
		last.metadata = metadata;
	}
	problems.throwAny();
	return bodies;
}

function contents(settings: MessageSettings, channel: Channel, problems: Problems): JsonObject[] {
	switch (settings.type) {
		case 'text':
			return texts(settings, channel, problems);
		case 'buttons':
			return buttonMessages(settings, channel, problems);
		case 'cards':
			return [template({ template_type: 'generic', elements: cards(settings.cards, channel, problems) })];
		case 'media':
			return [media(settings, channel, problems)];
		case 'json':
			return [verbatim(settings.json, problems)];
		default:
			problems.add(`'Message Type' is '${settings.type}'; it must be text, buttons, cards, media or json`);
			return [];
	}
}

function texts({ text, options }: MessageSettings, channel: Channel, problems: Problems): JsonObject[] {
	if (options.splitLongText && text.trim() !== '')
		return split(text, channel).map((part) => ({ text: part }));
	problems.add(textProblem('text', channel, "'Text'", text));
	return [{ text }];
}

function split(text: string, channel: Channel): string[] {
	const { max, unit } = LIMITS.text.on[channel];
	return splitText(text, max, unit);
}

/** Of a text that is split, only the last part stands above the buttons. */
function buttonMessages(settings: MessageSettings, channel: Channel, problems: Problems): JsonObject[] {
	const { text, buttons, options } = settings;
	const parts = options.splitLongText && text.trim() !== '' ? splitAboveButtons(text, channel) : [text];
	const above = parts.pop() ?? '';
	problems.add(textProblem('buttonsText', channel, "'Text'", above));
	problems.add(countProblem('buttons', channel, "'Buttons'", buttons.length));
	const rows = buttons.map((button, index) => metaButton(button, channel, `button ${index + 1}`, problems));
	return [
		...parts.map((part): JsonObject => ({ text: part })),
		template({ template_type: 'button', text: above, buttons: rows }),
	];
}

function splitAboveButtons(text: string, channel: Channel): string[] {
	const parts = split(text, channel);
	const { max, unit } = LIMITS.buttonsText.on[channel];
	return [...parts.slice(0, -1), ...splitText(parts.at(-1) ?? '', max, unit)];
}

function cards(settings: readonly CardSettings[], channel: Channel, problems: Problems): JsonObject[] {
	problems.add(countProblem('cards', channel, "'Cards'", settings.length));
	return settings.map((card, index) => {
		const where = `card ${index + 1}`;
		const { title, subtitle, imageUrl, defaultUrl, buttons } = card;
		problems.add(textProblem('cardTitle', channel, `'Title' of ${where}`, title));
		if (subtitle !== '') {
			problems.add(textProblem('cardSubtitle', channel, `'Subtitle' of ${where}`, subtitle));
		}
		if (subtitle === '' && imageUrl === '' && buttons.length === 0) {
			problems.add(`${where} has only a title; Meta wants a subtitle, an image or a button with it`);
		}
		problems.add(countProblem('cardButtons', channel, `'Buttons' of ${where}`, buttons.length));
		return {
			title,
			...(subtitle === '' ? {} : { subtitle }),
			...(imageUrl === '' ? {} : { image_url: webUrl(imageUrl, `'Image URL' of ${where}`, problems) }),
			...(defaultUrl === ''
				? {}
				: {
						default_action: {
							type: 'web_url',
							url: webUrl(defaultUrl, `'Default URL' of ${where}`, problems),
						},
					}),
			...(buttons.length === 0
				? {}
				: {
						buttons: buttons.map((button, at) =>
							metaButton(button, channel, `button ${at + 1} of ${where}`, problems),
						),
					}),
		};
	});
}

function media({ mediaType, mediaUrl }: MessageSettings, channel: Channel, problems: Problems): JsonObject {
	if (!MEDIA_TYPES.includes(mediaType)) {
		problems.add(`'Media Type' is '${mediaType}'; it must be image, video, audio or file`);
	}
	if (mediaType === 'file' && channel === 'instagram') problems.add(absent('files', channel));
	const payload = mediaUrl === null ? {} : { url: webUrl(mediaUrl, "'Media URL'", problems) };
	return { attachment: { type: mediaType, payload } };
}

function verbatim(json: unknown, problems: Problems): JsonObject {
	const parsed = typeof json === 'string' ? parseJson(json) : { ok: true as const, value: json };
	if (parsed.ok && isObject(parsed.value)) return { ...parsed.value };
	problems.add("'Message JSON' must be one JSON object: the value of `message` in Meta's Send API");
	return {};
}

function metaQuickReplies(
	settings: readonly QuickReplySettings[],
	channel: Channel,
	problems: Problems,
): JsonObject[] {
	problems.add(countProblem('quickReplies', channel, "'Quick Replies'", settings.length));
	return settings.map((quickReply, index) => {
		const where = `quick reply ${index + 1}`;
		const { type, title, imageUrl } = quickReply;
		if (type === 'email' || type === 'phone') {
			if (channel === 'instagram') problems.add(absent(`quick replies for ${type} (${where})`, channel));
			return { content_type: type === 'email' ? 'user_email' : 'user_phone_number' };
		}
		if (type !== 'text') problems.add(`'Type' of ${where} is '${type}'; it must be text, email or phone`);
		problems.add(textProblem('quickReplyTitle', channel, `'Title' of ${where}`, title));
		if (imageUrl !== '' && channel === 'instagram') {
			problems.add(absent(`picture in quick replies (${where})`, channel));
		}
		return {
			content_type: 'text',
			title,
			payload: metaPayload(quickReply, channel, where, problems),
			...(imageUrl === '' ? {} : { image_url: webUrl(imageUrl, `'Image URL' of ${where}`, problems) }),
		};
	});
}

function template(payload: JsonObject): JsonObject {
	return { attachment: { type: 'template', payload } };
}
