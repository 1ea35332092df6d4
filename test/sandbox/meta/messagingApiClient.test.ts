/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// A client that nobody here wrote, messaging-api-messenger 1.1, drives the simulator: what it sends
// and reads was agreed with the real Meta. Its batches are in batch.test.ts; labels are left out.
import { createReadStream } from 'node:fs';
import { MessengerClient } from 'messaging-api-messenger';
import { SENT_BUT_FAILED } from '../../../sandbox/meta/index.ts';
import { strangeNames } from '../../support/metaSpecification.ts';
import { endScenes, type Scene } from './scene.ts';
import { aTalkingScene, PSID } from './sending.ts';

const PICTURE = 'docs/images/chat.png';
const URL = 'https://shop.example';

let scene: Scene;
let client: MessengerClient;

beforeEach(async () => {
	scene = await aTalkingScene();
	const { meta, app, pageToken } = scene;
	client = new MessengerClient({
		accessToken: pageToken,
		appId: app.id,
		appSecret: app.secret,
		origin: meta.baseUrl,
	});
});
afterEach(async () => {
	const calls = scene.meta.getCalls();
	await endScenes();
	for (const { method, path, query, body } of calls) {
		expect(strangeNames({ method, path, parameters: { ...query, ...body } })).toEqual([]);
	}
});

const lastMessage = () => scene.meta.sentMessages().at(-1);

