// The events each trigger of this process has handed over, to recognise those that Meta delivers again.
import type { IWebhookFunctions } from 'n8n-workflow';
import { EventMemory } from './lib/deduplicate';
import { PerNode } from './perNode';

const memories = new PerNode(() => new EventMemory());

/** Null while listening for a test event, where the same event is often sent again on purpose. */
export function seenEventsOf(context: IWebhookFunctions): EventMemory | null {
	return context.getMode() === 'manual' ? null : memories.of(context);
}
