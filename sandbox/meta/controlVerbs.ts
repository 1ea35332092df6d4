// The control verbs: each turns JSON into one call of the simulator and gives JSON back.
import type { Fault, FaultAction } from './callTypes.ts';
import { ControlInput } from './controlInput.ts';
import { SENDING_VERBS } from './controlSending.ts';
import type { Delivery, EntryToSend, RedeliveryPolicy } from './deliveryTypes.ts';
import type { Meta } from './types.ts';

export type Verb = (meta: Meta, json: unknown) => unknown;

const CHANNELS = ['messenger', 'instagram'] as const;
const OBJECTS = ['page', 'instagram'] as const;
const SIGN_MODES = ['valid', 'missing', 'wrongSecret', 'tampered', 'sha1'] as const;

export const VERBS = new Map<string, Verb>([
	['addApp', addApp],
	['addPage', addPage],
	['addToken', addToken],
	['sendPostback', sendPostback],
	['sendEvents', sendEvents],
	['sendTestButton', sendTestButton],
	['redeliver', redeliver],
	['deliveries', (meta) => meta.deliveries().map(describe)],
	['snapshot', (meta) => meta.snapshot()],
	['getCalls', (meta) => meta.getCalls()],
	['addFault', addFault],
	['clearFaults', (meta) => meta.clearFaults()],
	['setRedelivery', setRedelivery],
	...SENDING_VERBS,
]);

function addApp(meta: Meta, json: unknown): unknown {
	const input = new ControlInput(json, [
		'id',
		'secret',
		'name',
		'requireAppSecretProof',
		'instagramSubscriptions',
		'readsProfiles',
	]);
	return meta.addApp({
		id: input.text('id'),
		secret: input.text('secret'),
		name: input.text('name'),
		requireAppSecretProof: input.flag('requireAppSecretProof'),
		instagramSubscriptions: input.oneOf('instagramSubscriptions', ['allowed', 'refused']),
		readsProfiles: input.flag('readsProfiles'),
	});
}

function addPage(meta: Meta, json: unknown): unknown {
	const troubles = ['isRestricted', 'refusesInstagramMessages', 'primaryReceiver'];
	const input = new ControlInput(json, ['id', 'name', 'instagramAccount', ...troubles]);
	const account = input.nested('instagramAccount', ['id', 'username']);
	return meta.addPage({
		id: input.text('id'),
		name: input.text('name'),
		isRestricted: input.flag('isRestricted'),
		refusesInstagramMessages: input.flag('refusesInstagramMessages'),
		primaryReceiver: input.text('primaryReceiver'),
		instagramAccount:
			account === undefined ? undefined : { id: account.text('id'), username: account.text('username') },
	});
}

function addToken(meta: Meta, json: unknown): unknown {
	const lists = ['pageIds', 'hiddenPageIds', 'scopes', 'tasks'];
	const input = new ControlInput(json, ['appId', 'kind', 'expiresAt', 'dataAccessExpiresAt', ...lists]);
	const token = meta.addToken({
		appId: input.requiredText('appId'),
		kind: input.oneOf('kind', ['user', 'system_user', 'page']),
		pageIds: input.texts('pageIds'),
		hiddenPageIds: input.texts('hiddenPageIds'),
		scopes: input.texts('scopes'),
		tasks: input.texts('tasks'),
		expiresAt: input.number('expiresAt'),
		dataAccessExpiresAt: input.number('dataAccessExpiresAt'),
	});
	return { token };
}

async function sendPostback(meta: Meta, json: unknown): Promise<unknown> {
	const texts = ['pageId', 'senderId', 'userRef', 'title', 'payload', 'mid', 'channel'];
	const input = new ControlInput(json, [...texts, 'referral', 'timestamp', 'standby']);
	const deliveries = await meta.sendPostback({
		pageId: input.requiredText('pageId'),
		senderId: input.text('senderId'),
		userRef: input.text('userRef'),
		title: input.textOrNull('title'),
		payload: input.textOrNull('payload'),
		mid: input.textOrNull('mid'),
		referral: input.raw('referral'),
		timestamp:
			typeof input.raw('timestamp') === 'string' ? input.text('timestamp') : input.number('timestamp'),
		channel: input.oneOf('channel', CHANNELS),
		standby: input.flag('standby'),
	});
	return deliveries.map(describe);
}

async function sendEvents(meta: Meta, json: unknown): Promise<unknown> {
	const input = new ControlInput(json, ['channel', 'appId', 'entries']);
	const deliveries = await meta.sendEvents({
		channel: input.oneOf('channel', CHANNELS),
		appId: input.text('appId'),
		entries: (input.list('entries') ?? []).map(readEntry),
	});
	return deliveries.map(describe);
}

function readEntry(json: unknown): EntryToSend {
	const input = new ControlInput(json, ['pageId', 'messaging', 'standby', 'changes', 'time']);
	return {
		pageId: input.requiredText('pageId'),
		messaging: input.list('messaging'),
		standby: input.list('standby'),
		changes: input.list('changes'),
		time: input.number('time'),
	};
}

async function sendTestButton(meta: Meta, json: unknown): Promise<unknown> {
	const input = new ControlInput(json, ['appId', 'object', 'field', 'value']);
	const delivery = await meta.sendTestButton({
		appId: input.requiredText('appId'),
		object: input.oneOf('object', OBJECTS),
		field: input.text('field'),
		value: input.raw('value'),
	});
	return describe(delivery);
}

async function redeliver(meta: Meta, json: unknown): Promise<unknown> {
	const input = new ControlInput(json, ['id', 'sign', 'url']);
	const id = input.requiredText('id');
	const delivery = meta.deliveries().find((one) => one.id === id);
	if (delivery === undefined) throw new Error(`There is no delivery ${id}`);
	const again = await meta.redeliver(delivery, {
		sign: input.oneOf('sign', SIGN_MODES),
		url: input.text('url'),
	});
	return describe(again);
}

function addFault(meta: Meta, json: unknown): void {
	const input = new ControlInput(json, ['method', 'path', 'of', 'times', 'skip', 'do']);
	const action = input.nested('do', [
		'status',
		'body',
		'headers',
		'delayMs',
		'hang',
		'reset',
		'afterEffect',
		'loseWrite',
	]);
	if (action === undefined) throw new Error("'do' is required");
	const fault: Fault = {
		method: input.oneOf('method', ['GET', 'POST', 'DELETE']),
		path: new RegExp(input.requiredText('path')),
		of: input.oneOf('of', ['request', 'part']),
		times: input.number('times'),
		skip: input.number('skip'),
		do: readAction(action),
	};
	meta.addFault(fault);
}

function readAction(input: ControlInput): FaultAction {
	return {
		status: input.number('status'),
		body: input.raw('body'),
		headers: input.textsByName('headers'),
		delayMs: input.number('delayMs'),
		...(input.flag('hang') === true ? { hang: true } : {}),
		...(input.flag('reset') === true ? { reset: true } : {}),
		...(input.flag('afterEffect') === true ? { afterEffect: true } : {}),
		...(input.flag('loseWrite') === true ? { loseWrite: true } : {}),
	};
}

/** Without `attempts` nothing is brought back any more. */
function setRedelivery(meta: Meta, json: unknown): void {
	const input = new ControlInput(json, ['attempts', 'delaysMs']);
	const attempts = input.number('attempts');
	const policy: RedeliveryPolicy | null =
		attempts === undefined ? null : { attempts, delaysMs: input.numbers('delaysMs') };
	meta.setRedelivery(policy);
}

function describe(delivery: Delivery): unknown {
	return { ...delivery, body: delivery.body.toString('utf8') };
}
