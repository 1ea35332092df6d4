// EDGE: calls that need the token of a Page. A token is found once and remembered; one that Meta
// refuses is read afresh, once.
import { forgetPage, pageOf, type Account, type TokenHolder } from '../../account/pageOf';
import { attempt } from '../../graph/attempt';
import type { Channel } from '../../graph/channel';
import { GraphApi, type PageAccess } from '../../graph/graphApi';
import { META_CODE } from '../../graph/metaCodes';
import { httpOf } from '../../graph/request';
import { refused } from '../refusals/actionFailure';
import { failureOf } from '../refusals/failureOf';
import type { Action } from './action';

/** A Page with the side of it that is meant. */
export interface OpenAccount {
	page: PageAccess;
	channel: Channel;
}

/**
 * @throws {GraphFailure} what Meta says to the call
 * @throws {ActionFailure} when the token opens no such Page
 */
export async function withPage<Result>(
	action: Action,
	account: Account,
	call: (open: OpenAccount) => Promise<Result>,
): Promise<Result> {
	const holder = holderOf(action);
	const open = await openAccount(holder, account);
	const first = await attempt(async () => await call(open));
	if (first.ok) return first.value;
	if (first.failure.code !== META_CODE.token) throw first.failure;
	forgetPage(holder, open.page);
	return await call(await openAccount(holder, account));
}

/** The account as the trigger names it: a raw item tells no channel, and 'Page' names a Page. */
export async function accountOf(
	action: Action,
	account: Account,
): Promise<{ channel: Channel; accountId: string }> {
	const { page, channel } = await openAccount(holderOf(action), account);
	return { channel, accountId: channel === 'instagram' ? (page.instagram?.id ?? page.id) : page.id };
}

function holderOf({ n8n, credential }: Action): TokenHolder {
	return {
		api: new GraphApi(httpOf(n8n), credential, { purpose: 'messages' }),
		fingerprint: credential.fingerprint,
		pageIds: null,
	};
}

async function openAccount(holder: TokenHolder, account: Account): Promise<OpenAccount> {
	const found = await pageOf(holder, account);
	if (!found.ok) throw failureOf(found.failure);
	const page = found.value ?? (await linkedPage(holder, account));
	if (page !== null) {
		return { page, channel: account.channel ?? (page.id === account.accountId ? 'messenger' : 'instagram') };
	}
	const what = account.channel === 'instagram' ? 'Page with the Instagram account' : 'Page';
	throw refused(
		`The access token opens no ${what} ${account.accountId}`,
		"Choose the Page from the list of 'Page', or give the person behind the token a role on it and create the token again.",
	);
}

/** 'Page' may name an Instagram account by the Page that it is linked to. */
async function linkedPage(holder: TokenHolder, { channel, accountId }: Account): Promise<PageAccess | null> {
	if (channel !== 'instagram') return null;
	const found = await pageOf(holder, { channel: 'messenger', accountId });
	// So Meta speaks of an ID that is no Page's.
	if (!found.ok && found.failure.code === META_CODE.parameter) return null;
	if (!found.ok) throw failureOf(found.failure);
	if (found.value === null || found.value.instagram !== null) return found.value;
	throw refused(
		`Page ${accountId} is not linked to an Instagram professional account`,
		"Link them in the Page's settings and create the access token again, or set 'Channel' to Messenger.",
	);
}
