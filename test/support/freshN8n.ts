// An n8n of its own for each test, and a trigger on it that needs no Meta.
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { APP_SECRET, PAGE_ID } from './delivery.ts';
import { N8nHost, type HostedTrigger } from './n8nHost';

export const VERIFY_TOKEN = 'my-verify-token';

export let host: N8nHost;

beforeEach(async () => {
	host = new N8nHost();
	await host.start();
});
afterEach(async () => await host.stop());

/** Registered by hand; not published. */
export function triggerByHand(parameters: object = {}, credential: IDataObject = {}): HostedTrigger {
	return host.trigger({
		credential: { appId: '42', appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN, ...credential },
		parameters: { registration: 'manual', pages: [PAGE_ID], ...parameters } as INodeParameters,
	});
}

export async function publishedByHand(
	parameters: object = {},
	credential: IDataObject = {},
): Promise<HostedTrigger> {
	const trigger = triggerByHand(parameters, credential);
	await trigger.publish();
	return trigger;
}
