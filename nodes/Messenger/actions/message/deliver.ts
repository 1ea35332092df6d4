// EDGE: one call of the Send API, with the Page's token. Again only where nothing can have arrived.
import { sleep } from 'n8n-workflow';
import type { Account } from '../../account/pageOf';
import { attempt, type Attempt } from '../../graph/attempt';
import { httpOf } from '../../graph/request';
import { SendApi } from '../../graph/sendApi';
import type { FileToSend, SendAnswer, SendParameters } from '../../graph/sending';
import type { Action } from '../item/action';
import { withPage } from '../item/pageCall';
import { sendingFailure, showingFailure } from '../refusals/failureOf';

/** Between tries to connect. */
const CONNECT_WAITS_MS = [500, 2_000];

/** @throws {ActionFailure} */
export async function deliver(
	action: Action,
	account: Account,
	parameters: SendParameters,
	{ file = null, isAside = false }: { file?: FileToSend | null; isAside?: boolean } = {},
): Promise<SendAnswer> {
	const sent = await attempt(
		async () =>
			await withPage(action, account, async ({ page }) => {
				const api = new SendApi(httpOf(action.n8n), action.credential, page, { isAside });
				return valueOf(await connected(async () => await api.send(parameters, file)));
			}),
	);
	if (sent.ok) return sent.value;
	throw parameters.message === undefined ? showingFailure(sent.failure) : sendingFailure(sent.failure);
}

async function connected<Result>(call: () => Promise<Result>): Promise<Attempt<Result>> {
	let tried = await attempt(call);
	for (const ms of CONNECT_WAITS_MS) {
		if (tried.ok || !isNeverSent(tried)) return tried;
		await sleep(ms);
		tried = await attempt(call);
	}
	return tried;
}

function isNeverSent(tried: Attempt<unknown>): boolean {
	return !tried.ok && tried.failure.outcome.kind === 'unreachable' && tried.failure.outcome.neverSent;
}

function valueOf<Result>(tried: Attempt<Result>): Result {
	if (tried.ok) return tried.value;
	throw tried.failure;
}
