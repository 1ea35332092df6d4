// The events each trigger of this process has handed over, to recognise those that Meta delivers again.
import type { IWebhookFunctions } from 'n8n-workflow';
import { EventMemory } from './lib/deduplicate';

const memories = new Map<string, EventMemory>();

/** Null while listening for a test event, where the same event is often sent again on purpose. */
export function seenEventsOf(context: IWebhookFunctions): EventMemory | null {
	if (context.getMode() === 'manual') return null;
	const key = `${context.getWorkflow().id}/${context.getNode().id}`;
	const memory = memories.get(key) ?? new EventMemory();
	memories.set(key, memory);
	return memory;
}
