import { refusal } from './graphClient.ts';
import { endScenes, type Scene } from './scene.ts';
import { aTalkingScene, IGSID, PSID, send } from './sending.ts';

let scene: Scene;

beforeAll(async () => {
	scene = await aTalkingScene();
});
afterAll(endScenes);

type Json = Record<string, unknown>;

async function statusOf(to: string, message: unknown): Promise<number> {
	const { status, body } = await send(scene, { recipient: { id: to }, message });
	if (status !== 200) expect(body).toEqual(refusal(100));
	return status;
}

const letters = (count: number, letter = 'x') => letter.repeat(count);
const list = (count: number, value: unknown) => Array.from({ length: count }, () => value);

const postback = (facts: Json = {}) => ({ type: 'postback', title: 'Buy', payload: 'BUY', ...facts });
const template = (payload: Json) => ({ attachment: { type: 'template', payload } });
const buttons = (given: unknown, text = 'Which?') =>
	template({ template_type: 'button', text, buttons: given });
const card = (facts: Json = {}) => ({ title: 'Loaf', subtitle: 'Rye', ...facts });
const cards = (elements: unknown) => template({ template_type: 'generic', elements });
const quick = (facts: Json = {}) => ({ content_type: 'text', title: 'Yes', payload: 'YES', ...facts });
const replies = (given: unknown) => ({ text: 'Well?', quick_replies: given });
const url = 'https://shop.example';

describe('at its limit a message is taken, one past it is refused', () => {
	it.each<[string, (count: number) => Json, number, string[]]>([
		['text in characters', (count) => ({ text: letters(count, '😀') }), 2000, [PSID]],
		['text in bytes', (count) => ({ text: letters(count) }), 1000, [IGSID]],
		['quick replies', (count) => replies(list(count, quick())), 13, [PSID, IGSID]],
		['quick reply title', (count) => replies([quick({ title: letters(count) })]), 20, [PSID, IGSID]],
		['quick reply payload', (count) => replies([quick({ payload: letters(count) })]), 1000, [PSID, IGSID]],
		['metadata', (count) => ({ text: 'x', metadata: letters(count) }), 1000, [PSID]],
		['button template text', (count) => buttons([postback()], letters(count)), 640, [PSID, IGSID]],
		['buttons', (count) => buttons(list(count, postback())), 3, [PSID, IGSID]],
		['button title', (count) => buttons([postback({ title: letters(count) })]), 20, [PSID, IGSID]],
		['button payload', (count) => buttons([postback({ payload: letters(count) })]), 1000, [PSID, IGSID]],
		['cards', (count) => cards(list(count, card())), 10, [PSID, IGSID]],
		['card title', (count) => cards([card({ title: letters(count) })]), 80, [PSID, IGSID]],
		['card subtitle', (count) => cards([card({ subtitle: letters(count) })]), 80, [PSID, IGSID]],
		['card buttons', (count) => cards([card({ buttons: list(count, postback()) })]), 3, [PSID, IGSID]],
	])('%s', async (_label, message, limit, people) => {
		for (const person of people) {
			expect(await statusOf(person, message(limit))).toBe(200);
			expect(await statusOf(person, message(limit + 1))).toBe(400);
		}
	});

	it('an umlaut is two bytes on Instagram', async () => {
		expect(await statusOf(IGSID, { text: letters(500, 'ä') })).toBe(200);
		expect(await statusOf(IGSID, { text: `${letters(500, 'ä')}x` })).toBe(400);
	});
});

describe('Messenger alone takes', () => {
	it.each<[string, Json]>([
		['a phone button', buttons([{ type: 'phone_number', title: 'Call', payload: '+49 30 1234' }])],
		['a button that logs in', buttons([{ type: 'account_link', url }])],
		['a button that logs out', buttons([{ type: 'account_unlink' }])],
		['a quick reply for the e-mail address', replies([{ content_type: 'user_email' }])],
		['a quick reply for the phone number', replies([{ content_type: 'user_phone_number' }])],
		['a quick reply with a picture', replies([quick({ image_url: url })])],
		['a file', { attachment: { type: 'file', payload: { url } } }],
	])('%s', async (_label, message) => {
		expect(await statusOf(PSID, message)).toBe(200);
		expect(await statusOf(IGSID, message)).toBe(400);
	});
});

describe('both channels take', () => {
	it.each<[string, Json]>([
		['a link button', buttons([{ type: 'web_url', title: 'Shop', url, webview_height_ratio: 'full' }])],
		['a card that opens a page', cards([card({ default_action: { type: 'web_url', url } })])],
		['a card with a picture alone', cards([{ title: 'Loaf', image_url: url }])],
		['a card with no buttons in its list', cards([card({ buttons: [] })])],
		['quick replies under a template', { ...buttons([postback()]), quick_replies: [quick()] }],
		['a picture', { attachment: { type: 'image', payload: { url } } }],
		['several pictures', { attachments: list(10, { type: 'image', payload: { url } }) }],
		['a receipt, unseen', template({ template_type: 'receipt', order_number: '1' })],
	])('%s', async (_label, message) => {
		expect(await statusOf(PSID, message)).toBe(200);
		expect(await statusOf(IGSID, message)).toBe(200);
	});
});

describe('both channels refuse', () => {
	it.each<[string, unknown]>([
		['nothing', {}],
		['no object', 'hi'],
		['empty text', { text: ' ' }],
		['text and template', { text: 'x', ...buttons([postback()]) }],
		['a misspelt key', { text: 'x', quickReplies: [] }],
		['a quick reply without payload', replies([{ content_type: 'text', title: 'Yes' }])],
		['a quick reply of unknown kind', replies([quick({ content_type: 'location' })])],
		['no buttons', buttons([])],
		['a button without title', buttons([postback({ title: undefined })])],
		['a button without payload', buttons([postback({ payload: undefined })])],
		['a button with a key of another', buttons([postback({ url })])],
		['a button of unknown type', buttons([{ type: 'game_play', title: 'Play' }])],
		['a link button to nowhere', buttons([{ type: 'web_url', title: 'Shop', url: 'shop' }])],
		['a link button to a file', buttons([{ type: 'web_url', title: 'Shop', url: 'file:///etc/passwd' }])],
		['a phone number without country', buttons([{ type: 'phone_number', title: 'Call', payload: '030 1' }])],
		['no cards', cards([])],
		['a card without title', cards([{ subtitle: 'Rye' }])],
		['a card with a title alone', cards([{ title: 'Loaf' }])],
		[
			'a card whose default action has a title',
			cards([card({ default_action: { type: 'web_url', url, title: 'x' } })]),
		],
		['a card whose default action is no link', cards([card({ default_action: { type: 'postback', url } })])],
		['a card with a picture from nowhere', cards([card({ image_url: 'loaf.png' })])],
		['a quick reply with a picture from nowhere', replies([quick({ image_url: 'yes.png' })])],
		['a template without type', template({ text: 'x' })],
		['an attachment of unknown type', { attachment: { type: 'gif', payload: { url } } }],
		['eleven pictures', { attachments: list(11, { type: 'image', payload: { url } }) }],
	])('%s', async (_label, message) => {
		expect(await statusOf(PSID, message)).toBe(400);
		expect(await statusOf(IGSID, message)).toBe(400);
	});
});
