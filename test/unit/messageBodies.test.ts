import { messageBodies } from '../../nodes/Messenger/actions/message/messageBodies';
import type { MessageOptions, MessageSettings } from '../../nodes/Messenger/actions/message/messageSettings';
import { ActionFailure } from '../../nodes/Messenger/actions/refusals/actionFailure';
import type { Channel } from '../../nodes/Messenger/graph/channel';

type Changes = Partial<Omit<MessageSettings, 'options'>> & { options?: Partial<MessageOptions> };

function aMessage({ options, ...changes }: Changes): MessageSettings {
	return {
		type: 'text',
		text: 'Hello',
		buttons: [],
		cards: [],
		mediaType: 'image',
		mediaUrl: 'https://shop.example/bread.jpg',
		json: '{}',
		quickReplies: [],
		options: {
			messagingType: 'RESPONSE',
			tag: 'HUMAN_AGENT',
			notificationType: '',
			replyTo: '',
			personaId: '',
			metadata: '',
			typing: 0,
			splitLongText: false,
			...options,
		},
		...changes,
	};
}
const button = (changes: object = {}) => ({
	type: 'postback',
	title: 'Opening hours',
	payload: '',
	url: '',
	phone: '',
	...changes,
});
const card = (changes: object = {}) => ({
	title: 'Bread',
	subtitle: 'Fresh',
	imageUrl: '',
	defaultUrl: '',
	buttons: [],
	...changes,
});
const quickReply = (changes: object = {}) => ({
	type: 'text',
	title: 'Today',
	payload: '',
	imageUrl: '',
	...changes,
});
const bodies = (changes: Changes, channel: Channel = 'messenger') =>
	messageBodies(aMessage(changes), channel);

const NOTHING_SENT = 'Nothing was sent to Meta. Change the parameter, then run it again.';

function refusalOf(changes: Changes, channel: Channel = 'messenger'): string {
	let thrown: unknown;
	try {
		bodies(changes, channel);
	} catch (error) {
		thrown = error;
	}
	if (thrown === undefined) return 'taken';
	expect(thrown).toBeInstanceOf(ActionFailure);
	const { message, description } = (thrown as ActionFailure).facts;
	return `${message}. ${description}`;
}

describe('a message', () => {
	it('of text is the text', () => {
		expect(bodies({})).toEqual([{ text: 'Hello' }]);
	});

	it('with buttons is a button template', () => {
		const buttons = [
			button(),
			button({ type: 'url', title: 'Shop', url: 'https://shop.example' }),
			button({ type: 'phone', title: 'Call', phone: '+15105551234' }),
		];
		expect(bodies({ type: 'buttons', text: 'What now?', buttons })).toEqual([
			{
				attachment: {
					type: 'template',
					payload: {
						template_type: 'button',
						text: 'What now?',
						buttons: [
							{ type: 'postback', title: 'Opening hours', payload: 'OPENING_HOURS' },
							{ type: 'web_url', title: 'Shop', url: 'https://shop.example' },
							{ type: 'phone_number', title: 'Call', payload: '+15105551234' },
						],
					},
				},
			},
		]);
	});

	it('links and unlinks an account without a title', () => {
		const buttons = [button({ type: 'logIn', url: 'https://shop.example/in' }), button({ type: 'logOut' })];
		expect(bodies({ type: 'buttons', buttons })).toMatchObject([
			{
				attachment: {
					payload: {
						buttons: [{ type: 'account_link', url: 'https://shop.example/in' }, { type: 'account_unlink' }],
					},
				},
			},
		]);
	});

	it('of cards is a generic template, and leaves out what was left empty', () => {
		const cards = [
			card({
				imageUrl: 'https://shop.example/b.jpg',
				defaultUrl: 'https://shop.example/b',
				buttons: [button({ payload: 'BUY' })],
			}),
			card({ title: 'Cake', subtitle: 'Sweet' }),
		];
		expect(bodies({ type: 'cards', cards })).toEqual([
			{
				attachment: {
					type: 'template',
					payload: {
						template_type: 'generic',
						elements: [
							{
								title: 'Bread',
								subtitle: 'Fresh',
								image_url: 'https://shop.example/b.jpg',
								default_action: { type: 'web_url', url: 'https://shop.example/b' },
								buttons: [{ type: 'postback', title: 'Opening hours', payload: 'BUY' }],
							},
							{ title: 'Cake', subtitle: 'Sweet' },
						],
					},
				},
			},
		]);
	});

	it('with a file names its URL, or leaves it to the upload', () => {
		const url = 'https://shop.example/bread.jpg';
		expect(bodies({ type: 'media' })).toEqual([{ attachment: { type: 'image', payload: { url } } }]);
		expect(bodies({ type: 'media', mediaUrl: null })).toEqual([
			{ attachment: { type: 'image', payload: {} } },
		]);
	});

	it.each([
		['text', '{"text":"Hi"}'],
		['an object', { text: 'Hi' }],
	])('in JSON goes out as it is, given as %s', (_form, json) => {
		expect(bodies({ type: 'json', json })).toEqual([{ text: 'Hi' }]);
	});

	it('of any type carries quick replies and metadata', () => {
		const quickReplies = [
			quickReply(),
			quickReply({ title: 'Red', payload: '{"colour":1}', imageUrl: 'https://shop.example/red.png' }),
			quickReply({ type: 'email' }),
			quickReply({ type: 'phone' }),
		];
		const options = { metadata: 'from n8n' };
		for (const type of ['text', 'media', 'json']) {
			expect(bodies({ type, quickReplies, options })).toMatchObject([
				{
					metadata: 'from n8n',
					quick_replies: [
						{ content_type: 'text', title: 'Today', payload: 'TODAY' },
						{
							content_type: 'text',
							title: 'Red',
							payload: '{"colour":1}',
							image_url: 'https://shop.example/red.png',
						},
						{ content_type: 'user_email' },
						{ content_type: 'user_phone_number' },
					],
				},
			]);
		}
	});
});

