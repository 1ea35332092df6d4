// The workflow of `npm start`: what people tap branches in the trigger itself, and each branch ends
// in a visible step.
import { aTriggerWorkflow, type Workflow, type WorkflowNode } from '../n8n/index.ts';

interface Branch {
	output: string;
	field: string;
	key?: string;
	value: string;
	step: string;
}

const BRANCHES: Branch[] = [
	{ output: 'Order', field: 'payloadData', key: 'action', value: 'BUY', step: 'Note the order' },
	{ output: 'Newcomer', field: 'payload', value: 'GET_STARTED', step: 'Welcome the newcomer' },
	{ output: 'Pick-up', field: 'event', value: 'quickReply', step: 'Plan the pick-up' },
	{ output: 'Campaign', field: 'event', value: 'referral', step: 'Count the campaign' },
];
/** Where taps on standby end too: Meta leaves their payload out. */
const FALLBACK_STEP = 'Everything else';

export function demoWorkflow(credentialId: string, pageId: string): Workflow {
	const rules = BRANCHES.map(({ output, field, key = '', value }) => ({
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
			events: ['postback', 'quickReply', 'referral'],
			routing: 'rules',
			rules: { values: rules },
			options: { fallbackOutput: 'extra', includeStandby: true },
		},
		then: [...BRANCHES.map(({ step }) => step), FALLBACK_STEP].map(setNode),
	});
}

function setNode(name: string, index: number): WorkflowNode {
	const assignments = [
		{ id: 'customer', name: 'customer', value: '={{ $json.sender.id }}', type: 'string' },
		{ id: 'wants', name: 'wants', value: '={{ $json.title ?? "nothing yet" }}', type: 'string' },
		{ id: 'sku', name: 'sku', value: '={{ $json.payloadData?.sku ?? null }}', type: 'number' },
		{ id: 'campaign', name: 'campaign', value: '={{ $json.referral?.ref ?? "none" }}', type: 'string' },
	];
	return {
		id: `demo-step-${index + 1}`,
		name,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [320, (index - 2) * 180],
		parameters: { assignments: { assignments }, options: { ignoreConversionErrors: true } },
	};
}
