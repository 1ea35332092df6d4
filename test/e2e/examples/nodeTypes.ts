// What n8n's editor makes of the files when it imports them: it drops every parameter that a node
// does not have, or does not show.
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import { readExample, type ExampleWorld } from '../support/exampleWorld.ts';

let types: INodeTypeDescription[];

export function nodeTypes(at: () => ExampleWorld, files: string[]): void {
	beforeAll(async () => {
		const { body } = await at().world.n8n.api.request('GET', '/types/nodes.json');
		types = body as INodeTypeDescription[];
	});

	it.each(files)('knows every node of %s in its version', (file) => {
		const unknown = readExample(file).nodes.filter(
			({ type, typeVersion }) => typeOf(type, typeVersion) === undefined,
		);
		expect(unknown.map(({ name, type, typeVersion }) => ({ name, type, typeVersion }))).toEqual([]);
	});

	it.each(files)('keeps every parameter of %s', (file) => {
		for (const node of readExample(file).nodes) {
			const description = typeOf(node.type, node.typeVersion) as INodeTypeDescription;
			const kept = NodeHelpers.getNodeParameters(
				description.properties,
				(node as INode).parameters,
				true,
				false,
				node,
				description,
			);
			expect({ [node.name]: kept }).toMatchObject({ [node.name]: node.parameters });
		}
	});
}

function typeOf(name: string, version: number): INodeTypeDescription | undefined {
	return types.find((type) => type.name === name && [type.version].flat().includes(version));
}
