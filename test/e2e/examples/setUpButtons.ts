// set-up-buttons.json: each Page of the list gets its buttons, and is left alone the second time.
import type { Page } from '../../../sandbox/meta/index.ts';
import type { Example } from '../support/example.ts';
import { readExample, type ExampleWorld } from '../support/exampleWorld.ts';

const FILE = 'set-up-buttons.json';
const LIST = 'List the Pages';

let example: Example;
let pages: Page[];

/** The list of the example, with these Pages in it. */
function listOf(ids: string[]): string {
	const list = readExample(FILE).nodes.find(({ name }) => name === LIST)?.parameters.jsCode;
	const filledIn = ids.reduce(
		(code, id, index) => code.replace(`10492000000000${index + 1}`, id),
		String(list),
	);
	for (const id of ids) expect(filledIn).toContain(id);
	return filledIn;
}

export function setUpButtons(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { world } = at();
		const second = world.meta.addPage();
		const account = await world.addApp(world.meta, [second]);
		pages = [account.page, second];
		const fillIn = { [LIST]: { parameters: { jsCode: listOf(pages.map(({ id }) => id)) } } };
		example = await at().open(FILE, fillIn, account);
	});

	const menu = [
		{
			locale: 'default',
			composer_input_disabled: false,
			call_to_actions: [
				{ type: 'postback', title: 'Opening hours', payload: 'HOURS' },
				{ type: 'postback', title: 'Prices', payload: 'PRICES' },
				{ type: 'web_url', title: 'Website', url: 'https://example.com' },
			],
		},
	];
	const written = () => pages.map(({ id }) => at().world.meta.messengerProfile(id));
	const changed = async () =>
		(await example.outputOf('Write the Buttons', 'manual')).map((item) => item.changed);

	it('sets up every Page, and one with a part of its own', async () => {
		await example.runFrom('Set Up the Buttons');
		expect(written()).toMatchObject([
			{ get_started: { payload: 'GET_STARTED' }, persistent_menu: menu },
			{ get_started: { payload: '{"action":"START","shop":2}' }, persistent_menu: menu },
		]);
		expect(await changed()).toEqual(Array(2).fill(['getStarted', 'persistentMenu']));
	});

	it('writes nothing the second time', async () => {
		const { meta } = at().world;
		const writes = () =>
			meta.getCalls().filter(({ method, path }) => method === 'POST' && path.endsWith('/messenger_profile'))
				.length;
		const before = writes();
		expect(before).toBeGreaterThanOrEqual(2);
		await example.runFrom('Set Up the Buttons');
		expect((await changed()).slice(2)).toEqual([[], []]);
		expect(writes()).toBe(before);
	});
}
