// Runs a workflow with the Messenger node on n8n-core's own engine: paired items, expressions,
// Retry On Fail and error outputs are n8n's. What only the whole of n8n can show is in test/e2e.
import { randomUUID } from 'node:crypto';
import {
	createRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type IConnection,
	type IConnections,
	type ICredentialsExpressionResolveValues,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypeDescription,
	type IRun,
	type ITaskData,
	type NodeConnectionType,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { Messenger } from '../../nodes/Messenger/Messenger.node';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';
import { Agent, Loop, type Calls } from './agent';
// Loads n8n-core with a folder of its own for settings.
import './n8nHost';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- has to be loaded after the line above
const { ExecutionLifecycleHooks, WorkflowExecute } = require('n8n-core') as typeof import('n8n-core');

const PACKAGE = 'n8n-nodes-messenger-postbacks';
export const TRIGGER = 'Messenger Postback Trigger';

/** Stands for a node of another package that replaces what is in the item, as a sheet does. */
class Elsewhere implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Elsewhere',
		name: 'elsewhere',
		group: ['transform'],
		version: 1,
		description: 'Replaces the item',
		defaults: { name: 'Elsewhere' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'JSON', name: 'json', type: 'json' as const, default: '{}' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const jsonOf = (item: number) => this.getNodeParameter('json', item) as IDataObject;
		return [this.getInputData().map((_, item) => ({ json: jsonOf(item), pairedItem: { item } }))];
	}
}

const NODE_TYPES: Readonly<Record<string, INodeType>> = {
	[`${PACKAGE}.messenger`]: new Messenger(),
	[`${PACKAGE}.messengerTool`]: new Messenger(),
	[`${PACKAGE}.messengerHitlTool`]: new Messenger(),
	[`${PACKAGE}.messengerPostbackTrigger`]: new MessengerPostbackTrigger(),
	elsewhere: new Elsewhere(),
	loop: new Loop(),
};

export interface Step {
	name: string;
	/** The last two as n8n makes them of the first: a tool of an agent, and the review of one. */
	type: 'messenger' | 'elsewhere' | 'loop' | 'messengerTool' | 'messengerHitlTool';
	parameters: object;
	/** Of n8n's node settings. */
	settings?: Partial<INode>;
}

export interface RunResult {
	/** What each output of a step put out. */
	outputs(step: string): INodeExecutionData[][];
	items(step: string): IDataObject[];
	/** Undefined when it succeeded. */
	error(step: string): ITaskData['error'];
	status: IRun['status'];
	/** What came of each call of the agent's tool, in order. */
	calls: IDataObject[];
	/** Until when it waits; undefined when it does not. */
	waitTill: IRun['waitTill'];
	/** With what it would go on, of the node that waits. */
	waiting: INodeExecutionData[];
	/** What a node noted for later. */
	context(step: string): unknown;
	nodeId(step: string): string;
}

export interface RunOptions {
	/** May have expressions, as in n8n. */
	credential: IDataObject;
	/** What the first node put out. */
	items: INodeExecutionData[];
	/** Where n8n keeps the files of an item; `combined` is its setting Execution Logic v2. */
	binaryMode?: 'separate' | 'combined';
	start?: 'trigger' | 'elsewhere';
	steps: Step[];
	/** An agent behind the steps; behind a loop, it leads back to it. */
	agent?: { tool: Step; calls: Calls };
	/** The first node's items are pinned, as they may be in a test run. */
	isPinned?: boolean;
	/** As n8n numbers them; a new one by default. */
	executionId?: string | null;
	/** Where n8n resumes what waits. */
	waitingUrl?: string;
	resumeToken?: string;
	mode?: WorkflowExecuteMode;
	/** More nodes of the workflow, connected with nothing. */
	beside?: INode[];
	/** Of the workflow, as n8n's database has it; what the run writes is in it afterwards. */
	staticData?: IDataObject;
	/** Of its published webhooks. */
	webhookUrl?: string;
}

