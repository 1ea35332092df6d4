// remove-duplicates.json: the database remembers what a restart makes the trigger forget.
import type { Delivery } from '../../../sandbox/meta/index.ts';
import type { Example } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

let example: Example;
let deliveries: Delivery[];

const handled = async () => (await example.outputOf('Handle the Tap')).map(({ payload }) => payload);

export function removeDuplicates(at: () => ExampleWorld): void {
	beforeAll(async () => {
		example = await at().publish('remove-duplicates.json');
	});

	it('keeps every tap, and two taps on one button are two', async () => {
		deliveries = [];
		for (const [index, payload] of ['A', 'B', 'B'].entries()) {
			deliveries.push(await example.tap({ payload }));
			await example.ran(index + 1);
		}
		expect(await handled()).toEqual(['A', 'B', 'B']);
	});
}

export function removeDuplicatesAfterRestart(): void {
	it('is dropped by Remove Duplicates, and passes once its ID has been forgotten', async () => {
		const [a, b] = deliveries as [Delivery, Delivery];
		await example.redeliver(a);
		await example.ran(4);
		expect(await handled()).toEqual(['A', 'B', 'B']);
		await example.runFrom('Every Night');
		await example.redeliver(b);
		await example.ran(5);
		expect(await handled()).toEqual(['A', 'B', 'B', 'B']);
	});
}
