// One value for each trigger of this process, such as what it has seen; nothing is shared between
// triggers.
import type { INode, IWebhookFunctions } from 'n8n-workflow';

export class PerNode<Value> {
	/**
	 * By workflow, then by node: putting one key together for each request costs more than looking up
	 * twice.
	 */
	private readonly byWorkflow = new Map<string, Map<string, Value>>();
	private readonly make: () => Value;

	constructor(make: () => Value) {
		this.make = make;
	}

	/**
	 * n8n copies a node with all of its parameters whenever it is asked for it, so whoever has it
	 * passes it.
	 */
	of(context: IWebhookFunctions, node: INode = context.getNode()): Value {
		const ofWorkflow = entryOf(
			this.byWorkflow,
			context.getWorkflow().id ?? '',
			() => new Map<string, Value>(),
		);
		return entryOf(ofWorkflow, node.id, this.make);
	}
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}
