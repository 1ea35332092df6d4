// The three lifecycle steps on n8n's hook context. n8n brings an edited trigger up by `delete` of
// the old one and then `checkExists` and `create` of the new one, and calls `delete` after every
// failed attempt too, so a `delete` of a published trigger may be no farewell: it leaves a moment
// later, unless the trigger is back by then.
import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { formatFindings, type Finding } from '../../account/findings';
import { graphError } from '../../account/graphError';
import { GraphFailure, isLastingRefusal } from '../../graph/graphFailure';
import { META_CODE } from '../../graph/metaCodes';
import { logLine } from '../logLine';
import { isMeantToChoosePages, readSettings } from '../settings';
import { withAppLock } from './appLock';
import { Background, type BackgroundWork } from './background';
import { ComingBack, IsBack } from './comingBack';
import { isCleanUpOfCheck, noteFailedCheck } from './failedChecks';
import { internalUrlFindings } from './internalUrlCheck';
import { credentialForLeaving, forgetCredential, rememberCredential } from './leavingCredential';
import { openRegistrar, readComplete, registrationKeyOf, webhookUrlOf } from './openRegistrar';
import { lookBeforeRegistering, manualFindings, settingsFindings } from './preflight';
import { register } from './register';
import { forgetRegistered, isSameWish, noteRegistered, readRegistered, type Registered } from './registered';
import { appKeyOf, wishOf, type Registrar } from './registrar';
import { NO_PAGE } from './registrationFindings';
import { keptText, leftBehindText, notMendedText } from './registrationTexts';
import { isStarting, isStillRegistered } from './stillRegistered';
import { union } from './subscription';
import { unregister } from './unregister';

/**
 * A busy n8n has been seen to take more than two seconds from `delete` to `checkExists` of one
 * edit.
 */
const UNREGISTER_DELAY_MS = 3_000;
/**
 * n8n tries a failed publication again after at most 8 seconds; until then the old registration
 * stays in force.
 */
const UNREGISTER_AFTER_FAILED_EDIT_DELAY_MS = 10_000;

/** A leaving, with what is to be left, or a look at what an edit left alone. */
type Subject = { unregisters: Registered | null } | 'look';
/** What goes on per registration. */
export const background = new Background<Subject>();
/** Registrations that failed a moment ago, with what stood before; n8n calls `delete` for each. */
const failed = new Map<string, Registered | null>();

export async function isTriggerRegistered(context: IHookFunctions): Promise<boolean> {
	const settings = readSettings(context);
	if (settings.isManual || settingsFindings(settings).length > 0) return false;
	const registrar = openRegistrar(context, settings, await readComplete(context));
	// Without these `create` has to explain what is missing.
	if (registrar.credential.accessToken === '' || settings.pageIds?.length === 0) return false;
	const going = background.find(registrationKeyOf(registrar));
	if (going !== null && going.subject !== 'look') {
		// An edit; who publishes what was unpublished waits for what Meta says.
		const isEdit = context.getActivationMode() === 'update';
		const noted = going.hasBegun || !isEdit ? null : going.subject.unregisters;
		if (noted === null || !isSameWish(noted, wishOf(registrar))) return false;
		await comeBack(context, registrar, noted);
		return true;
	}
	const noted = readRegistered(context.getWorkflowStaticData('node'));
	// What is no longer wanted, `create` takes away.
	if (noted !== null && !isSameWish(noted, wishOf(registrar))) return false;
	return await told(context, registrar, {
		work: async () => await isStillRegistered(context, registrar, noted),
		// n8n 1 cleans up twice, while it starts.
		failed: () => noteFailedCheck(registrationKeyOf(registrar), isStarting(context) ? 2 : 1),
	});
}

