/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The outputs of the Messenger node as the editor works them out.
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { NodeHelpers, Workflow, type INode, type INodeParameters } from 'n8n-workflow';
import { rowsOf } from '../../nodes/Messenger/actions/buttons/values';
import { OUTPUTS_EXPRESSION } from '../../nodes/Messenger/actions/message/ask/outputs';
import { Messenger } from '../../nodes/Messenger/Messenger.node';

function outputsFor(parameters: INodeParameters): Array<string | undefined> {
	const nodeType = new Messenger();
	const node: INode = { id: '1', name: 'Ask', type: 'm', typeVersion: 1, position: [0, 0], parameters };
	const nodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const outputs = NodeHelpers.getNodeOutputs(workflow, node, nodeType.description);
	return outputs.map((output) => (typeof output === 'string' ? output : output.displayName));
}

const asking = (...titles: string[]): INodeParameters => ({
	operation: 'sendAndWait',
	routing: 'perAnswer',
	answers: { values: titles.map((title) => ({ title })) },
});

describe('outputs of the Messenger node', () => {
	it.each<[string, INodeParameters]>([
		['any other operation', { ...asking('Yes'), operation: 'send' }],
		['a question by default', { operation: 'sendAndWait' }],
		['a question with a single output', { ...asking('Yes', 'No'), routing: 'single' }],
	])('are one without a name for %s', (_what, parameters) => {
		expect(outputsFor(parameters)).toEqual([undefined]);
	});

	it('are those of the answers behind No Answer', () => {
		expect(outputsFor(asking('Yes', 'No'))).toEqual(['No Answer', 'Yes', 'No']);
		expect(outputsFor(asking('No', 'Yes'))).toEqual(['No Answer', 'No', 'Yes']);
	});

	it('have a number where the title is not known yet', () => {
		expect(outputsFor(asking('', '={{ $json.title }}'))).toEqual(['No Answer', 'Answer 1', 'Answer 2']);
		expect(outputsFor({ ...asking(), answers: '={{ $json.answers }}' })).toEqual(['No Answer']);
	});

	it('take a title that was not written in the editor as its text', () => {
		const values = [{ title: 1 }, { title: 0 }, { title: true }, { title: null }, { title: {} }, {}];
		expect(outputsFor({ ...asking(), answers: { values } })).toEqual([
			'No Answer',
			...['1', '0', 'true', 'Answer 4', 'Answer 5', 'Answer 6'],
		]);
	});

	const A_NAME = expect.stringMatching(/./s) as string;

	it('are named, as many as there are answers, whatever the parameters are', () => {
		const value = fc.jsonValue();
		const row = fc.oneof(value, fc.record({ title: value }));
		const answers = fc.oneof(value, fc.record({ values: fc.oneof(value, fc.array(row)) }));
		fc.assert(
			fc.property(answers, (given) => {
				const $parameter = { ...asking(), answers: given };
				const outputs = runInNewContext(OUTPUTS_EXPRESSION.slice(3, -2), { $parameter }) as unknown[];
				const count = Array.isArray(given) ? 0 : rowsOf(given).length;
				expect(outputs).toHaveLength(1 + count);
				for (const output of outputs) expect(output).toMatchObject({ displayName: A_NAME });
			}),
		);
	});
});
