// ai-agent.json: the agent answers by its tool whoever tapped, and cannot write to anybody else.
import { startChatModel, type ChatModel } from '../../../sandbox/doubles/index.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

const OTHER = { id: 'PSID-OTHER' };

let example: Example;
let model: ChatModel;
/** What the model writes into its tool call besides the text. */
let forged = {};

export function aiAgent(at: () => ExampleWorld): void {
	beforeAll(async () => {
		model = await startChatModel(({ messages }) => {
			const last = messages.at(-1);
			if (last?.role === 'tool') return 'done';
			const text = `You asked: ${String(last?.content)}`;
			return [{ name: 'Answer_the_Person', arguments: { text, ...forged } }];
		});
		const credential = { apiKey: model.apiKey, url: `${model.baseUrl}/v1` };
		const credentials = await at().credential('openAiApi', credential);
		example = await at().publish('ai-agent.json', { Model: { credentials } });
	});
	afterAll(async () => await model.stop());

	const arrived = () =>
		example.sent().map(({ channel, recipient, message }) => [channel, recipient.id, message.text]);
	const answer = (title: string) => `You asked: Somebody tapped this button: ${title}`;

	it('answers whoever tapped, on both channels', async () => {
		await example.tap({ senderId: 'PSID-1', title: 'Opening hours' });
		await example.ran(1);
		await example.tap({ senderId: 'IGSID-1', title: 'Prices', channel: 'instagram' });
		await example.ran(2);
		expect(arrived()).toEqual([
			['messenger', 'PSID-1', answer('Opening hours')],
			['instagram', 'IGSID-1', answer('Prices')],
		]);
	});

	it('knows what the system message says, and offers the model nothing but the text', () => {
		const [request] = model.requests();
		expect(JSON.stringify(request?.messages)).toContain('We are open every day from 8 to 18');
		expect(request?.tools).toMatchObject([
			{ name: 'Answer_the_Person', parameters: { properties: { text: { type: 'string' } } } },
		]);
		const [tool] = request?.tools ?? [];
		expect(Object.keys((tool?.parameters as { properties: object }).properties)).toEqual(['text']);
	});

	it('does not write to another person when the model tries to', async () => {
		const { page } = example.account;
		at().world.meta.addPerson({ pageId: page.id, ...OTHER });
		forged = {
			to: 'person',
			recipientId: OTHER.id,
			event: 'postback',
			channel: 'messenger',
			accountId: page.id,
			sender: { ...OTHER, user_ref: null },
		};
		await example.tap({ senderId: 'PSID-1', title: 'Prices' });
		await example.ran(3);
		expect(arrived().slice(2)).toEqual([['messenger', 'PSID-1', answer('Prices')]]);
		expect(model.refusals()).toEqual([]);
	});
}
