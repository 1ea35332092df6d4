// What the owner of a callback does for its other members: passes a verified delivery on to each of
// them.
import { sleep, type IWebhookFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import { isObject } from '../../graph/json';
import { httpOf } from '../../graph/request';
import { logReason, logWithinBounds } from '../log';
import { PerNode } from '../perNode';
import { NOTICES, type Notice } from '../reasons';
import { judgeWithCredential } from '../verify/judge';
import type { VerifiedBody } from '../verify/signature';
import { parseAlso } from './callback';
import { homeOf, isPublished, type Home } from './home';
import { isGone, MemberHealth } from './memberHealth';
import { hasValidTag } from './memberTag';
import { RELAY_HEADER, relayDelivery, type RelayedDelivery } from './relay';

/** The callback's other members, all on this n8n. */
export interface Members {
	home: Home;
	paths: readonly string[];
}

interface ListedMembers {
	/** Of the trigger that is to pass on to them. */
	url: URL;
	paths: readonly string[];
	/** Made by whoever wrote the list. */
	tag: unknown;
}

/**
 * Null for most deliveries: nobody else is listed, or a member relayed this one, which then goes no
 * further.
 */
export function listedMembers(context: IWebhookFunctions): ListedMembers | null {
	const query: unknown = context.getQueryData();
	if (!isObject(query) || query.also === undefined) return null;
	if (isRelayed(context)) return null;
	const paths = parseAlso(query.also);
	if (paths.length === 0) return null;
	return { url: new URL(context.getNodeWebhookUrl('default') ?? ''), paths, tag: query.tag };
}

/** Whether another member passed it on, and not Meta. */
export function isRelayed(context: IWebhookFunctions): boolean {
	return context.getHeaderData()[RELAY_HEADER] !== undefined;
}

/**
 * Null when the list was not made with a secret of this credential; then nobody gets the delivery.
 */
export async function authenticMembers(
	context: IWebhookFunctions,
	{ url, paths, tag }: ListedMembers,
	{ signingSecrets, internalUrl }: MessengerCredential,
): Promise<Members | null> {
	const members = { home: homeOf(url, internalUrl), paths };
	if (hasValidTag(paths, tag, signingSecrets)) return members;
	// A secret may have been added while the credential was cached; without a second look members
	// would miss a delivery.
	const { verdict } = await judgeWithCredential(context, (credential) => ({
		ok: hasValidTag(paths, tag, credential.signingSecrets),
	}));
	if (verdict.ok) return members;
	logWithinBounds(context, 'memberListNotAuthentic', NOTICES.memberListNotAuthentic);
	return null;
}

const SIGNATURE_REFUSED = 401;
const CREDENTIAL_IS_READ_AGAIN_MS = 1_100;

const healths = new PerNode(() => new MemberHealth());

/**
 * Whether each member has dealt with the delivery. Tests, and those that have failed for long, get
 * it too, but nobody waits for them.
 */
export async function passOn(
	context: IWebhookFunctions,
	{ home, paths }: Members,
	{ body, signature, deadline }: { body: VerifiedBody; signature: string; deadline: number },
): Promise<boolean> {
	const delivery = { home, body, signature };
	const health = healths.of(context);
	const waitedFor: Array<Promise<boolean>> = [];
	for (const path of paths) {
		const isGivenUp = health.isGivenUp(path, Date.now());
		const isTest = !isPublished(path, home);
		const passed = passOnTo(context, health, { path, isGivenUp, isTest, delivery, deadline });
		if (!isGivenUp && !isTest) waitedFor.push(passed);
	}
	return (await Promise.all(waitedFor)).every(Boolean);
}

interface Passing {
	path: string;
	isGivenUp: boolean;
	isTest: boolean;
	delivery: RelayedDelivery;
	deadline: number;
}

async function passOnTo(
	context: IWebhookFunctions,
	health: MemberHealth,
	{ path, isGivenUp, isTest, delivery, deadline }: Passing,
): Promise<boolean> {
	const status = await relayDelivery(httpOf(context), path, delivery, {
		deadline,
		mayRetry: !isGivenUp,
		mayReturn: !health.isAway(path, Date.now()),
	});
	const outcome = health.noteStatus(path, status, Date.now());
	// A test that has ended misses nothing.
	if (outcome === 'accepted' || (isTest && isGone(status))) return true;
	if (status === SIGNATURE_REFUSED) void passOnLater(context, path, delivery);
	if (outcome === 'gone') {
		logWithinBounds(context, 'memberGone', NOTICES.memberGone, { path, status });
		return true;
	}
	const ofPublished: Notice = isGivenUp ? 'memberGivenUp' : 'relayFailed';
	const failure = isTest ? 'testMissed' : ofPublished;
	const reason = outcome === 'refused' ? 'memberRefused' : failure;
	logReason(context, reason, NOTICES[reason], { path, status });
	return outcome === 'refused';
}

/**
 * A member reads its credential again at most once a second, so right after its secret was changed
 * it may refuse what it would take a moment later. Nobody waits for that.
 */
async function passOnLater(
	context: IWebhookFunctions,
	path: string,
	delivery: RelayedDelivery,
): Promise<void> {
	await sleep(CREDENTIAL_IS_READ_AGAIN_MS);
	const deadline = Date.now() + CREDENTIAL_IS_READ_AGAIN_MS;
	await relayDelivery(httpOf(context), path, delivery, { deadline, mayRetry: false, mayReturn: false });
}
