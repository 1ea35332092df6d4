// The three lifecycle steps on n8n's hook context. n8n brings an edited trigger up by `delete` of
// the old one and then `checkExists` and `create` of the new one, and calls `delete` after every
// failed attempt too, so a `delete` of a published trigger may be no farewell: it leaves a moment
// later, unless the trigger is back by then.
import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { formatFindings, type Finding } from '../../account/findings';
import { graphError } from '../../account/graphError';
import { findPages } from '../../account/pages';
import { attempt } from '../../graph/attempt';
import type { PageAccess } from '../../graph/graphApi';
import { GraphFailure, isLastingRefusal } from '../../graph/graphFailure';
import { logLine } from '../logLine';
import { isMeantToChoosePages, readSettings } from '../settings';
import { withAppLock } from './appLock';
import { Background, type BackgroundWork } from './background';
import { isCleanUpOfCheck, noteFailedCheck } from './failedChecks';
import { internalUrlFindings } from './internalUrlCheck';
import { credentialForLeaving, forgetCredential, rememberCredential } from './leavingCredential';
import { openRegistrar, readComplete, registrationKeyOf, webhookUrlOf } from './openRegistrar';
import { lookBeforeRegistering, manualFindings, settingsFindings } from './preflight';
import { isRegistered, register, registeredAs } from './register';
import { forgetRegistered, isSameWish, noteRegistered, readRegistered, type Registered } from './registered';
import { appKeyOf, wishOf, type Registrar } from './registrar';
import { NO_PAGE } from './registrationFindings';
import { leftBehindText, notMendedText } from './registrationTexts';
import { union } from './subscription';
import { unregister } from './unregister';

/**
 * A busy n8n has been seen to take more than two seconds from `delete` to `checkExists` of one
 * edit.
 */
const LEAVE_DELAY_MS = 3_000;
/**
 * n8n tries a failed publication again after at most 8 seconds; until then the old registration
 * stays in force.
 */
const LEAVE_AFTER_FAILED_EDIT_DELAY_MS = 10_000;

/** A leaving, with what is to be left, or a look at what an edit left alone. */
type Subject = { leaves: Registered | null } | 'look';
/** What goes on per registration. */
export const background = new Background<Subject>();
/** Registrations that failed a moment ago, with what stood before; n8n calls `leave` for each. */
const failed = new Map<string, Registered | null>();

export async function isJoined(context: IHookFunctions): Promise<boolean> {
	const settings = readSettings(context);
	if (settings.isManual || settingsFindings(settings).length > 0) return false;
	const registrar = openRegistrar(context, settings, await readComplete(context));
	// Without these `join` has to explain what is missing.
	if (registrar.credential.accessToken === '' || settings.pageIds?.length === 0) return false;
	const going = background.find(registrationKeyOf(registrar));
	if (going !== null && going.subject !== 'look') {
		const noted = going.hasBegun ? null : going.subject.leaves;
		if (noted === null || !isSameWish(noted, wishOf(registrar))) return false;
		await comeBack(context, registrar, noted);
		return true;
	}
	const noted = readRegistered(context.getWorkflowStaticData('node'));
	// What is no longer wanted, `join` takes away.
	if (noted !== null && !isSameWish(noted, wishOf(registrar))) return false;
	return await told(context, registrar, {
		work: async () => await isJoinedAtMeta(context, registrar, noted),
		// n8n 1 cleans up twice, while it starts.
		failed: () => noteFailedCheck(registrationKeyOf(registrar), isStarting(context) ? 2 : 1),
	});
}

export async function join(context: IHookFunctions): Promise<void> {
	const settings = readSettings(context);
	const credential = await readComplete(context);
	const registrar = openRegistrar(context, settings, credential);
	if (settings.isManual) {
		const noPage = settings.pageIds === null && isMeantToChoosePages(context) ? [NO_PAGE] : [];
		const findings = [...manualFindings(settings, credential), ...noPage];
		return refuseBlocking(context, [...findings, ...(await internalUrlFindings(registrar))]);
	}
	const key = registrationKeyOf(registrar);
	const before = leftBy(await background.stop(key)) ?? ownNote(context, registrar);
	const registered = await told(context, registrar, {
		work: async () => await registerChecked(context, registrar, before),
		failed: () => failed.set(key, before),
	});
	noteRegistered(context.getWorkflowStaticData('node'), registered);
	if (!registrar.self.isTest) rememberCredential(context, credential);
}

export async function leave(context: IHookFunctions): Promise<void> {
	const settings = readSettings(context);
	if (settings.isManual) return;
	const staticData = context.getWorkflowStaticData('node');
	const noted = readRegistered(staticData);
	const credential = await credentialForLeaving(context, noted);
	if (credential === null) return;
	// The other members lose taps until it is done.
	const registrar = openRegistrar(context, settings, credential, { ignoresHold: true });
	const key = registrationKeyOf(registrar);
	if (isCleanUpOfCheck(key)) return;
	const hasFailed = failed.has(key);
	const before = leftBy(background.find(key)?.subject ?? null) ?? noted ?? failed.get(key) ?? null;
	failed.delete(key);
	forgetRegistered(staticData);
	const leaveOnce = async () => {
		const pageIds = before === null ? settings.pageIds : union(before.pageIds, settings.pageIds ?? []);
		await unregister(registrar, { wasRegistered: before?.appId === credential.appId, pageIds });
		if (!registrar.self.isTest) forgetCredential(context);
	};
	const isFarewell = registrar.self.isTest || (hasFailed && before === null);
	// One that does not succeed at once is repeated in the background, which tells why in the end.
	if (isFarewell && (await succeeds(withAppLock(appKeyOf(credential), leaveOnce)))) return;
	goOn(context, registrar, {
		subject: { leaves: before },
		delayMs: hasFailed && before !== null ? LEAVE_AFTER_FAILED_EDIT_DELAY_MS : LEAVE_DELAY_MS,
		attempt: leaveOnce,
		giveUpText: (cause) => leftBehindText(cause, credential.appId),
	});
}