/** One execution, from the trigger through the steps in a row. */
export async function runWorkflow(options: RunOptions): Promise<RunResult> {
	const { credential, items, steps } = options;
	const start = startNode(options.start ?? 'trigger');
	const { agent } = options;
	const nodes = [start, ...steps.map((step) => nodeOf(step))];
	if (agent !== undefined) nodes.push(aNode('Agent', 'agent', 3.1, {}));
	const connections = inARow(nodes);
	const tools = agent === undefined ? [] : [nodeOf(agent.tool)];
	for (const { name } of tools)
		connections[name] = { ai_tool: [[leadsTo('Agent', NodeConnectionTypes.AiTool)]] };
	const agentType = new Agent(agent?.tool.name ?? '', agent?.calls ?? (() => []));
	const typeOf = (type: string) => (type === 'agent' ? agentType : typeNamed(type));
	const nodeTypes = {
		getByName: typeOf,
		getByNameAndVersion: typeOf,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: 'actions',
		name: 'Actions',
		nodes: [...nodes, ...tools, ...(options.beside ?? [])],
		connections,
		active: false,
		nodeTypes,
		staticData: options.staticData ?? {},
		settings: { executionOrder: 'v1', binaryMode: options.binaryMode ?? 'separate' },
		pinData: options.isPinned === true ? { [start.name]: items } : {},
	});
	const executionId = options.executionId === undefined ? randomUUID() : options.executionId;
	const additionalData = {
		...(executionId === null ? {} : { executionId }),
		currentNodeExecutionIndex: 0,
		variables: {},
		webhookWaitingBaseUrl: options.waitingUrl ?? 'http://n8n.invalid/webhook-waiting',
		...(options.webhookUrl === undefined ? {} : { webhookBaseUrl: options.webhookUrl }),
		formWaitingBaseUrl: 'http://n8n.invalid/form-waiting',
		hooks: new ExecutionLifecycleHooks('trigger', executionId ?? '', {} as never),
		credentialsHelper: {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			getDecrypted: async (...reading: unknown[]) =>
				withExpressions(credential, reading[RESOLVE_VALUES] as ResolveValues),
		},
	};
	const runExecutionData = createRunExecutionData({
		...(options.resumeToken === undefined ? {} : { resumeToken: options.resumeToken }),
		startData: {},
		resultData: { runData: {}, pinData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }],
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	});
	const engine = new WorkflowExecute(additionalData as never, options.mode ?? 'trigger', runExecutionData);
	const run = await engine.processRunExecutionData(workflow);
	const lastOf = (step: string) => run.data.resultData.runData[step]?.at(-1);
	const outputs = (step: string) => (lastOf(step)?.data?.main ?? []).map((output) => output ?? []);
	return {
		outputs,
		items: (step) => outputs(step).flatMap((output) => output.map(({ json }) => json)),
		error: (step) => lastOf(step)?.error,
		status: run.status,
		calls: (run.data.resultData.runData[agent?.tool.name ?? ''] ?? []).map(
			({ data }) => data?.ai_tool?.[0]?.[0]?.json ?? {},
		),
		waitTill: run.waitTill,
		waiting: run.data.executionData?.nodeExecutionStack[0]?.data.main?.[0] ?? [],
		context: (step) => run.data.executionData?.contextData[`node:${step}`],
		nodeId: (step) => nodes.find(({ name }) => name === step)?.id ?? '',
	};
}

/** Of `getDecrypted`: what n8n evaluates the expressions in a credential with. */
const RESOLVE_VALUES = 6;
type ResolveValues = ICredentialsExpressionResolveValues;

/** As n8n's CredentialsHelper does. */
function withExpressions(credential: IDataObject, values: ResolveValues): IDataObject {
	const { workflow, node, runExecutionData, runIndex, itemIndex, connectionInputData } = values;
	const inNode = [runExecutionData, runIndex, itemIndex, node.name, connectionInputData] as const;
	return workflow.expression.getParameterValue(
		{ ...credential } as INodeParameters,
		...inNode,
		'trigger',
		{},
	) as IDataObject;
}

function leadsTo(node: string, type: NodeConnectionType): IConnection {
	return { node, type, index: 0 };
}

/** A loop goes on by its second output, and what ends the row leads back to it. */
function inARow(nodes: INode[]): IConnections {
	const connections: IConnections = {};
	const loop = nodes.find(({ type }) => type === 'loop');
	for (const [index, node] of nodes.entries()) {
		const next = nodes[index + 1] ?? loop;
		if (next === undefined) continue;
		const to = [leadsTo(next.name, NodeConnectionTypes.Main)];
		connections[node.name] = { main: node === loop ? [[], to] : [to] };
	}
	return connections;
}

function startNode(kind: 'trigger' | 'elsewhere'): INode {
	return kind === 'trigger'
		? aNode(TRIGGER, `${PACKAGE}.messengerPostbackTrigger`, 2, { pages: ['1'] })
		: aNode('Start', 'elsewhere', 1, {});
}

function nodeOf({ name, type, parameters, settings }: Step): INode {
	const fullType = type === 'elsewhere' || type === 'loop' ? type : `${PACKAGE}.${type}`;
	return { ...aNode(name, fullType, 1, parameters as INodeParameters), ...settings };
}

function aNode(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return {
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		credentials: { messengerApi: { id: 'credential', name: 'Meta' } },
	};
}

function typeNamed(type: string): INodeType {
	const found = NODE_TYPES[type];
	if (found === undefined) throw new Error(`No node type ${type}`);
	return found;
}
