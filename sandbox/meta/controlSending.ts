// The control verbs of the sending side: people, what was sent to them, and profiles of Pages.
import { ControlInput } from './controlInput.ts';
import { isRecord } from './json.ts';
import type { SentMessage } from './sendingTypes.ts';
import type { Meta } from './types.ts';

const CHANNELS = ['messenger', 'instagram'] as const;

export const SENDING_VERBS: Array<[name: string, verb: (meta: Meta, json: unknown) => unknown]> = [
	['addPerson', addPerson],
	['sentMessages', (meta) => meta.sentMessages().map(describe)],
	['sentActions', (meta) => meta.sentActions()],
	['messengerProfile', readProfile],
	['seedMessengerProfile', seedProfile],
	['refillBudgets', (meta) => meta.refillBudgets()],
];

function addPerson(meta: Meta, json: unknown): void {
	const texts = ['pageId', 'id', 'userRef', 'channel', 'controlledBy'];
	const input = new ControlInput(json, [...texts, 'silentMs', 'blocksPage']);
	meta.addPerson({
		pageId: input.requiredText('pageId'),
		id: input.text('id'),
		userRef: input.text('userRef'),
		channel: input.oneOf('channel', CHANNELS),
		silentMs: input.raw('silentMs') === null ? null : input.number('silentMs'),
		blocksPage: input.flag('blocksPage'),
		controlledBy: input.textOrNull('controlledBy'),
	});
}

function readProfile(meta: Meta, json: unknown): unknown {
	const input = new ControlInput(json, ['pageId', 'channel']);
	return meta.messengerProfile(input.requiredText('pageId'), input.oneOf('channel', CHANNELS));
}

function seedProfile(meta: Meta, json: unknown): void {
	const input = new ControlInput(json, ['pageId', 'channel', 'profile']);
	const profile = input.raw('profile');
	if (!isRecord(profile)) throw new Error("'profile' must be an object");
	meta.seedMessengerProfile(input.requiredText('pageId'), profile, input.oneOf('channel', CHANNELS));
}

/** A file without its bytes. */
function describe({ file, ...sent }: SentMessage): unknown {
	if (file === null) return { ...sent, file };
	const { name, mimeType, size } = file;
	return { ...sent, file: { name, mimeType, size } };
}
