// An AI agent as it is from version 3 on, without a model: n8n's own engine runs the tool that it
// asks for, and gives it the item that n8n makes of the call. And Loop Over Items, which may lead
// to it. Both as n8n's; with a model and n8n's own nodes in test/e2e/agent.test.ts.
import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type NodeConnectionType,
	type NodeOutput,
} from 'n8n-workflow';

export interface ToolInput {
	id: string;
	/** What the model writes. */
	input: IDataObject;
}

/** What the model asks the tool for, of an item of the agent. */
export type Calls = (item: IDataObject, index: number) => ToolInput[];

const describe = (name: string, inputs: NodeConnectionType[], outputs: string[]): INodeTypeDescription => ({
	displayName: name,
	name: name.toLowerCase(),
	group: ['transform'],
	version: 1,
	description: 'Stands for a node of n8n',
	defaults: { name },
	inputs,
	outputs: outputs.map(() => NodeConnectionTypes.Main),
	outputNames: outputs,
	properties: [],
});

export class Agent implements INodeType {
	description = describe('Agent', [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool], ['main']);
	execute: (this: IExecuteFunctions, response?: EngineResponse) => Promise<NodeOutput>;

	constructor(toolName: string, calls: Calls) {
		const ask = (items: INodeExecutionData[]): EngineRequest => ({
			actions: items.flatMap(({ json }, itemIndex) =>
				calls(json, itemIndex).map(({ id, input }) => ({
					actionType: 'ExecutionNodeAction' as const,
					nodeName: toolName,
					type: NodeConnectionTypes.AiTool,
					id,
					input,
					metadata: { itemIndex },
				})),
			),
			metadata: {},
		});
		this.execute = async function (this: IExecuteFunctions, response?: EngineResponse) {
			const items = this.getInputData();
			if ((response?.actionResponses.length ?? 0) === 0) return ask(items);
			return [items.map((_, item) => ({ json: { output: 'Done' }, pairedItem: { item } }))];
		};
	}
}

/** Gives out one item after the other, as often as it is reached. */
export class Loop implements INodeType {
	description = describe('Loop', [NodeConnectionTypes.Main], ['done', 'loop']);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node') as { left?: INodeExecutionData[]; source?: unknown };
		context.source ??= this.getInputSourceData();
		const left = (context.left ??= this.getInputData().map((item, at) => ({
			...item,
			pairedItem: { item: at, sourceOverwrite: context.source } as never,
		})));
		const next = left.splice(0, 1);
		return next.length === 0 ? [this.getInputData(), []] : [[], next];
	}
}
