// The events each trigger of this process has handed over, to recognise those that Meta delivers again.
import type { IWebhookFunctions } from 'n8n-workflow';
import { EventMemory } from './lib/deduplicate';

/** By workflow, then by node: putting one key together for each request costs more than looking up twice. */
const memories = new Map<string, Map<string, EventMemory>>();

/** Null while listening for a test event, where the same event is often sent again on purpose. */
export function seenEventsOf(context: IWebhookFunctions): EventMemory | null {
	if (context.getMode() === 'manual') return null;
	const ofWorkflow = entryOf(memories, context.getWorkflow().id ?? '', () => new Map<string, EventMemory>());
	return entryOf(ofWorkflow, context.getNode().id, () => new EventMemory());
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}
