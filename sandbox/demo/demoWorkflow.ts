// The workflow of `npm start`: what people tap branches in the trigger itself, and each branch
// answers whoever tapped.
import { aTriggerWorkflow, type Workflow, type WorkflowNode } from '../n8n/index.ts';
import { demoBranches, type Branch, type DemoSetting } from './demoBranches.ts';
import { placed } from './demoNodes.ts';

export function demoWorkflow({ pageId, ...setting }: DemoSetting & { pageId: string }): Workflow {
	const branches = demoBranches(setting);
	const chains = branches.map(({ steps }, row) => placed(steps, row));
	const workflow = aTriggerWorkflow({
		name: 'Messenger postbacks (demo)',
		credentialId: setting.credentialId,
		parameters: {
			channels: ['messenger', 'instagram'],
			pages: [pageId],
			events: ['postback', 'quickReply', 'referral', 'optIn', 'logIn'],
			routing: 'rules',
			rules: { values: branches.flatMap(rule) },
			options: { fallbackOutput: 'extra', includeStandby: true },
		},
		then: chains.flatMap((chain) => chain.slice(0, 1)),
	});
	return {
		...workflow,
		nodes: [...workflow.nodes, ...chains.flatMap((chain) => chain.slice(1))],
		connections: Object.assign({}, workflow.connections, ...chains.map(connections)),
	};
}

function rule({ output, condition }: Branch): object[] {
	if (condition === null) return [];
	const { field, key = '', value } = condition;
	const conditions = { values: [{ field, key, operator: 'equals', value }] };
	return [{ outputName: output, combine: 'all', conditions }];
}

/** Each node of a chain to the next one. */
function connections(chain: readonly WorkflowNode[]): Record<string, unknown> {
	const pairs = chain.slice(1).map(({ name }, index) => {
		return [chain[index]?.name ?? '', { main: [[{ node: name, type: 'main', index: 0 }]] }];
	});
	return Object.fromEntries(pairs) as Record<string, unknown>;
}
