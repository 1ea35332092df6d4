// A workflow of the trigger alone, as the editor holds it, for what n8n works out from the node's
// own expressions.
import { Workflow, type INode, type INodeParameters } from 'n8n-workflow';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';

const nodeType = new MessengerPostbackTrigger();
const nodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};

export function anEditorWorkflow(parameters: INodeParameters) {
	const node: INode = {
		id: '1',
		name: 'Trigger',
		type: 'messengerPostbackTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters,
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return { workflow, node, description: nodeType.description };
}
