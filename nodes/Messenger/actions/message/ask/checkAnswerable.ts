// EDGE: asks Meta and n8n, before a question is sent, whether an answer could arrive at all.
import { LookUps } from '../../../account/lookUps';
import type { Account } from '../../../account/pageOf';
import { attempt } from '../../../graph/attempt';
import type { Channel } from '../../../graph/channel';
import { GraphApi } from '../../../graph/graphApi';
import { httpOf } from '../../../graph/request';
import { resumeStatus, type ResumeStatus } from '../../../trigger/answers/resumeRoute';
import { parseCallback } from '../../../trigger/members/callback';
import { addressOf, type Address, type Home } from '../../../trigger/members/home';
import type { MemberAnswer } from '../../../trigger/members/memberReply';
import { sendToMember } from '../../../trigger/members/memberRequest';
import { askMembers } from '../../../trigger/members/members';
import type { Action } from '../../item/action';
import { withPage } from '../../item/pageCall';
import type { ActionFailure } from '../../refusals/actionFailure';
import { recordFor, whyUnanswerable, whyUnreachable } from './unanswerable';

/** What is in order is not asked about again for so long. */
const GOOD_FOR_MS = 60_000;
const SELF_TIMEOUT_MS = 5_000;

const checks = new LookUps<ActionFailure | null>(10_000, GOOD_FOR_MS);

export interface Asked {
	account: Account;
	channel: Channel;
	style: string;
	/** What resumes an execution on this n8n. */
	home: Home;
	/** What resumes this one. */
	path: string;
}

/** @throws {ActionFailure} when no answer could */
export async function checkAnswerable(action: Action, asked: Asked): Promise<void> {
	const { account, channel, style, home, path } = asked;
	const { origin } = home;
	const key = [action.credential.fingerprint, origin, account.accountId, channel, style].join('/');
	await check(key, async () => await lookAtMeta(action, asked));
	// A run in the editor is not stored yet.
	if (action.n8n.getMode() === 'manual') return;
	const at = addressOf(path, origin, home);
	if (at === null) return;
	const self = at.url.origin;
	await check(`${origin} ${self}`, async () =>
		whyUnreachable(self, at.isInternal, await reach(action, at, home)),
	);
}

async function check(key: string, look: () => Promise<ActionFailure | null>): Promise<void> {
	const failure = await checks.get(key, Date.now(), async () => {
		const value = await look();
		return { value, ageMs: value === null ? GOOD_FOR_MS : 0 };
	});
	if (failure !== null) throw failure;
}

async function lookAtMeta(
	action: Action,
	{ account, channel, style, home }: Asked,
): Promise<ActionFailure | null> {
	const api = new GraphApi(httpOf(action.n8n), action.credential, { purpose: 'messages' });
	const [records, pageFields] = await Promise.all([
		attempt(async () => await api.appRecords()),
		attempt(async () => await withPage(action, account, async ({ page }) => await api.pageFields(page))),
	]);
	const callbackUrl = records.ok ? recordFor(channel, records.value)?.callbackUrl : undefined;
	return whyUnanswerable({
		origin: home.origin,
		channel,
		style,
		records: records.ok ? records.value : null,
		receiver: await receiverAt(action, home, callbackUrl ?? ''),
		pageFields: pageFields.ok ? pageFields.value : undefined,
	});
}

/** What answers at a callback on this n8n; null when it is on another one. */
async function receiverAt(
	{ n8n, credential }: Action,
	home: Home,
	callbackUrl: string,
): Promise<MemberAnswer | null> {
	const callback = parseCallback(callbackUrl);
	const [owner] = callback?.members ?? [];
	if (callback?.origin !== home.origin || owner === undefined) return null;
	const replies = await askMembers({ http: httpOf(n8n), app: credential, home }, home.origin, [owner]);
	return replies.get(owner)?.answer ?? null;
}

async function reach({ n8n }: Action, at: Address, { base }: Home): Promise<ResumeStatus> {
	const answer = await sendToMember(httpOf(n8n), {
		method: 'POST',
		at,
		timeoutMs: SELF_TIMEOUT_MS,
		headers: { 'content-type': 'application/json' },
		body: Buffer.from('{}'),
	});
	return resumeStatus(answer, { url: at.url, base });
}
