// What the owner of a callback does for its other members: passes a verified delivery on to each of them.
import type { IWebhookFunctions } from 'n8n-workflow';
import { httpOf } from './graphHttp';
import { parseAlso } from './lib/callback';
import { isObject } from './lib/json';
import { NOTICES } from './lib/reasons';
import { logReason } from './log';
import { RELAY_HEADER, relayDelivery } from './relay';

/** URL paths; null for most deliveries: nobody else is listed, or a member relayed this one, which then goes no further. */
export function listedMembers(context: IWebhookFunctions): string[] | null {
	const query: unknown = context.getQueryData();
	if (!isObject(query) || query.also === undefined) return null;
	if (context.getHeaderData()[RELAY_HEADER] !== undefined) return null;
	const also = parseAlso(query.also);
	return also.length > 0 ? also : null;
}

/** Whether each member has dealt with the delivery. */
export async function passOn(
	context: IWebhookFunctions,
	paths: readonly string[],
	{ rawBody, signature }: { rawBody: Buffer; signature: string },
): Promise<boolean> {
	const { origin } = new URL(context.getNodeWebhookUrl('default') ?? '');
	const failed = await relayDelivery(httpOf(context), { origin, paths, rawBody, signature });
	for (const path of failed) logReason(context, 'relayFailed', NOTICES.relayFailed, { path });
	return failed.length === 0;
}
