// The Messenger node as a tool of an agent from version 3 on, on n8n-core's engine: whoever tapped
// is found among several, whatever the model writes, and what an agent says twice goes out twice.
// With a model in test/e2e/agent.test.ts.
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { startMeta, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow, TRIGGER, type RunOptions, type Step } from '../support/actionHost';
import type { Calls } from '../support/agent';
import { aTapItem, type TapOptions } from '../support/taps';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
beforeEach(() => {
	meta.clearFaults();
	account = anAccount(meta);
	page = account.pages[0] as Page;
});

const answer = (parameters: INodeParameters = {}, settings: Partial<INode> = {}): Step => ({
	name: 'Answer',
	type: 'messengerTool',
	parameters: {
		resource: 'message',
		operation: 'send',
		messageType: 'text',
		text: '={{ $json.text }}',
		...parameters,
	},
	settings,
});
const sheet: Step = { name: 'Sheet', type: 'elsewhere', parameters: { json: { row: 1 } } };
const loop: Step = { name: 'Loop', type: 'loop', parameters: {} };
const keeping: Step = {
	name: 'Edit Fields',
	type: 'elsewhere',
	parameters: { json: `={{ $('${TRIGGER}').item.json }}` },
};

let nextId = 0;
const aCall = (input: IDataObject) => ({ id: `call_${nextId++}`, input });
/** One call for each item, whose text names the item's number. */
const one: Calls = (_item, index) => [aCall({ text: `Item ${index}` })];
/** The model reads out whom it believes to be at. */
const byName: Calls = ({ sender }) => [
	aCall({ text: `To ${String((sender as IDataObject | undefined)?.id)}` }),
];

/** The model names somebody else who is there. */
const toTheOther: Calls = ({ sender }) => {
	const { id } = sender as { id: string };
	return [aCall({ text: `Not for ${id}`, sender: { id: id === 'A' ? 'B' : 'A', user_ref: null } })];
};

/** The tap of somebody, as all the others but for its IDs. */
let nextTap = 0;
const tapBy = (senderId: string, options: TapOptions = {}): IDataObject => {
	const tap = aTapItem(meta, page, { senderId, ...options });
	const mid = `m_tap${nextTap++}`;
	return 'postback' in tap
		? { ...tap, postback: { ...(tap.postback as object), mid } }
		: { ...tap, id: mid, mid };
};

async function run(
	items: IDataObject[],
	calls: Calls,
	steps: Step[] = [],
	more: Partial<RunOptions> & { tool?: Step } = {},
) {
	const { tool = answer(), ...options } = more;
	return await runWorkflow({
		credential: { ...account.credential },
		items: items.map((json) => ({ json })),
		steps,
		agent: { tool, calls },
		...options,
	});
}
const sent = () =>
	meta
		.sentMessages()
		.filter(({ pageId }) => pageId === page.id)
		.map(({ recipient, message }) => [recipient.id, message.text]);
const SEVERAL = expect.stringMatching(/^Nobody to answer: the agent has items of several people/) as string;

describe('an agent with taps of several people', () => {
	it.each(['simplified', 'flat', 'raw'] as const)('answers each of them, from %s items', async (form) => {
		await run([tapBy('A', { form }), tapBy('B', { form })], one);
		expect(sent()).toEqual([
			['A', 'Item 0'],
			['B', 'Item 1'],
		]);
	});

	it('answers each of them behind a node that keeps the fields of the trigger', async () => {
		await run([tapBy('A'), tapBy('B')], byName, [keeping]);
		expect(sent()).toEqual([
			['A', 'To A'],
			['B', 'To B'],
		]);
	});

	it('answers each of them behind Loop Over Items', async () => {
		await run([tapBy('A'), tapBy('B'), tapBy('C')], byName, [loop]);
		expect(sent()).toEqual([
			['A', 'To A'],
			['B', 'To B'],
			['C', 'To C'],
		]);
	});

	it('answers each of them in a test run with pinned taps', async () => {
		await run([tapBy('A'), tapBy('B')], one, [], { mode: 'manual', isPinned: true });
		await run([tapBy('C')], () => [aCall({ text: 'Sheet' })], [sheet], { mode: 'manual', isPinned: true });
		expect(sent()).toEqual([
			['A', 'Item 0'],
			['B', 'Item 1'],
			['C', 'Sheet'],
		]);
	});

	it('answers nobody behind a node that replaced the items, and says what to do', async () => {
		const result = await run([tapBy('A'), tapBy('B')], one, [sheet]);
		expect(result.calls).toEqual([{ error: SEVERAL }, { error: SEVERAL }]);
		expect(sent()).toEqual([]);
	});

	it('answers nobody whom the model makes up', async () => {
		const result = await run([tapBy('A'), tapBy('B')], toTheOther);
		expect(result.calls).toEqual([{ error: SEVERAL }, { error: SEVERAL }]);
		expect(sent()).toEqual([]);
	});

	it('answers nobody whom the model makes up, behind Loop Over Items either', async () => {
		const result = await run([tapBy('A'), tapBy('B'), tapBy('C')], toTheOther, [loop]);
		// n8n tells of the first round which item it is for.
		expect(sent()).toEqual([['A', 'Not for A']]);
		expect(result.calls.slice(1)).toEqual([{ error: SEVERAL }, { error: SEVERAL }]);
	});

	it('is not led by a tap that the model makes up of one that is there and one that is not', async () => {
		const [a, b] = [tapBy('A'), tapBy('B')];
		const other = { ...b, sender: { id: 'C', user_ref: null } };
		expect((await run([a, b], () => [aCall({ ...other, text: 'Gotcha' })])).calls).toHaveLength(2);
		expect(sent()).toEqual([]);
	});

	it('reads the profile of each of them', async () => {
		for (const id of ['A', 'B']) meta.addProfile(id, { name: `Name of ${id}` });
		const tool: Step = { ...answer(), parameters: { resource: 'person', operation: 'get' } };
		const result = await run([tapBy('A'), tapBy('B')], () => [aCall({})], [], { tool });
		expect(result.calls).toMatchObject([
			{ recipientId: 'A', profile: { name: 'Name of A' } },
			{ recipientId: 'B', profile: { name: 'Name of B' } },
		]);
	});
});

