// hubspot-contact.json: buttons that bring an email address make contacts.
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

let example: Example;

/** A quick reply of the type user_email: the payload is the address. */
const address = (payload: string, sender: string) => ({
	sender: { id: sender },
	timestamp: Date.now(),
	message: { mid: `m_${payload}`, text: payload, quick_reply: { payload } },
});

export function hubspotContact(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { hubspot } = at().outside;
		hubspot.createProperty('messenger_id');
		at().world.meta.addProfile('PSID-ANN', { first_name: 'Ann', last_name: 'Lee', name: 'Ann Lee' });
		example = await at().publish('hubspot-contact.json', {
			'Create or Update the Contact': {
				credentials: await at().credential('hubspotAppToken', { appToken: hubspot.token }),
			},
		});
	});

	it('makes a contact of a quick reply with an address, and of a button that has one in its payload', async () => {
		await example.send([address('Ann+shop@example.com', 'PSID-ANN')]);
		await example.ran(1);
		await example.send([address('cy@example.org', 'IGSID-CY')], 'instagram');
		await example.ran(2);
		const payload = '{"action":"CALL_ME","email":"bob@example.com"}';
		await example.tap({ payload, senderId: 'PSID-BOB' });
		await example.ran(3);
		expect(at().outside.hubspot.contacts()).toEqual([
			{ email: 'ann+shop@example.com', firstname: 'Ann', lastname: 'Lee', messenger_id: 'PSID-ANN' },
			{ email: 'cy@example.org', messenger_id: 'IGSID-CY' },
			{ email: 'bob@example.com', messenger_id: 'PSID-BOB' },
		]);
	});

	it('updates the contact when the address comes again', async () => {
		const payload = '{"action":"CALL_ME","email":"bob@example.com"}';
		await example.tap({ payload, senderId: 'PSID-BOB-2' });
		await example.ran(4);
		expect(at().outside.hubspot.contacts()).toHaveLength(3);
		expect(at().outside.hubspot.contacts()[2]).toEqual({
			email: 'bob@example.com',
			messenger_id: 'PSID-BOB-2',
		});
		const isNew = (await example.outputOf('Create or Update the Contact')).map((output) => output.isNew);
		expect(isNew).toEqual([true, true, true, false]);
	});

	it('starts nothing for a tap without an address, and never puts a path into the request', async () => {
		await example.tap({ payload: 'GET_STARTED' });
		await example.tap({ payload: '{"email":"x/../../admin@example.com"}' });
		await example.tap({ payload: '{"email":"eve@example.com"}', senderId: 'PSID-EVE' });
		await example.ran(5);
		expect(
			at()
				.outside.hubspot.contacts()
				.map(({ email }) => email),
		).toEqual(['ann+shop@example.com', 'cy@example.org', 'bob@example.com', 'eve@example.com']);
	});
}
