// branch-by-button.json: each tap leaves through the output of its rule.
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

let example: Example;

export function branchByButton(at: () => ExampleWorld): void {
	beforeAll(async () => {
		example = await at().publish('branch-by-button.json');
	});

	it('sends each tap to the steps of its button, and an unknown one to Everything Else', async () => {
		const senderId = 'PSID-1';
		const taps = [
			{ payload: '{"action":"buy","sku":7}', title: 'Buy', timestamp: 1_790_000_000_001 },
			{ payload: 'X', title: 'When are you OPEN?' },
			{ payload: 'HOURS', title: 'Hours' },
			{ payload: 'GET_STARTED', title: 'Get Started', referral: { ref: 'spring', source: 'SHORTLINK' } },
			{ payload: 'GET_STARTED', title: 'Get Started' },
			{ payload: '{"action":"RENT"}', title: 'Rent' },
		];
		for (const [index, tap] of taps.entries()) {
			await example.tap({ senderId, ...tap });
			await example.ran(index + 1);
		}
		const steps = {
			order: await example.outputOf('Note the Order'),
			hours: await example.outputOf('Prepare the Opening Hours'),
			newcomer: await example.outputOf('Welcome the Newcomer'),
			other: (await example.outputOf('Everything Else')).map(({ payload }) => payload),
		};
		expect(steps).toEqual({
			order: [{ customer: senderId, sku: '7', ordered_at: '2026-09-21T14:13:20.001Z' }],
			hours: [
				{ customer: senderId, question: 'When are you OPEN?' },
				{ customer: senderId, question: 'Hours' },
			],
			newcomer: [
				{ customer: senderId, came_from: 'spring' },
				{ customer: senderId, came_from: 'unknown' },
			],
			other: ['{"action":"RENT"}'],
		});
	});
}
