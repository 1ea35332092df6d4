// answer-the-tap.json: the answer goes to whoever tapped, without an ID or a token to fill in.
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

let example: Example;

const arrived = () => example.sent().map(({ channel, recipient, message }) => [channel, recipient, message]);
const person = (id: string) => ({ id, userRef: null });

export function answerTheTap(at: () => ExampleWorld): void {
	beforeAll(async () => void (example = await at().publish('answer-the-tap.json')));

	it('answers each person who tapped, on both channels', async () => {
		await example.tap({ payload: 'HOURS?day=today', senderId: 'PSID-1' });
		await example.ran(1);
		await example.tap({ payload: 'HOURS?day=%22Sun%22%20%26%20{Mon}', senderId: 'PSID-2' });
		await example.ran(2);
		await example.tap({ payload: 'HOURS', senderId: 'IGSID-1', channel: 'instagram' });
		await example.ran(3);
		expect(arrived()).toEqual([
			['messenger', person('PSID-1'), { text: 'Open today from 8 to 18.' }],
			['messenger', person('PSID-2'), { text: 'Open "Sun" & {Mon} from 8 to 18.' }],
			['instagram', person('IGSID-1'), { text: 'Open every day from 8 to 18.' }],
		]);
		const recipients = (await example.outputOf('Send the Answer')).map(({ recipientId }) => recipientId);
		expect(recipients).toEqual(['PSID-1', 'PSID-2', 'IGSID-1']);
	});

	it('answers a tap that came without sender ID', async () => {
		await example.tap({ payload: 'HOURS', userRef: 'REF-1' });
		await example.ran(4);
		expect(arrived()[3]?.[1]).toEqual({ id: null, userRef: 'REF-1' });
	});

	it('starts nothing for another button', async () => {
		await example.tap({ payload: 'BUY', senderId: 'PSID-1' });
		await example.tap({ payload: 'HOURS', senderId: 'PSID-1' });
		await example.ran(5);
		expect(arrived()).toHaveLength(5);
	});
}
