// What becomes of a verified delivery, from top to bottom: its events are claimed, so that a second
// copy waits for this one; other members get it; the items are handed to n8n, alone or together
// with those of other deliveries; and Meta gets its answer once n8n has taken them over and the
// members have theirs.
import {
	sleep,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import type { JsonObject } from '../../graph/json';
import { dropDuplicates, routeEvents, type WantedEvents } from '../events/delivery';
import { logSkipped } from '../log';
import { passOn, type Members } from '../members/passOn';
import { PerNode } from '../perNode';
import type { VerifiedBody } from '../verify/signature';
import { Claim } from './claim';
import type { CompiledSettings } from './compiled';
import { Copies } from './copies';
import { EventMemory } from './eventMemory';
import { GroupCommit } from './groupCommit';
import { mergeOutputs, type Outputs } from './mergeOutputs';
import { withProfiles } from './profiles';
import { acknowledge, answerStatus, answerUnexpected, startExecution, whenTakenOver } from './respond';

export interface VerifiedDelivery {
	arrivedAt: number;
	node: INode;
	body: VerifiedBody;
	signature: string;
	credential: MessengerCredential;
	settings: CompiledSettings;
	/** Whom it is to be passed on to; null for most deliveries. */
	members: Members | null;
	events: WantedEvents;
	/** Whether its answers to questions are dealt with; null for most deliveries. */
	answers: Promise<boolean> | null;
}

// Meta waits five seconds. All of these count from the arrival of the delivery, and leave n8n time
// of its own.
const MEMBERS_UNTIL_MS = 3_400;
const COPIES_UNTIL_MS = 4_200;
/**
 * n8n may take 3.5 seconds to start an execution, and none that is shared starts later than this.
 */
const STARTS_WITHIN_MS = 900;
const GROUPS = { maxSize: 1_000, maxWaitMs: 700 };
/**
 * Whoever has heard nothing of a shared execution by then has Meta deliver again. Not an execution
 * of its own: the shared one has its items, and a slow n8n would run each of them twice.
 */
const FOLLOWERS_UNTIL_MS = 4_300;

const memories = new PerNode(() => new EventMemory());
const groups = new PerNode(
	() => new GroupCommit<Outputs, boolean>(GROUPS, async (milliseconds) => void (await sleep(milliseconds))),
);

export async function handOver(
	context: IWebhookFunctions,
	delivery: VerifiedDelivery,
): Promise<IWebhookResponseData> {
	const { settings, credential, arrivedAt, node } = delivery;
	const { claim, fresh, copiesOf } = claimEvents(context, delivery);
	try {
		const rest = restOf(context, delivery, copiesOf);
		const { router } = settings;
		const wanted = settings.includesSenderProfile
			? await withProfiles(context, credential, fresh.wanted, settings)
			: fresh.wanted;
		const { outputs, itemCount, skipped } = routeEvents(
			{ wanted, skipped: fresh.skipped },
			router,
			settings.output,
		);
		logSkipped(context, skipped, wanted);
		if (itemCount === 0) {
			claim.settle('released');
			return await answerItself(context, rest);
		}

		// Listening for a test event ends with the first delivery.
		const isCombined = settings.combinesDeliveries && context.getMode() !== 'manual';
		if (!isCombined) return start(context, outputs, claim, rest);
		const patienceMs = arrivedAt + STARTS_WITHIN_MS - Date.now();
		const turn = await groups.of(context, node).enter(outputs, itemCount, patienceMs);
		if (turn.role === 'leader') return start(context, mergeOutputs(turn.loads), claim, rest, turn.settle);
		// However late it is heard: a copy that Meta delivers again waits for it.
		void turn.outcome.then((isTakenOver) => claim.settle(isTakenOver ? 'takenOver' : 'notTakenOver'));
		const isTakenOver = await inTime(turn.outcome, arrivedAt + FOLLOWERS_UNTIL_MS);
		return isTakenOver === true ? await answerItself(context, rest) : deliverAgain(context);
	} catch (error) {
		claim.settle('notTakenOver');
		return answerUnexpected(context, error);
	}
}

interface Claimed {
	claim: Claim;
	/** What no other delivery has brought. */
	fresh: WantedEvents;
	/** The deliveries that brought the rest, and are being handed over. */
	copiesOf: ReadonlySet<Claim>;
}

function claimEvents(
	context: IWebhookFunctions,
	{ settings, events, arrivedAt, node }: VerifiedDelivery,
): Claimed {
	const claim = new Claim(arrivedAt);
	const copies = new Copies(memories.of(context, node), claim, arrivedAt);
	// While listening for a test event, the same one is often sent again on purpose.
	const takesAll = !settings.ignoresDuplicates || context.getMode() === 'manual';
	const fresh = takesAll ? events : dropDuplicates(events, copies);
	return { claim, fresh, copiesOf: copies.inProgress };
}

/**
 * Whether all is done that the answer depends on besides n8n; null when there is no such thing, as
 * for most deliveries.
 */
function restOf(
	context: IWebhookFunctions,
	{ members, answers, body, signature, arrivedAt }: VerifiedDelivery,
	copiesOf: ReadonlySet<Claim>,
): Promise<boolean> | null {
	const parts: Array<Promise<boolean | null>> = answers === null ? [] : [answers];
	if (members !== null) {
		parts.push(passOn(context, members, { body, signature, deadline: arrivedAt + MEMBERS_UNTIL_MS }));
	}
	for (const other of copiesOf) parts.push(inTime(other.outcome(), arrivedAt + COPIES_UNTIL_MS));
	return parts.length === 0 ? null : areAllDone(parts);
}

async function areAllDone(parts: ReadonlyArray<Promise<boolean | null>>): Promise<boolean> {
	const settled = await Promise.allSettled(parts);
	return settled.every((part) => part.status === 'fulfilled' && part.value === true);
}

/** Null when nothing was heard by then. */
async function inTime(outcome: Promise<boolean>, deadline: number): Promise<boolean | null> {
	return await Promise.race([outcome, sleep(deadline - Date.now()).then(() => null)]);
}

/** n8n answers once it has taken the items over. */
function start(
	context: IWebhookFunctions,
	outputs: Outputs,
	claim: Claim,
	rest: Promise<boolean> | null,
	tellOthers?: (isTakenOver: boolean) => void,
): IWebhookResponseData {
	const tell = (isTakenOver: boolean) => {
		claim.settle(isTakenOver ? 'takenOver' : 'notTakenOver');
		tellOthers?.(isTakenOver);
	};
	whenTakenOver(context, tell, rest, DELIVER_AGAIN);
	return startExecution(outputs.map((items) => items.map(toExecutionItem)));
}

function toExecutionItem(json: JsonObject): INodeExecutionData {
	return { json: json as IDataObject };
}

async function answerItself(
	context: IWebhookFunctions,
	rest: Promise<boolean> | null,
): Promise<IWebhookResponseData> {
	const isDone = rest === null || (await rest);
	return isDone ? acknowledge(context) : deliverAgain(context);
}

const DELIVER_AGAIN = 500;

function deliverAgain(context: IWebhookFunctions): IWebhookResponseData {
	return answerStatus(context, DELIVER_AGAIN, 'Not every workflow took it over.');
}
