// EDGE: everything that a check asks: the app, who lives, the token, the Pages.
import { lookAtToken, tokenCheckFailure } from '../../account/checkToken';
import { pagesOfToken } from '../../account/pages';
import { neededPermissions } from '../../account/tokenFindings';
import { attempt } from '../../graph/attempt';
import { isLastingRefusal } from '../../graph/graphFailure';
import { webhookUrlFindings } from '../../trigger/register/webhookUrl';
import { finding, whyFailed } from './findings';
import type { Seen } from './health';
import { lookAtApp } from './lookAtApp';
import { lookAtPages, type OpenPages } from './lookAtPages';
import { usesInstagram } from './needs';
import type { Station } from './station';

export interface Looked extends Seen {
	pages: OpenPages | null;
}

/** @throws {GraphFailure} when Meta does not answer, or says to come back later */
export async function look(station: Station): Promise<Looked> {
	const { api, credential, home } = station;
	const isAddressPublic = webhookUrlFindings(home.origin, credential.baseUrl).length === 0;
	const nothing = {
		appId: credential.appId,
		permissions: [],
		situation: null,
		isAddressPublic,
		pages: null,
		failures: [],
	};
	const [records, listed] = await Promise.all([
		attempt(async () => await api.appRecords()),
		credential.accessToken === '' ? null : attempt(async () => await pagesOfToken(api)),
	]);
	if (!records.ok) {
		const refused = tokenCheckFailure(records.failure);
		if (refused.code !== 'secretWrong') throw records.failure;
		return { ...nothing, token: { facts: null, findings: [refused] } };
	}
	const situation = await lookAtApp(station, records.value);
	const permissions = neededPermissions(usesInstagram(situation));
	const [token, pages] = await Promise.all([
		lookAtToken(api, credential, permissions, Date.now() / 1000),
		listed?.ok === true
			? attempt(async () => await lookAtPages(station, situation, listed.value))
			: Promise.resolve(listed),
	]);
	const found = { ...nothing, token, permissions, situation };
	if (pages === null) return found;
	if (pages.ok) return { ...found, pages: pages.value };
	if (!isLastingRefusal(pages.failure)) throw pages.failure;
	const isExplained = token.findings.some(({ isBlocking }) => isBlocking);
	const unlisted = finding('pageNotRead', 'The Pages of the access token are not known', {
		remedy: whyFailed(pages.failure),
	});
	return { ...found, failures: isExplained ? [] : [unlisted] };
}
