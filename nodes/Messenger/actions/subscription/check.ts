// subscription/check: whether taps arrive, what is wrong if not, and what will be soon.
import { lookAtToken, tokenCheckFailure } from '../../account/checkToken';
import { neededPermissions } from '../../account/tokenFindings';
import { attempt } from '../../graph/attempt';
import { isLastingRefusal } from '../../graph/graphFailure';
import type { JsonObject } from '../../graph/json';
import type { Action, Operation } from '../item/action';
import { finding, isHealthy } from './findings';
import { findingsOf, itemOf, memoryOf, type Seen } from './health';
import { lookAtApp } from './lookAtApp';
import { lookAtPages } from './lookAtPages';
import { usesInstagram } from './needs';
import { noteRemembered } from './remembered';
import { openStation, type Station } from './station';

/** Items of one run share a check: they are about the same app. */
const checks = new WeakMap<Action, Promise<JsonObject>>();

export const check: Operation = (action, itemIndex) => ({
	lane: 'check',
	recipientId: null,
	run: async () => {
		const shared = checks.get(action) ?? checkOnce(action, itemIndex);
		checks.set(action, shared);
		// What is in an item can be changed there.
		return structuredClone(await shared);
	},
});

async function checkOnce(action: Action, itemIndex: number): Promise<JsonObject> {
	const station = openStation(action, itemIndex);
	const seen = await look(station);
	const findings = findingsOf(seen);
	if (isHealthy(findings)) remember(action, station, seen);
	return itemOf(seen, findings, [], Date.now());
}

/** n8n keeps it for published workflows only, and not what a run in the editor writes. */
function remember({ n8n }: Action, { webhookBase }: Station, seen: Seen): void {
	const memory = memoryOf(seen, webhookBase.pathname);
	if (memory !== null) noteRemembered(n8n.getWorkflowStaticData('node'), memory);
}

/** @throws {GraphFailure} when Meta does not answer, or says to come back later */
async function look(station: Station): Promise<Seen> {
	const { api, credential } = station;
	const nothing = { appId: credential.appId, permissions: [], situation: null, pages: null, failures: [] };
	const records = await attempt(async () => await api.appRecords());
	if (!records.ok) {
		const refused = tokenCheckFailure(records.failure);
		if (refused.code !== 'secretWrong') throw records.failure;
		return { ...nothing, token: { facts: null, findings: [refused] } };
	}
	const situation = await lookAtApp(station, records.value);
	const permissions = neededPermissions(usesInstagram(situation));
	const [token, pages] = await Promise.all([
		lookAtToken(api, credential, permissions, Date.now() / 1000),
		credential.accessToken === '' ? null : attempt(async () => await lookAtPages(station, situation)),
	]);
	const found = { ...nothing, token, permissions, situation };
	if (pages === null) return found;
	if (pages.ok) return { ...found, pages: pages.value };
	if (!isLastingRefusal(pages.failure)) throw pages.failure;
	const isExplained = token.findings.some(({ isBlocking }) => isBlocking);
	const unlisted = finding('pageNotRead', 'The Pages of the access token are not known', {
		remedy: pages.failure.message,
	});
	return { ...found, failures: isExplained ? [] : [unlisted] };
}
