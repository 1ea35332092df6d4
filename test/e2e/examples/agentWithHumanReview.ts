// agent-with-human-review.json: whoever tapped is asked before the tool of the agent runs.
import { startChatModel, type ChatModel } from '../../../sandbox/doubles/index.ts';
import { nextQuestion, tap, textsTo, untilWaiting, type Button } from '../support/asking.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';
import { tableRows } from '../support/tableRows.ts';

const TABLE = { day: 'Friday', time: '19:30', guests: 4 };

export function agentWithHumanReview(at: () => ExampleWorld): void {
	let example: Example;
	let model: ChatModel;

	beforeAll(async () => {
		model = await startChatModel(({ messages }) => {
			const last = messages.at(-1);
			if (last?.role === 'tool') return `It is done: ${JSON.stringify(last.content)}`;
			return [{ name: 'Book_the_Table', arguments: { toolParameters: TABLE, hitlParameters: {} } }];
		});
		const credential = { apiKey: model.apiKey, url: `${model.baseUrl}/v1` };
		const credentials = await at().credential('openAiApi', credential);
		example = await at().open('agent-with-human-review.json', { Model: { credentials } });
		await example.runFrom('Create the Table Once');
		await example.publish();
	});
	afterAll(async () => await model.stop());

	const ask = async (senderId: string, channel: 'messenger' | 'instagram'): Promise<[Button, Button]> => {
		await example.tap({ senderId, title: 'A table on Friday', payload: 'TABLE?day=FRIDAY', channel });
		const [yes, no] = await nextQuestion(at().world, example.account, senderId, 0);
		await untilWaiting(at().world, example.workflowId);
		if (yes === undefined || no === undefined) throw new Error('not two answers');
		return [yes, no];
	};
	const rows = async () => await tableRows(at(), 'messenger_bookings');

	it.each([
		['PSID-1', 'messenger'],
		['IGSID-1', 'instagram'],
	] as const)('asks whoever tapped (%s, %s), and books after a yes', async (guest, channel) => {
		const before = (await rows()).length;
		const [yes] = await ask(guest, channel);
		expect(yes.message).toMatchObject({ channel, recipient: { id: guest } });
		expect(JSON.stringify(yes.message.message)).toContain('a table for 4 on Friday at 19:30?');
		expect(await rows()).toHaveLength(before);
		expect(await tap(at().world, yes)).toMatchObject({ status: 200 });
		await example.ran(before + 1);
		expect((await rows()).slice(before)).toMatchObject([{ ...TABLE, sender_id: guest }]);
		expect(textsTo(at().world, example.account, guest)).toEqual([expect.stringContaining('It is done')]);
	});

	it('books nothing after a no, and the model is told', async () => {
		const before = (await rows()).length;
		const [, no] = await ask('PSID-2', 'messenger');
		await tap(at().world, no);
		await example.ran(before + 1);
		expect(await rows()).toHaveLength(before);
		const [text] = textsTo(at().world, example.account, 'PSID-2');
		expect(text).toMatch(/declin|reject|denied|not approved/i);
		expect(model.refusals()).toEqual([]);
	});
}