/**
 * The same wish, the same registration: the trigger is up at once, and Meta is asked afterwards.
 */
async function comeBack(context: IHookFunctions, registrar: Registrar, noted: Registered): Promise<void> {
	const key = registrationKeyOf(registrar);
	await background.stop(key);
	noteRegistered(context.getWorkflowStaticData('node'), noted);
	rememberCredential(context, registrar.credential);
	goOn(context, registrar, {
		subject: 'look',
		delayMs: 0,
		attempt: async () => void (await registerChecked(context, registrar, noted)),
		giveUpText: notMendedText,
	});
}

/** With the app to itself, in the background. What could not be done is an error line. */
function goOn(
	context: IHookFunctions,
	registrar: Registrar,
	work: Pick<BackgroundWork<Subject>, 'subject' | 'delayMs' | 'attempt'> & {
		giveUpText(cause: string): string;
	},
): void {
	const { credential } = registrar;
	background.start(registrationKeyOf(registrar), {
		...work,
		attempt: async () => await withAppLock(appKeyOf(credential), work.attempt),
		isWorthRepeating,
		giveUp: (error) => {
			const { message } = graphError(context.getNode(), error, credential);
			logLine(context, 'error', work.giveUpText(message));
		},
	});
}

async function isJoinedAtMeta(
	context: IHookFunctions,
	registrar: Registrar,
	noted: Registered | null,
): Promise<boolean> {
	let pages: readonly PageAccess[] = [];
	let isAtApp = false;
	const checked = await attempt(
		async () =>
			await isRegistered(registrar, async () => {
				// Asked for only then.
				isAtApp = true;
				pages = (await findPages(registrar.api, noted?.pageIds ?? registrar.settings.pageIds)).pages;
				return pages;
			}),
	);
	if (checked.ok && checked.value) {
		const registered = registeredAs(registrar, pages, pages, noted);
		noteRegistered(context.getWorkflowStaticData('node'), registered);
		if (!registrar.self.isTest) rememberCredential(context, registrar.credential);
	}
	if (checked.ok) return checked.value;
	// A token that has ended must not cost a published workflow its taps: `join` would fail, and n8n
	// call `leave`.
	if (isAtApp && isStarting(context) && isLastingRefusal(checked.failure)) {
		registrar.warn(`Its Pages could not be checked, and it stays registered. ${checked.failure.message}`);
		return true;
	}
	// What Meta refuses, `join` can explain. Silence it could only wait for once more.
	if (checked.failure.outcome.kind === 'refused') return false;
	throw checked.failure;
}

async function registerChecked(
	context: IHookFunctions,
	registrar: Registrar,
	before: Registered | null,
): Promise<Registered> {
	const { api, credential, settings } = registrar;
	const webhookUrl = webhookUrlOf(context);
	const nowSeconds = Date.now() / 1000;
	const look = await lookBeforeRegistering({ api, credential, settings, webhookUrl, nowSeconds, before });
	refuseBlocking(context, [...look.findings, ...(await internalUrlFindings(registrar))]);
	return await register(registrar, { records: look.records, pages: look.found.pages, before });
}

/** n8n brings up what is published, where somebody publishes otherwise. */
function isStarting(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

function leftBy(subject: Subject | null): Registered | null {
	return subject === null || subject === 'look' ? null : subject.leaves;
}

function ownNote(context: IHookFunctions, registrar: Registrar): Registered | null {
	const noted = readRegistered(context.getWorkflowStaticData('node'));
	const { url, appId } = wishOf(registrar);
	return noted !== null && noted.url === url && noted.appId === appId ? noted : null;
}

/**
 * With the app to itself; whatever goes wrong reaches the user as one n8n error without secrets.
 */
async function told<Result>(
	context: IHookFunctions,
	{ credential }: Registrar,
	{ work, failed }: { work: () => Promise<Result>; failed: () => void },
): Promise<Result> {
	try {
		return await withAppLock(appKeyOf(credential), work);
	} catch (error) {
		failed();
		throw graphError(context.getNode(), error, credential);
	}
}

async function succeeds(work: Promise<void>): Promise<boolean> {
	return await work.then(
		() => true,
		() => false,
	);
}

function isWorthRepeating(error: unknown): boolean {
	return !(error instanceof GraphFailure && isLastingRefusal(error));
}

function refuseBlocking(context: IHookFunctions, findings: readonly Finding[]): void {
	if (findings.length === 0) return;
	const text = formatFindings(findings);
	if (findings.some(({ isBlocking }) => isBlocking)) throw new NodeOperationError(context.getNode(), text);
	logLine(context, 'warn', text);
}