describe('a long text that may be split', () => {
	const options = { splitLongText: true };

	it('becomes several messages, the quick replies under the last one', () => {
		const text = `${'a'.repeat(1990)}. ${'b'.repeat(100)}`;
		expect(bodies({ text, options, quickReplies: [quickReply()] })).toEqual([
			{ text: `${'a'.repeat(1990)}.` },
			{ text: 'b'.repeat(100), quick_replies: [{ content_type: 'text', title: 'Today', payload: 'TODAY' }] },
		]);
	});

	it('is cut by bytes on Instagram', () => {
		const text = `${'ä'.repeat(499)} ${'ö'.repeat(10)}`;
		expect(bodies({ text, options }, 'instagram').map((body) => body.text)).toEqual([
			'ä'.repeat(499),
			'ö'.repeat(10),
		]);
	});

	it('leaves above the buttons what they take', () => {
		const text = `${'a'.repeat(600)}. ${'b'.repeat(600)}`;
		const [first, last, ...more] = bodies({ type: 'buttons', text, buttons: [button()], options });
		expect(more).toEqual([]);
		expect(first).toEqual({ text: `${'a'.repeat(600)}.` });
		expect(last).toMatchObject({ attachment: { payload: { text: 'b'.repeat(600) } } });
	});
});

describe('what Meta would refuse', () => {
	it.each<[what: string, words: string, changes: Changes]>([
		['an empty text', "'Text' is empty", { text: ' \n' }],
		['an empty text that may be split', "'Text' is empty", { text: '', options: { splitLongText: true } }],
		['no button', "'Buttons' has 0; Messenger takes 1 to 3", { type: 'buttons' }],
		[
			'a long title',
			"'Title' of button 2 has 21 characters; Messenger takes at most 20",
			{ type: 'buttons', buttons: [button(), button({ title: 'x'.repeat(21) })] },
		],
		[
			'a button of an unknown type',
			"'Type' of button 1 is 'share'; it must be postback, url, phone, logIn or logOut",
			{ type: 'buttons', buttons: [button({ type: 'share' })] },
		],
		[
			'an address without https://',
			"'URL' of button 1 must be a web address that begins with https://",
			{ type: 'buttons', buttons: [button({ type: 'url', url: 'shop.example' })] },
		],
		[
			'a number without country code',
			"'Phone' of button 1 must be a number with country code, such as +15105551234",
			{ type: 'buttons', buttons: [button({ type: 'phone', phone: '0510 555' })] },
		],
		[
			'a card with a title alone',
			'card 2 has only a title; Meta wants a subtitle, an image or a button with it',
			{ type: 'cards', cards: [card(), card({ subtitle: '' })] },
		],
		[
			'a button of a card',
			"'Title' of button 1 of card 1 is empty",
			{ type: 'cards', cards: [card({ buttons: [button({ title: '' })] })] },
		],
		[
			'media of an unknown type',
			"'Media Type' is 'sticker'; it must be image, video, audio or file",
			{ type: 'media', mediaType: 'sticker' },
		],
		[
			'JSON that is none',
			"'Message JSON' must be one JSON object: the value of `message` in Meta's Send API",
			{ type: 'json', json: '[1]' },
		],
		[
			'a message of an unknown type',
			"'Message Type' is 'poem'; it must be text, buttons, cards, media or json",
			{ type: 'poem' },
		],
		[
			'a quick reply of an unknown type',
			"'Type' of quick reply 1 is 'place'; it must be text, email or phone",
			{ quickReplies: [quickReply({ type: 'place' })] },
		],
	])('is refused by name: %s', (_what, words, changes) => {
		expect(refusalOf(changes)).toBe(`${words}. ${NOTHING_SENT}`);
	});

	it.each<[what: string, words: string, changes: Changes]>([
		[
			'a phone button',
			'Instagram has no phone button (button 1)',
			{ type: 'buttons', buttons: [button({ type: 'phone', phone: '+15105551234' })] },
		],
		[
			'a log-in button',
			'Instagram has no log-in button (button 1)',
			{ type: 'buttons', buttons: [button({ type: 'logIn', url: 'https://shop.example' })] },
		],
		[
			'a log-out button',
			'Instagram has no log-out button (button 1)',
			{ type: 'buttons', buttons: [button({ type: 'logOut' })] },
		],
		['a file', 'Instagram has no files', { type: 'media', mediaType: 'file' }],
		[
			'a quick reply for an address',
			'Instagram has no quick replies for email (quick reply 1)',
			{ quickReplies: [quickReply({ type: 'email' })] },
		],
	])('on Instagram is refused by name, and taken on Messenger: %s', (_what, words, changes) => {
		expect(refusalOf(changes, 'instagram')).toBe(`${words}. ${NOTHING_SENT}`);
		expect(refusalOf(changes)).toBe('taken');
	});

	it('is named up to three times', () => {
		const buttons = Array.from({ length: 4 }, () => button({ title: '' }));
		expect(refusalOf({ type: 'buttons', buttons })).toBe(
			"'Buttons' has 4; Messenger takes 1 to 3. Also: 'Title' of button 1 is empty; 'Title' of button 2 is empty; and 2 more. Nothing was sent to Meta. Change the parameter, then run it again.",
		);
	});
});
