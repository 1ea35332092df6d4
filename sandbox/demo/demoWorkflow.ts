// The workflow of `npm start`: postbacks branch in the trigger itself, and each branch ends in a visible step.
import { aTriggerWorkflow, type Workflow, type WorkflowNode } from '../n8n/index.ts';

const BRANCHES = [
	{ output: 'Order', field: 'payloadData', key: 'action', value: 'BUY', step: 'Note the order' },
	{ output: 'Newcomer', field: 'payload', key: '', value: 'GET_STARTED', step: 'Welcome the newcomer' },
];
const FALLBACK = { output: 'Other', step: 'Everything else' };

/** In the order of the trigger's outputs. */
export const OUTPUT_NAMES: readonly string[] = [...BRANCHES, FALLBACK].map(({ output }) => output);

export function demoWorkflow(credentialId: string, pageId: string): Workflow {
	const rules = BRANCHES.map(({ output, field, key, value }) => ({
		outputName: output,
		combine: 'all',
		conditions: { values: [{ field, key, operator: 'equals', value }] },
	}));
	return aTriggerWorkflow({
		name: 'Messenger postbacks (demo)',
		credentialId,
		parameters: {
			channels: ['messenger', 'instagram'],
			pages: [pageId],
			routing: 'rules',
			rules: { values: rules },
			options: { fallbackOutput: 'extra' },
		},
		then: [...BRANCHES, FALLBACK].map(({ step }, index) => setNode(step, index)),
	});
}

function setNode(name: string, index: number): WorkflowNode {
	const assignments = [
		{ id: 'customer', name: 'customer', value: '={{ $json.sender.id }}', type: 'string' },
		{ id: 'wants', name: 'wants', value: '={{ $json.title }}', type: 'string' },
		{ id: 'sku', name: 'sku', value: '={{ $json.payloadData?.sku ?? null }}', type: 'number' },
		{ id: 'campaign', name: 'campaign', value: '={{ $json.referral?.ref ?? "none" }}', type: 'string' },
	];
	return {
		id: `demo-step-${index + 1}`,
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [320, (index - 1) * 180],
		parameters: { assignments: { assignments }, options: { ignoreConversionErrors: true } },
	};
}