describe('the client sends', () => {
	it('a text with quick replies', async () => {
		const quickReplies = [
			{ contentType: 'text' as const, title: 'Yes', payload: 'YES', imageUrl: `${URL}/yes.png` },
			{ contentType: 'user_email' as const },
		];
		const answer = await client.sendText(PSID, 'Fresh bread?', { quickReplies, personaId: '7' });
		expect(answer).toEqual({ recipientId: PSID, messageId: lastMessage()?.mid });
		expect(lastMessage()).toMatchObject({
			messagingType: 'UPDATE',
			personaId: '7',
			message: {
				text: 'Fresh bread?',
				quick_replies: [
					{ content_type: 'text', title: 'Yes', payload: 'YES', image_url: `${URL}/yes.png` },
					{ content_type: 'user_email' },
				],
			},
		});
	});

	it('a button template with every kind of button', async () => {
		await client.sendButtonTemplate(PSID, 'Well?', [
			{ type: 'postback', title: 'Buy', payload: 'BUY' },
			{ type: 'web_url', title: 'Shop', url: URL, webviewHeightRatio: 'tall' },
			{ type: 'phone_number', title: 'Call', payload: '+4930123456' },
		]);
		const logins = [{ type: 'account_link', url: `${URL}/link` }, { type: 'account_unlink' }];
		await client.sendTemplate(PSID, { templateType: 'button', text: 'And?', buttons: logins });
		expect(lastMessage()?.message).toMatchObject({
			attachment: { type: 'template', payload: { template_type: 'button', text: 'And?' } },
		});
		expect(scene.meta.sentMessages()).toHaveLength(2);
	});

	it('a generic template', async () => {
		const card = {
			title: 'Rye',
			subtitle: 'Sourdough',
			imageUrl: `${URL}/rye.png`,
			defaultAction: { type: 'web_url' as const, url: URL, webviewHeightRatio: 'full' as const },
			buttons: [{ type: 'postback' as const, title: 'Buy', payload: 'RYE' }],
		};
		await client.sendGenericTemplate(PSID, [card, card], { imageAspectRatio: 'square' });
		expect(lastMessage()?.message).toMatchObject({
			attachment: { payload: { image_aspect_ratio: 'square', elements: [{ title: 'Rye' }, {}] } },
		});
	});

	it('pictures by URL, by upload, and again by attachment ID', async () => {
		await client.sendImage(PSID, `${URL}/rye.png`);
		await client.sendImage(PSID, createReadStream(PICTURE));
		expect(lastMessage()).toMatchObject({ file: { name: 'chat.png', mimeType: 'image/png' } });
		const reusable = { url: `${URL}/rye.png`, isReusable: true };
		expect(await client.sendImage(PSID, reusable)).toHaveProperty('attachmentId');
		await client.sendImage(PSID, { attachmentId: lastMessage()?.attachmentId ?? '' });
		expect(scene.meta.sentMessages()).toHaveLength(4);
	});

	it('for a person after a day, as Human Agent', async () => {
		scene.meta.addPerson({ pageId: scene.page.id, id: PSID, silentMs: 48 * 60 * 60 * 1000 });
		await expect(client.sendText(PSID, 'Still there?')).rejects.toThrow(
			/^Messenger API - 10 OAuthException \(#10\)/,
		);
		await client.sendText(PSID, 'Still there?', { tag: 'HUMAN_AGENT' });
		expect(lastMessage()).toMatchObject({ messagingType: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' });
	});

	it('typing and seen', async () => {
		expect(await client.typingOn(PSID)).toEqual({ recipientId: PSID });
		await client.typingOff(PSID);
		await client.markSeen(PSID);
		expect(scene.meta.sentActions().map(({ action }) => action)).toEqual([
			'typing_on',
			'typing_off',
			'mark_seen',
		]);
	});

	it('once, though Meta answers with an error', async () => {
		scene.meta.addFault({ path: /messages$/, do: SENT_BUT_FAILED });
		await expect(client.sendText(PSID, 'Hi')).rejects.toThrow('Messenger API - 1 OAuthException');
		expect(scene.meta.sentMessages()).toHaveLength(1);
	});
});

describe('the client sets and reads', () => {
	const menu = [{ type: 'postback' as const, title: 'Prices', payload: 'PRICES' }];

	it('the Messenger profile, part by part', async () => {
		await expect(client.setPersistentMenu(menu)).rejects.toThrow('Get Started button');
		expect(await client.setGetStarted('START')).toEqual({ result: 'success' });
		await client.setPersistentMenu(menu, { composerInputDisabled: true });
		await client.setGreeting('Hello {{user_first_name}}');
		await client.setIceBreakers([{ question: 'Open?', payload: 'HOURS' }]);
		expect(await client.getGetStarted()).toEqual({ payload: 'START' });
		expect(await client.getPersistentMenu()).toEqual([
			{ locale: 'default', composerInputDisabled: true, callToActions: menu },
		]);
		expect(await client.getGreeting()).toEqual([{ locale: 'default', text: 'Hello {{user_first_name}}' }]);
		expect(await client.getIceBreakers()).toEqual([{ question: 'Open?', payload: 'HOURS' }]);
	});

	it('the rest of the profile, and takes it away', async () => {
		await client.setWhitelistedDomains([URL]);
		await client.setAccountLinkingURL(`${URL}/link`);
		expect(await client.getWhitelistedDomains()).toEqual([URL]);
		expect(await client.getAccountLinkingURL()).toBe(`${URL}/link`);
		await client.deleteMessengerProfile(['whitelisted_domains', 'account_linking_url']);
		expect(await client.getWhitelistedDomains()).toBeNull();
		expect(scene.meta.messengerProfile(scene.page.id)).toEqual({});
	});

	it('the menu of one person', async () => {
		await client.setGetStarted('START');
		await client.setUserPersistentMenu(PSID, menu);
		expect(await client.getUserPersistentMenu(PSID)).toEqual([
			{ locale: 'default', composerInputDisabled: false, callToActions: menu },
		]);
		await client.deleteUserPersistentMenu(PSID);
		expect(await client.getUserPersistentMenu(PSID)).toBeNull();
	});

	it('a profile of a person, and the Page', async () => {
		scene.meta.addProfile(PSID, { name: 'Ada L', first_name: 'Ada', last_name: 'L', profile_pic: URL });
		expect(await client.getUserProfile(PSID)).toMatchObject({ firstName: 'Ada', profilePic: URL });
		expect(await client.getPageInfo()).toEqual({ id: scene.page.id, name: scene.page.name });
	});
});
