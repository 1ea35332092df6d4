// What a person reads in the editor around the parameters: before, while and after listening, and
// once published. Links with a data-key are n8n's own; it opens the executions of the workflow.
import type { TriggerPanelDefinition } from 'n8n-workflow';

const WHILE_BUILDING =
	'<b>While building</b>, click <i>Execute step</i>, then tap a button in your chat with the Page. The item appears here; n8n waits two minutes for it.';
const NOTHING_ARRIVES =
	'<b>Nothing arrives?</b> Until Meta has approved the app for Advanced Access, only people with a role on the app can start events. Taps on buttons that open a website send none.';

export const triggerPanel: TriggerPanelDefinition = {
	// Read before the click: what n8n shows while it listens is made from the node's name and cannot
	// be changed.
	header: 'Click below, then tap a button in Messenger or Instagram',
	activationHint: {
		inactive: 'Publish the workflow to start it from every tap, not only the next one.',
		active: 'Taps also start the published workflow; see its <a data-key="executions">executions</a>.',
	},
	executionsHelp: {
		inactive: `${WHILE_BUILDING} Published workflows on the same Meta app keep receiving every tap meanwhile.<br/><br/><b>When it does what you want</b>, publish the workflow. With automatic registration it subscribes itself at Meta, and each delivery of taps starts an execution, shown in the <a data-key="executions">executions list</a>.<br/><br/>${NOTHING_ARRIVES}`,
		active: `${WHILE_BUILDING} This published workflow keeps receiving every tap meanwhile.<br/><br/><b>What people tap</b> starts executions, shown in the <a data-key="executions">executions list</a> and not here.<br/><br/>${NOTHING_ARRIVES}`,
	},
};

/** On the canvas while n8n listens. */
export const eventTriggerDescription = 'Waiting for you to tap a button in Messenger or Instagram';

/** After 'Workflow published'; n8n's own sentence about the executions list follows. */
export const activationMessage = 'From now on, every tap in the chosen Pages starts this workflow.';
