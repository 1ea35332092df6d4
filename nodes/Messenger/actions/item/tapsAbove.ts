// EDGE: what the nodes before this one put out, as n8n keeps it: the tap that an item descends
// from, and all items there were.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readTap, type Tap } from './tapItem';

const TRIGGER_TYPE = '.messengerPostbackTrigger';
/** A question that was answered stands for a tap too. */
const MESSENGER_TYPE = '.messenger';

/** What n8n's $('Name') is. */
interface NodeItems {
	item?: INodeExecutionData;
	all(output: number, run: number): INodeExecutionData[] | undefined;
}

/** The tap that an item descends from, of the nodes before one. */
export function tapAbove(n8n: IExecuteFunctions, nodeName: string, itemIndex: number): Tap | null {
	for (const name of nodesWithTaps(n8n, nodeName).reverse()) {
		const tap = readTap(itemOf(n8n, name, itemIndex));
		if (tap !== null) return tap;
	}
	return null;
}

/** All that the triggers and questions before a node put out, the nearest last. */
export function itemsAbove(n8n: IExecuteFunctions, nodeName: string): unknown[] {
	return nodesWithTaps(n8n, nodeName).flatMap((name) => itemsOf(n8n, name));
}

/** The JSON of the item of that node which this one descends from; undefined when there is none. */
export function itemOf(n8n: IExecuteFunctions, nodeName: string, itemIndex: number): unknown {
	return orNothing(() => nodeItems(n8n, nodeName, itemIndex).item?.json);
}

/** The JSON of all that a node put out so far, at one output or at all of them. */
export function itemsOf(n8n: IExecuteFunctions, nodeName: string, output?: number): unknown[] {
	const items: INodeExecutionData[] = [];
	// Of a node with pinned data n8n answers for any run and output, with the same list.
	const lists = new Set<unknown>();
	const take = (at: number, run: number): boolean => {
		const list = orNothing(() => nodeItems(n8n, nodeName, 0).all(at, run));
		if (list === undefined || lists.has(list)) return false;
		lists.add(list);
		items.push(...list);
		return true;
	};
	for (let run = 0; take(output ?? 0, run); run++) {
		for (let at = 1; output === undefined && take(at, run); at++);
	}
	return items.map(({ json }) => json);
}

/** The farthest first, as n8n lists them. */
function nodesWithTaps(n8n: IExecuteFunctions, nodeName: string): string[] {
	return n8n
		.getParentNodes(nodeName)
		.filter(
			({ type, disabled }) => type.endsWith(MESSENGER_TYPE) || (type.endsWith(TRIGGER_TYPE) && !disabled),
		)
		.map(({ name }) => name);
}

/**
 * Asked for whole items: in a workflow with Execution Logic v2, n8n gives their JSON alone. Not by
 * an expression, whose engine leaves out what is asked for.
 */
function nodeItems(n8n: IExecuteFunctions, nodeName: string, itemIndex: number): NodeItems {
	const proxy: { $: (name: string, wholeItems: boolean) => NodeItems } = n8n.getWorkflowDataProxy(itemIndex);
	return proxy.$(nodeName, true);
}

/** n8n throws when the node has not run, or when no path leads back to it. */
function orNothing<Result>(read: () => Result | null | undefined): Result | undefined {
	try {
		return read() ?? undefined;
	} catch {
		return undefined;
	}
}