export async function registerTrigger(context: IHookFunctions): Promise<void> {
	const settings = readSettings(context);
	const credential = await readComplete(context);
	const registrar = openRegistrar(context, settings, credential);
	if (settings.isManual) {
		const noPage = settings.pageIds === null && isMeantToChoosePages(context) ? [NO_PAGE] : [];
		const findings = [...manualFindings(settings, credential), ...noPage];
		return refuseBlocking(context, [...findings, ...(await internalUrlFindings(registrar))]);
	}
	const key = registrationKeyOf(registrar);
	const before = unregisteredBy(await background.stop(key)) ?? ownNote(context, registrar);
	const registered = await told(context, registrar, {
		work: async () => await registerChecked(context, registrar, before),
		failed: () => failed.set(key, before),
	});
	noteRegistered(context.getWorkflowStaticData('node'), registered);
	if (!registrar.self.isTest) rememberCredential(context, credential);
}

export async function unregisterTrigger(context: IHookFunctions): Promise<void> {
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
	const before = noted ?? unregisteredBy(background.find(key)?.subject ?? null) ?? failed.get(key) ?? null;
	failed.delete(key);
	forgetRegistered(staticData);
	const unregisterOnce = async () => {
		const pageIds = before === null ? settings.pageIds : union(before.pageIds, settings.pageIds ?? []);
		await unregister(registrar, { wasRegistered: before?.appId === credential.appId, pageIds });
		if (!registrar.self.isTest) forgetCredential(context);
	};
	const isFarewell = registrar.self.isTest || (hasFailed && before === null);
	// One that does not succeed at once is repeated in the background, which tells why in the end.
	if (isFarewell && (await succeeds(withAppLock(appKeyOf(credential), unregisterOnce)))) return;
	const comingBack = new ComingBack(registrar, before);
	goOn(context, registrar, {
		subject: { unregisters: before },
		delayMs: hasFailed && before !== null ? UNREGISTER_AFTER_FAILED_EDIT_DELAY_MS : UNREGISTER_DELAY_MS,
		attempt: async () => {
			if (!isFarewell) await comingBack.refuseLeaving();
			await unregisterOnce();
		},
		giveUpLine: (cause) => ['registrationRemains', leftBehindText(cause, credential.appId)],
	});
}

/**
 * The same wish, the same registration: the trigger is up at once, and Meta is asked afterwards,
 * about the Pages that are noted: a new one of the token could not be noted any more.
 */
async function comeBack(context: IHookFunctions, registrar: Registrar, noted: Registered): Promise<void> {
	const key = registrationKeyOf(registrar);
	await background.stop(key);
	noteRegistered(context.getWorkflowStaticData('node'), noted);
	rememberCredential(context, registrar.credential);
	const settings = { ...registrar.settings, pageIds: [...noted.pageIds] };
	goOn(context, registrar, {
		subject: 'look',
		delayMs: 0,
		attempt: async () => void (await registerChecked(context, { ...registrar, settings }, noted)),
		giveUpLine: (cause) => ['registrationIncomplete', notMendedText(cause)],
	});
}

/** With the app to itself, in the background. What could not be done is an error line. */
function goOn(
	context: IHookFunctions,
	registrar: Registrar,
	work: Pick<BackgroundWork<Subject>, 'subject' | 'delayMs' | 'attempt'> & {
		giveUpLine(cause: string): Parameters<Registrar['warn']>;
	},
): void {
	const { credential } = registrar;
	background.start(registrationKeyOf(registrar), {
		...work,
		attempt: async () => await withAppLock(appKeyOf(credential), work.attempt),
		isWorthRepeating,
		giveUp: (error) => {
			if (error instanceof IsBack) return registrar.warn('registrationKept', keptText());
			const { message } = graphError(context.getNode(), error, credential);
			registrar.warn(...work.giveUpLine(message));
		},
	});
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

function unregisteredBy(subject: Subject | null): Registered | null {
	return subject === null || subject === 'look' ? null : subject.unregisters;
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

/** A handshake that did not pass may pass next time: a time-out on the way, an n8n that is busy. */
function isWorthRepeating(error: unknown): boolean {
	if (!(error instanceof GraphFailure)) return true;
	return error.code === META_CODE.handshake || !isLastingRefusal(error);
}

function refuseBlocking(context: IHookFunctions, findings: readonly Finding[]): void {
	if (findings.some(({ isBlocking }) => isBlocking)) {
		throw new NodeOperationError(context.getNode(), formatFindings(findings));
	}
	for (const finding of findings) if (!finding.isBlocking) logLine(context, finding.reason, finding.text);
}
