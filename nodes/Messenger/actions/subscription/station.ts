// EDGE: everything that a check asks with and about: Meta, this n8n, the workflow, what was noted.
import type { MessengerCredential } from '../../account/credential';
import { GraphApi } from '../../graph/graphApi';
import { httpOf, type HttpRequest } from '../../graph/request';
import type { Home } from '../../trigger/members/home';
import type { Action } from '../item/action';
import { webhookBaseOf } from './n8nAddress';
import { readRemembered, type Remembered } from './remembered';
import type { WorkflowTrigger } from './situation';
import { workflowTriggers } from './workflowTriggers';

export interface Station {
	api: GraphApi;
	http: HttpRequest;
	credential: MessengerCredential;
	/** This n8n, by its published webhooks. */
	home: Home;
	triggers: WorkflowTrigger[];
	remembered: Remembered | null;
}

/** @throws {ActionFailure} when n8n gives no address */
export function openStation({ n8n, credential }: Action, itemIndex: number): Station {
	const http = httpOf(n8n);
	const webhookBase = webhookBaseOf(n8n);
	return {
		api: new GraphApi(http, credential),
		http,
		credential,
		home: {
			origin: webhookBase.origin,
			base: `${webhookBase.pathname}/`,
			internalUrl: credential.internalUrl,
		},
		triggers: workflowTriggers(n8n, webhookBase, itemIndex),
		remembered: readRemembered(n8n.getWorkflowStaticData('node'), credential.appId),
	};
}
