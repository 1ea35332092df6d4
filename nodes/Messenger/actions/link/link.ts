// PURE: links that open a conversation, and tell the trigger by `ref` where they were followed.
import type { Channel } from '../../graph/channel';
import { refused } from '../refusals/actionFailure';
import { textProblem } from '../refusals/limits';
import { Problems } from '../refusals/problems';

const HOSTS: Readonly<Record<Channel, string>> = {
	messenger: 'https://m.me/',
	instagram: 'https://ig.me/m/',
};

/** `name` is the ID of a Page, or the user name of an Instagram account. */
export function linkTo(channel: Channel, name: string, ref: string): string {
	return `${HOSTS[channel]}${encodeURIComponent(name)}?ref=${encodedRef(ref, channel)}`;
}

/**
 * Letters, digits, - _ and = as they are. Meta takes anything else URL-encoded and gives it back as
 * it was, so it is not refused; the limit is kept by what stands in the link.
 * @throws {ActionFailure} when there is none, or too much of it
 */
export function encodedRef(ref: string, channel: Channel): string {
	if (/\p{Surrogate}/u.test(ref)) {
		throw refused("'Ref' contains half a character", 'A text may have been cut in an emoji.');
	}
	const encoded = encodeURIComponent(ref)
		.replaceAll('%3D', '=')
		.replace(/[!'()*.~]/g, percentEncoded);
	const problems = new Problems();
	problems.add(textProblem('ref', channel, "'Ref', as it stands in the link,", encoded));
	problems.throwAny();
	return encoded;
}

function percentEncoded(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * As Instagram has it, whether it was typed with @ or as a link.
 * @throws {ActionFailure} for what cannot be one
 */
export function readUsername(typed: string): string {
	const name = typed
		.trim()
		.replace(/^(?:https?:\/\/)?(?:www\.)?instagram\.com\/|^@/i, '')
		.replace(/\/$/, '');
	if (/^[\w.]{1,30}$/.test(name)) return name;
	throw refused(
		`'Username' is '${typed.trim()}'`,
		'It must be the name of an Instagram account: letters, digits, periods and underscores, at most 30.',
	);
}
