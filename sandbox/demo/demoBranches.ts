// What the demo workflow does for each kind of tap. Steps between trigger and answer replace the
// item, and still whoever tapped is answered.
import { answerNode, askNode, setNode, tapButton, unlessNode, type Step } from './demoNodes.ts';

export interface DemoSetting {
	credentialId: string;
	/** The address of a picture of the bakery. */
	picture: (name: 'loaf' | 'cake') => string;
}

export interface Branch {
	output: string;
	/** Of the rule that leads here; null for whatever no rule takes. */
	condition: { field: string; key?: string; value: string } | null;
	steps: Step[];
}

const LOAF = tapButton('Buy a sourdough loaf', '{"action":"BUY","sku":7}');
const CAKE = tapButton('Buy a carrot cake', '{"action":"BUY","sku":12,"size":"large"}');
const HOURS = tapButton('Opening hours', 'HOURS?day=today');

/** By the beginning of the payload. */
const ANSWERS = {
	HOURS: 'We are open from seven to six, and closed on Mondays.',
	GLUTEN_FREE: 'The buckwheat bread on Fridays is gluten free.',
	DELIVERY: 'We deliver within the town, for 2.50.',
	CHANGE: 'It is not in the oven yet. What shall it be instead?',
};
const UNKNOWN = 'Good to hear from you. What can we do for you?';

export function demoBranches({ credentialId, picture }: DemoSetting): Branch[] {
	const isCake = '$json.payloadData.sku === 12';
	return [
		{
			output: 'Order',
			condition: { field: 'payloadData', key: 'action', value: 'BUY' },
			steps: [
				setNode('Note the order', {
					customer: '={{ $json.sender.id }}',
					article: `={{ ${isCake} ? 'Carrot cake' : 'Sourdough loaf' }}`,
					price: `={{ ${isCake} ? '21.00' : '4.80' }}`,
					picture: `={{ ${isCake} ? '${picture('cake')}' : '${picture('loaf')}' }}`,
				}),
				answerNode(credentialId, 'Confirm the order', {
					messageType: 'cards',
					cards: { values: [orderCard] },
					quickReplies: { values: ['Today', 'Tomorrow'].map(pickUp) },
				}),
			],
		},
		{
			output: 'Newcomer',
			condition: { field: 'payload', value: 'GET_STARTED' },
			steps: [
				answerNode(credentialId, 'Welcome the newcomer', {
					messageType: 'buttons',
					text: 'Welcome to Sunny Bakery. What would you like?',
					buttons: { values: [LOAF, HOURS] },
				}),
			],
		},
		{
			output: 'Pick-up',
			condition: { field: 'event', value: 'quickReply' },
			steps: [
				answerNode(credentialId, 'Confirm the pick-up', {
					messageType: 'text',
					text: "=It will be ready {{ $json.payloadData?.day ?? 'soon' }}, from seven o'clock.",
				}),
			],
		},
		{
			output: 'Campaign',
			condition: { field: 'event', value: 'referral' },
			steps: [
				answerNode(credentialId, 'Tell of the campaign', {
					messageType: 'text',
					text: 'It is spring bread week: every loaf costs 3.90 until Saturday.',
				}),
			],
		},
		{
			output: 'Talk',
			condition: { field: 'payload', value: 'TALK' },
			steps: [
				// The execution waits here, and goes on with the tap on one of the answers.
				askNode(credentialId, 'Ask when', {
					message: 'When may somebody from the bakery write to you here?',
					answers: { values: [{ title: 'This morning' }, { title: 'This afternoon' }] },
				}),
				answerNode(credentialId, 'Confirm the time', {
					messageType: 'text',
					text: '=Good: {{ $json.answer.toLowerCase() }} it is.',
				}),
			],
		},
		{
			output: 'Orders',
			condition: { field: 'payload', value: 'ORDERS' },
			steps: [
				answerNode(credentialId, 'Ask to log in', {
					messageType: 'buttons',
					text: 'Log in, and you see what is waiting for you at the counter.',
					buttons: {
						values: [{ type: 'logIn', url: 'https://sunny-bakery.example/login' }, { type: 'logOut' }],
					},
				}),
			],
		},
		{
			output: 'Log-in',
			condition: { field: 'event', value: 'logIn' },
			steps: [
				answerNode(credentialId, 'Tell what is waiting', {
					messageType: 'text',
					text: "={{ $json.details.status === 'linked' ? 'Nothing is waiting for you at the counter.' : 'See you soon.' }}",
				}),
			],
		},
		{
			output: 'News',
			condition: { field: 'payload', value: 'NEWS' },
			steps: [
				answerNode(
					credentialId,
					'Offer updates',
					optIn('notification_messages', 'Bread of the week', 'UPDATES'),
				),
				answerNode(
					credentialId,
					'Offer a reminder',
					optIn('one_time_notif_req', 'When the stollen is there', 'REMINDER'),
				),
			],
		},
		{
			output: 'Opt-in',
			condition: { field: 'event', value: 'optIn' },
			steps: [
				answerNode(credentialId, 'Confirm the opt-in', {
					messageType: 'text',
					text: "={{ $json.payload === 'UPDATES' ? 'You will hear from us every week.' : 'We will write to you once.' }}",
				}),
			],
		},
		{
			output: 'Other',
			condition: null,
			steps: [
				// Another app holds the conversation, and Meta leaves the payload out.
				unlessNode('Unless on standby', '={{ $json.isStandby }}'),
				setNode('Look up the answer', {
					answer: `={{ (${JSON.stringify(ANSWERS)})[$json.payload?.split('?')[0]] ?? '${UNKNOWN}' }}`,
				}),
				answerNode(credentialId, 'Answer', {
					messageType: 'buttons',
					text: '={{ $json.answer }}',
					buttons: { values: [LOAF, CAKE, HOURS] },
				}),
			],
		},
	];
}

const orderCard = {
	title: '={{ $json.article }}',
	subtitle: '=Ordered for {{ $json.price }}. When will you pick it up?',
	imageUrl: '={{ $json.picture }}',
	buttons: {
		values: [
			tapButton('Change it', 'CHANGE'),
			{ type: 'url', title: 'How we bake', url: 'https://sunny-bakery.example/bread' },
		],
	},
};

/** Templates of Meta's with a button of their own, for which the node has no form. */
const optIn = (template_type: string, title: string, payload: string) => ({
	messageType: 'json' as const,
	messageJson: JSON.stringify({
		attachment: { type: 'template', payload: { template_type, title, payload } },
	}),
});

const pickUp = (title: string): object => ({
	type: 'text',
	title,
	payload: `PICK_UP?day=${title.toLowerCase()}`,
});
