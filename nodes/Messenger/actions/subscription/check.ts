// subscription/check: whether taps arrive, what is wrong if not, and what will be soon. Writes
// nothing, unless it is to repair.
import { isObject, type JsonObject } from '../../graph/json';
import type { Action, Operation } from '../item/action';
import { isHealthy } from './findings';
import { findingsOf, itemOf, memoryFindings, memoryOf, type Seen } from './health';
import { look, type Looked } from './look';
import { noteRemembered } from './remembered';
import { repair, type RepairOptions } from './repair';
import { openStation, type Station } from './station';

interface CheckOptions extends RepairOptions {
	repairs: boolean;
}

/** Items of one run share a check: they are about the same app. */
const checks = new WeakMap<Action, Map<string, Promise<JsonObject>>>();

export const check: Operation = (action, itemIndex) => {
	const options = readOptions(action, itemIndex);
	return {
		lane: 'check',
		recipientId: null,
		run: async () => {
			const ofRun = checks.get(action) ?? new Map<string, Promise<JsonObject>>();
			checks.set(action, ofRun);
			const key = JSON.stringify(options);
			const shared = ofRun.get(key) ?? checkOnce(action, itemIndex, options);
			ofRun.set(key, shared);
			// What is in an item can be changed there.
			return structuredClone(await shared);
		},
	};
};

function readOptions({ n8n }: Action, itemIndex: number): CheckOptions {
	const collected: unknown = n8n.getNodeParameter('options', itemIndex, {});
	const options = isObject(collected) ? collected : {};
	return { repairs: options.repair === true, mayReplace: options.existingCallback === 'replace' };
}

async function checkOnce(action: Action, itemIndex: number, options: CheckOptions): Promise<JsonObject> {
	const station = openStation(action, itemIndex);
	const before = await look(station);
	const { seen, repaired } = options.repairs ? await mend(station, before, options) : unmended(before);
	const found = findingsOf(seen);
	if (isHealthy(found)) remember(action, station, seen);
	const isInEditor = action.n8n.getMode() === 'manual';
	const findings = options.repairs ? [...found, ...memoryFindings(seen, found, isInEditor)] : found;
	return itemOf(seen, findings, repaired, Date.now());
}

interface Mended {
	seen: Seen;
	repaired: string[];
}

const unmended = (seen: Looked): Mended => ({ seen, repaired: [] });

async function mend(station: Station, before: Looked, options: RepairOptions): Promise<Mended> {
	const { situation, pages } = before;
	if (situation === null || !before.isAddressPublic) return unmended(before);
	const done = await repair(station, { situation, pages: pages?.pages ?? null }, options);
	if (done === null) return unmended(before);
	const seen = {
		...before,
		situation: done.situation,
		pages: pages === null || done.pages === null ? null : { ...pages, pages: done.pages },
		failures: [...before.failures, ...done.failures],
	};
	return { seen, repaired: done.repaired };
}

/** n8n keeps it for published workflows only, and not what a run in the editor writes. */
function remember({ n8n }: Action, { home }: Station, seen: Seen): void {
	const memory = memoryOf(seen, home.base);
	if (memory !== null) noteRemembered(n8n.getWorkflowStaticData('node'), memory);
}
