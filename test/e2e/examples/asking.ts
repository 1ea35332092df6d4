// approve-order.json and ask-for-a-slot.json: one tap resumes the execution that asked.
import { MESSENGER_TYPE } from '../../../sandbox/n8n/index.ts';
import { nextQuestion, tap, textsTo, untilWaiting, type Button } from '../support/asking.ts';
import type { Example, Json } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

const BOSS = 'PSID-BOSS';

/** What the note asks for: the credential, and whom a node asks. */
async function publish(
	{ world, open }: Pick<ExampleWorld, 'world'> & { open: () => Promise<Example> },
	fillIn: (example: Example, nodeName: string) => Json = () => ({}),
): Promise<Example> {
	const example = await open();
	const credentials = { messengerApi: { id: example.account.credentialId, name: 'Meta' } };
	await world.editWorkflow(example.workflowId, (node) =>
		node.type === MESSENGER_TYPE
			? { ...node, credentials, parameters: { ...node.parameters, ...fillIn(example, node.name) } }
			: node,
	);
	await example.publish();
	return example;
}

export function approveOrder(at: () => ExampleWorld): void {
	it('asks whoever decides, and tells the customer', async () => {
		const { world } = at();
		const open = async () => await at().open('approve-order.json');
		const example = await publish({ world, open }, ({ account }, name) =>
			name === 'Ask Whoever Decides'
				? { page: { __rl: true, mode: 'id', value: account.page.id }, recipientId: BOSS }
				: {},
		);
		const { account, workflowId } = example;
		world.meta.addPerson({ pageId: account.page.id, id: BOSS });
		const answers = [
			['PSID-1', 0, 'Your order is on its way.'],
			['PSID-2', 1, 'We are sorry, we cannot take this order.'],
		] as const;
		for (const [turn, [customer, choice, text]] of answers.entries()) {
			await example.tap({ payload: 'ORDER?sku=7', senderId: customer });
			const buttons = await nextQuestion(world, account, BOSS, turn);
			await untilWaiting(world, workflowId);
			await tap(world, buttons[choice] as Button);
			await example.ran(turn + 1);
			expect(textsTo(world, account, customer)).toEqual([text]);
		}
		const thanks = textsTo(world, account, BOSS);
		expect(thanks).toEqual(thanks.map(() => 'Thank you, the customer is told.'));
	});
}

export function askForASlot(at: () => ExampleWorld): void {
	it('goes on with the time that the customer picked', async () => {
		const { world } = at();
		const example = await publish({ world, open: async () => await at().open('ask-for-a-slot.json') });
		const { account, workflowId } = example;
		await example.tap({ payload: 'BOOK', senderId: 'PSID-1' });
		const slots = await nextQuestion(world, account, 'PSID-1', 0);
		await untilWaiting(world, workflowId);
		await tap(world, slots[2] as Button);
		await example.ran(1);
		expect(textsTo(world, account, 'PSID-1').at(-1)).toBe('See you: Tomorrow, 10:00.');
		expect(await example.outputOf('Ask for a Slot')).toMatchObject([{ value: 'TOMORROW_10' }]);
	});
}
