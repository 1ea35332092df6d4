// crm-lead.json: one lead per tap, also when the CRM is down for a moment.
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

const PRO = '{"action":"LEAD","plan":"pro"}';

let example: Example;

export function crmLead(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { crm } = at().outside;
		example = await at().publish('crm-lead.json', {
			'Create the Lead': {
				credentials: await at().credential('httpHeaderAuth', { name: 'X-Api-Key', value: crm.apiKey }),
				parameters: { url: `${crm.baseUrl}/api/leads` },
			},
		});
	});

	it('makes a lead of the taps of its button only, on both channels', async () => {
		await example.tap({ payload: 'GET_STARTED' });
		const referral = { ref: 'spring', source: 'SHORTLINK', type: 'OPEN_THREAD' };
		const timestamp = 1_790_000_000_001;
		await example.tap({ payload: PRO, title: 'Go pro', senderId: 'PSID-1', timestamp, referral });
		await example.ran(1);
		await example.tap({ payload: '{"action":"LEAD"}', senderId: 'IGSID-1', channel: 'instagram' });
		await example.ran(2);
		expect(at().outside.crm.leads()).toEqual([
			{
				key: expect.stringMatching(/^[0-9a-f]{32}$/),
				lead: {
					external_id: 'PSID-1',
					channel: 'messenger',
					plan: 'pro',
					button: 'Go pro',
					campaign: 'spring',
					created_at: '2026-09-21T14:13:20.001Z',
				},
			},
			{
				key: expect.stringMatching(/^[0-9a-f]{32}$/),
				lead: expect.objectContaining({
					external_id: 'IGSID-1',
					channel: 'instagram',
					plan: null,
					campaign: null,
				}),
			},
		]);
	});

	it('tries again under the same key when the CRM is down for a moment', async () => {
		const { crm } = at().outside;
		crm.failNext(1);
		await example.tap({ payload: PRO, senderId: 'PSID-2' });
		await example.ran(3);
		const [failed, repeated] = crm.attempts().slice(2);
		expect(failed).toBe(repeated);
		expect(crm.leads()).toHaveLength(3);
	});
}
