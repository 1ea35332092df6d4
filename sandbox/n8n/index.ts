// The real n8n, for tests, benchmarks and `npm start`.
export { checkNodes } from './checkNodes.ts';
export { ensureN8n, type N8nInstall, type PinnedRelease } from './ensureN8n.ts';
export type { ExecutionsApi, ExecutionSummary } from './executions.ts';
export type { Credential, Listening, N8nApi, PublishResult } from './n8nApi.ts';
export { OWNER } from './n8nSession.ts';
export { discardPackage, packPackage } from './packPackage.ts';
export type { Progress } from './runStep.ts';
export { type N8n, startN8n, type StartOptions } from './startN8n.ts';
export {
	aTriggerWorkflow,
	MESSENGER_TYPE,
	type NodeCredentials,
	TRIGGER_NAME,
	TRIGGER_TYPE,
	type TriggerWorkflowOptions,
	type Workflow,
	type WorkflowNode,
} from './workflow.ts';