describe('an agent with one person', () => {
	it('answers them in a workflow with Execution Logic v2', async () => {
		await run([tapBy('A')], one, [], { binaryMode: 'combined' });
		await run([tapBy('A')], one, [sheet], { binaryMode: 'combined' });
		expect(sent()).toEqual([
			['A', 'Item 0'],
			['A', 'Item 0'],
		]);
	});

	it('answers them behind a node that replaced the item', async () => {
		await run([tapBy('A')], one, [sheet]);
		expect(sent()).toEqual([['A', 'Item 0']]);
	});

	it('answers them for each of their taps, behind a node that replaced the items and a loop too', async () => {
		await run([tapBy('A'), tapBy('A')], one, [sheet]);
		let round = 0;
		await run([tapBy('A'), tapBy('A')], () => [aCall({ text: `Round ${round++}` })], [loop, sheet]);
		expect(sent()).toEqual([
			['A', 'Item 0'],
			['A', 'Item 1'],
			['A', 'Round 0'],
			['A', 'Round 1'],
		]);
	});

	it('answers them when the model names somebody else', async () => {
		meta.addPerson({ pageId: page.id, id: 'B' });
		await run([tapBy('A')], () => [aCall({ ...tapBy('B'), text: 'Hello' })]);
		await run([tapBy('A'), tapBy('A')], (_, index) => [aCall({ ...tapBy('B'), text: `Hi ${index}` })]);
		expect(sent()).toEqual([
			['A', 'Hello'],
			['A', 'Hi 0'],
			['A', 'Hi 1'],
		]);
	});
});

it('an agent without a tap answers nobody', async () => {
	const forged = { ...tapBy('B'), text: 'Gotcha' };
	const result = await run([{ row: 1 }], () => [aCall(forged)], [], { start: 'elsewhere' });
	expect(result.calls).toEqual([{ error: 'Nobody to answer: this item does not come from a tap.' }]);
	expect(sent()).toEqual([]);
});

describe('what an agent says twice', () => {
	it('goes out twice', async () => {
		await run([tapBy('A')], () => [aCall({ text: 'Anything else?' }), aCall({ text: 'Anything else?' })]);
		expect(sent()).toEqual([
			['A', 'Anything else?'],
			['A', 'Anything else?'],
		]);
	});

	const refusal = { status: 400, body: { error: { message: 'No', code: 10, error_subcode: 2018278 } } };
	it('does not when n8n runs the same call again: a long text goes on with the part that was refused', async () => {
		meta.addFault({ path: /\/messages$/, method: 'POST', times: 1, skip: 1, do: refusal });
		const tool = answer(
			{ options: { splitLongText: true } },
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
		);
		const text = `${'a'.repeat(1990)}. ${'b'.repeat(20)}`;
		await run([tapBy('A')], () => [aCall({ text })], [], { tool });
		expect(sent()).toEqual([
			['A', `${'a'.repeat(1990)}.`],
			['A', 'b'.repeat(20)],
		]);
	});

	it('goes out with all its parts, when two of them are the same', async () => {
		const tool = answer({ options: { splitLongText: true } });
		await run([tapBy('A')], () => [aCall({ text: `${'a'.repeat(1999)}.${'a'.repeat(1999)}.` })], [], {
			tool,
		});
		expect(sent().map(([, text]) => String(text).length)).toEqual([2000, 2000]);
	});

	it('does not when the first may have arrived', async () => {
		meta.addFault({
			path: /\/messages$/,
			method: 'POST',
			times: 1,
			do: { status: 400, body: { error: { message: 'No', code: 1 } }, afterEffect: true },
		});
		const result = await run([tapBy('A')], () => [aCall({ text: 'Paid.' }), aCall({ text: 'Paid.' })]);
		const maybe = { error: expect.stringMatching(/^The message may have arrived/) as string };
		expect(result.calls).toEqual([maybe, maybe]);
		expect(sent()).toEqual([['A', 'Paid.']]);
	});
});
