// What the demo workflow does for each kind of tap. Steps between trigger and answer replace the
// item, and still whoever tapped is answered.
import { answerNode, setNode, tapButton, unlessNode, type Step } from './demoNodes.ts';

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
	ORDERS: 'Nothing is waiting for you at the counter.',
	TALK: 'Somebody from the bakery will write to you here.',
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

const pickUp = (title: string): object => ({
	type: 'text',
	title,
	payload: `PICK_UP?day=${title.toLowerCase()}`,
});
