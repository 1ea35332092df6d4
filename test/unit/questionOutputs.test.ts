// The outputs of the Messenger node as the editor works them out.
import { NodeHelpers, Workflow, type INode, type INodeParameters } from 'n8n-workflow';
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
});
