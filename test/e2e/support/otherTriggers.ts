// n8n's own triggers for Meta, published on an app as their users do. Each takes an app for itself.
// They know one host, which the n8n of the test has to borrow for the simulator.
import { randomUUID } from 'node:crypto';
import type { WorkflowNode } from '../../../sandbox/n8n/index.ts';
import type { Account, World } from './world.ts';

type OwnTrigger = Pick<WorkflowNode, 'type' | 'parameters' | 'credentials'>;

/** 'Facebook Trigger': all of the app's webhook for `object`. Answers the workflow's ID. */
export async function publishFacebookTrigger(
	world: World,
	{ app }: Account,
	{ object = 'page', fields = ['feed'] } = {},
): Promise<string> {
	const { id } = await world.n8n.api.createCredential({
		name: 'Facebook',
		type: 'facebookGraphAppApi',
		data: { accessToken: `${app.id}|${app.secret}`, appSecret: app.secret },
	});
	return await publish(world, {
		type: 'n8n-nodes-base.facebookTrigger',
		parameters: { appId: app.id, object, fields, options: {} },
		credentials: { facebookGraphAppApi: { id, name: 'Facebook' } },
	});
}

/** 'Facebook Lead Ads Trigger', for the app's Page. Answers the workflow's ID. */
export async function publishLeadAdsTrigger(world: World, { app, page, token }: Account): Promise<string> {
	// It sends no proof of the App Secret.
	app.requireAppSecretProof = false;
	const { id } = await world.n8n.api.createCredential({
		name: 'Leads',
		type: 'facebookLeadAdsOAuth2Api',
		data: { clientId: app.id, clientSecret: app.secret, oauthTokenData: { access_token: token } },
	});
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	return await publish(world, {
		type: 'n8n-nodes-base.facebookLeadAdsTrigger',
		parameters: { event: 'newLead', page: byId(page.id), form: byId('1'), options: {} },
		credentials: { facebookLeadAdsOAuth2Api: { id, name: 'Leads' } },
	});
}

async function publish({ n8n }: World, trigger: OwnTrigger): Promise<string> {
	const node: WorkflowNode = {
		...trigger,
		id: randomUUID(),
		name: 'Trigger',
		typeVersion: 1,
		position: [0, 0],
		webhookId: randomUUID(),
	};
	const { id } = await n8n.api.createWorkflow({ name: node.type, nodes: [node], connections: {} });
	const { status, errorMessage } = await n8n.api.publish(id);
	if (status !== 'published') throw new Error(`${node.type} was not published: ${errorMessage}`);
	return id;
}
