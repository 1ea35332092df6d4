import type { IWebhookFunctions } from 'n8n-workflow';
import { compiledSettings } from '../../nodes/Messenger/trigger/receive/compiled';

const RULES = {
	values: [{ outputName: 'Menu', conditions: { values: [{ operator: 'regex', value: '^MENU' }] } }],
};

/** A request to a node with these parameters; `evaluated` are the values of its expressions. */
function requestTo(
	parameters: Record<string, unknown>,
	{ nodeId = 'node', evaluated = {} }: { nodeId?: string; evaluated?: Record<string, unknown> } = {},
): IWebhookFunctions {
	const values = { ...parameters, ...evaluated };
	const context = {
		getNode: () => ({ id: nodeId, parameters }),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: keyof typeof values, fallback: unknown) => values[name] ?? fallback,
	};
	return context as unknown as IWebhookFunctions;
}

describe('settings and what follows from them', () => {
	it('are worked out once for all deliveries of one version', () => {
		const first = compiledSettings(requestTo({ routing: 'rules', rules: RULES }));
		const second = compiledSettings(requestTo({ routing: 'rules', rules: structuredClone(RULES) }));
		expect(second).toBe(first);
		expect(first.router.outputCount).toBe(1);
	});

	it('are those of the new version after an edit, and of the old one when it comes back', () => {
		compiledSettings(requestTo({ output: 'flat' }));
		expect(compiledSettings(requestTo({ output: 'raw' })).output).toBe('raw');
		expect(compiledSettings(requestTo({ output: 'flat' })).output).toBe('flat');
	});

	it('are those of each node', () => {
		const messenger = compiledSettings(requestTo({ channels: ['messenger'] }, { nodeId: 'one' }));
		const instagram = compiledSettings(requestTo({ channels: ['instagram'] }, { nodeId: 'two' }));
		expect([messenger, instagram].map(({ filters }) => [...filters.channels])).toEqual([
			['messenger'],
			['instagram'],
		]);
		expect(compiledSettings(requestTo({ channels: ['messenger'] }, { nodeId: 'one' }))).toBe(messenger);
	});

	it.each([
		['alone', { pages: '={{ $vars.page }}' }],
		['in a list', { pages: ['={{ $vars.page }}'] }],
	])('are worked out for each delivery with an expression %s among them', (_where, parameters) => {
		const pagesOf = (page: string) =>
			compiledSettings(requestTo(parameters, { evaluated: { pages: [page] } })).pageIds;
		expect([pagesOf('1'), pagesOf('2')]).toEqual([['1'], ['2']]);
	});
});
