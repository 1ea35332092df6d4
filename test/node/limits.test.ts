// Every limit of a message at its edge and one past it: the node lets through what Meta takes, and
// refuses what Meta refuses, without a call.
import type { IDataObject } from 'n8n-workflow';
import { LIMITS, type LimitName } from '../../nodes/Messenger/actions/refusals/limits';
import { startMeta, type Channel, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow } from '../support/actionHost';
import { aTapItem } from '../support/taps';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
	account = anAccount(meta, { withInstagram: true });
	page = account.pages[0] as Page;
});
afterAll(async () => await meta.stop());

const text = (length: number) => 'x'.repeat(length);
const list = <Row>(length: number, row: Row) => Array.from({ length }, () => row);
const button = (title = 'Hours', payload = 'HOURS') => ({ type: 'postback', title, payload });
const card = (changes: object = {}) => ({ title: 'Bread', subtitle: 'Fresh', ...changes });
const quickReply = (title = 'Today') => ({ type: 'text', title, payload: 'TODAY' });
const metaQuickReply = (title = 'Today') => ({ content_type: 'text', title, payload: 'TODAY' });
const template = (payload: object) => ({ attachment: { type: 'template', payload } });
const buttonTemplate = (words: string, buttons: object[]) =>
	template({ template_type: 'button', text: words, buttons });
const cardTemplate = (elements: object[]) => template({ template_type: 'generic', elements });
const withButtons = (words: string, values: object[]) => ({
	messageType: 'buttons',
	text: words,
	buttons: { values },
});
const withCards = (values: object[]) => ({ messageType: 'cards', cards: { values } });

interface Case {
	/** What the user fills in, and the same in Meta's terms. */
	parameters: object;
	message: object;
}

/** A message with so much of the one thing; the unit is the limit's. */
const CASES: Partial<Record<LimitName, (amount: number) => Case>> = {
	text: (n) => ({ parameters: { text: text(n) }, message: { text: text(n) } }),
	metadata: (n) => ({
		parameters: { text: 'Hi', options: { metadata: text(n) } },
		message: { text: 'Hi', metadata: text(n) },
	}),
	buttonsText: (n) => ({
		parameters: withButtons(text(n), [button()]),
		message: buttonTemplate(text(n), [button()]),
	}),
	buttons: (n) => ({
		parameters: withButtons('What?', list(n, button())),
		message: buttonTemplate('What?', list(n, button())),
	}),
	buttonTitle: (n) => ({
		parameters: withButtons('What?', [button(text(n))]),
		message: buttonTemplate('What?', [button(text(n))]),
	}),
	payload: (n) => ({
		parameters: withButtons('What?', [button('Hours', text(n))]),
		message: buttonTemplate('What?', [button('Hours', text(n))]),
	}),
	cards: (n) => ({ parameters: withCards(list(n, card())), message: cardTemplate(list(n, card())) }),
	cardTitle: (n) => ({
		parameters: withCards([card({ title: text(n) })]),
		message: cardTemplate([card({ title: text(n) })]),
	}),
	cardSubtitle: (n) => ({
		parameters: withCards([card({ subtitle: text(n) })]),
		message: cardTemplate([card({ subtitle: text(n) })]),
	}),
	cardButtons: (n) => ({
		parameters: withCards([card({ buttons: { values: list(n, button()) } })]),
		message: cardTemplate([n === 0 ? card() : card({ buttons: list(n, button()) })]),
	}),
	quickReplies: (n) => ({
		parameters: { text: 'When?', quickReplies: { values: list(n, quickReply()) } },
		message: { text: 'When?', ...(n === 0 ? {} : { quick_replies: list(n, metaQuickReply()) }) },
	}),
	quickReplyTitle: (n) => ({
		parameters: { text: 'When?', quickReplies: { values: [quickReply(text(n))] } },
		message: { text: 'When?', quick_replies: [metaQuickReply(text(n))] },
	}),
};
/** Those of other operations; their tests have the same name. */
const ELSEWHERE: readonly LimitName[] = [
	'file',
	'menuItems',
	'menuItemTitle',
	'iceBreakers',
	'question',
	'greeting',
	'whitelistedDomains',
	'ref',
];

async function send(channel: Channel, parameters: object) {
	meta.clearCalls();
	const item = aTapItem(meta, page, { channel, senderId: `${channel}-1` });
	const before = meta.sentMessages().length;
	const work = runWorkflow({
		credential: { ...account.credential },
		items: [{ json: item as IDataObject }],
		steps: [
			{
				name: 'Answer',
				type: 'messenger',
				parameters: { resource: 'message', operation: 'send', messageType: 'text', ...parameters },
			},
		],
	});
	// n8n itself counts rows that are typed in, and runs nothing when there are too many.
	const error = await work.then(
		(result) => result.error('Answer')?.message,
		(issues: Error) => issues.message,
	);
	return {
		error,
		message: meta.sentMessages().slice(before)[0]?.message,
		calls: meta.getCalls().filter(({ path }) => path.endsWith('/messages')),
	};
}
const verbatim = (message: object) => ({ messageType: 'json', messageJson: JSON.stringify(message) });

const rows = Object.entries(CASES).flatMap(([name, build]) =>
	(['messenger', 'instagram'] as const).map((channel) => {
		const { max, min = 0 } = { min: 0, ...LIMITS[name as LimitName].on[channel] } as {
			max: number;
			min?: number;
		};
		return { name, channel, build, min, max };
	}),
);

it('every limit has its case', () => {
	expect([...Object.keys(CASES), ...ELSEWHERE].sort()).toEqual(Object.keys(LIMITS).sort());
});

describe.each(rows)('$name on $channel', ({ channel, build, max }) => {
	it(`takes ${max}, as Meta does`, async () => {
		const { parameters, message } = build(max);
		const sent = await send(channel, parameters);
		expect(sent.error).toBeUndefined();
		expect(sent.message).toEqual(message);
	});

	it(`refuses ${max + 1} without a call, as Meta would`, async () => {
		const { parameters, message } = build(max + 1);
		const refused = await send(channel, parameters);
		expect(refused.error).toMatch(/ takes |At most \d+ fields/);
		expect(refused.calls).toEqual([]);
		expect((await send(channel, verbatim(message))).error).toMatch(/^Meta refused to send the message/);
	});
});

describe.each(rows.filter(({ min }) => min > 0))('$name on $channel', ({ channel, build, min }) => {
	it(`takes ${min} at least, as Meta does`, async () => {
		expect((await send(channel, build(min).parameters)).error).toBeUndefined();
		expect((await send(channel, build(min - 1).parameters)).error).toMatch(/ takes /);
		expect((await send(channel, verbatim(build(min - 1).message))).error).toMatch(/^Meta refused/);
	});
});
