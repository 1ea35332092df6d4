// answer-the-tap.json: the answer goes to whoever tapped, through n8n's Facebook Graph API node.
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

let example: Example;
let pageToken: string;

export function answerTheTap(at: () => ExampleWorld): void {
	beforeAll(async () => {
		pageToken = `EAA${crypto.randomUUID()}`;
		example = await at().publish('answer-the-tap.json', {
			'Send the Answer': {
				credentials: await at().credential('facebookGraphApi', { accessToken: pageToken }),
			},
		});
	});

	it('answers each person who tapped, on both channels', async () => {
		const { sendApi } = at().outside;
		for (const person of ['PSID-1', 'PSID-2', 'IGSID-1']) sendApi.openWindow(pageToken, person);
		await example.tap({ payload: 'HOURS?day=today', senderId: 'PSID-1' });
		await example.ran(1);
		await example.tap({ payload: 'HOURS?day=%22Sun%22%20%26%20{Mon}', senderId: 'PSID-2' });
		await example.ran(2);
		await example.tap({ payload: 'HOURS', senderId: 'IGSID-1', channel: 'instagram' });
		await example.ran(3);
		expect(sendApi.messages()).toEqual([
			{ to: 'PSID-1', text: 'Open today from 8 to 18.' },
			{ to: 'PSID-2', text: 'Open "Sun" & {Mon} from 8 to 18.' },
			{ to: 'IGSID-1', text: 'Open every day from 8 to 18.' },
		]);
		expect(await example.outputOf('Send the Answer')).toEqual(
			['PSID-1', 'PSID-2', 'IGSID-1'].map((recipient_id) => ({
				recipient_id,
				message_id: expect.stringMatching(/^m_/),
			})),
		);
	});

	it('starts nothing for another button, nor for a tap without sender ID', async () => {
		const { sendApi } = at().outside;
		await example.tap({ payload: 'BUY', senderId: 'PSID-1' });
		await example.tap({ payload: 'HOURS', userRef: 'REF-1' });
		await example.tap({ payload: 'HOURS', senderId: 'PSID-1' });
		await example.ran(4);
		expect(sendApi.messages().slice(3)).toEqual([{ to: 'PSID-1', text: 'Open every day from 8 to 18.' }]);
	});
}
