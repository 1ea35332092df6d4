// PURE: the payload of a button that resumes an execution: sealed, because other apps may see it in
// an echo, and with the token in it every question of the execution could be answered.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { arrayOf, parseJson } from '../../graph/json';
import { isSealed, SEAL } from '../events/sealed';

/** One answer of one question, as it is asked of one person. */
export interface Ticket {
	route: ResumeRoute;
	/** Of the node that asks; in a loop each question is a run of its own. */
	nodeId: string;
	run: number;
	/** The PSID or Instagram-scoped ID of whoever may answer. */
	person: string;
	/** Counted from 0. */
	index: number;
	value: string;
	/** Milliseconds, as for all times. */
	askedAt: number;
	/** Null when the question waits without limit. */
	expiresAt: number | null;
}

/** Where n8n resumes the execution. */
export interface ResumeRoute {
	/** With the port. */
	host: string;
	/** Path up to the execution ID, such as `/webhook-waiting/`. */
	base: string;
	executionId: string;
	/** What n8n wants to see: the execution's token, or the signature of path and query. */
	kind: 'token' | 'signed';
	secret: string;
}

export type TicketReading = { ok: true; ticket: Ticket } | { ok: false };

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const LABEL = 'n8n-nodes-messenger-postbacks:ticket';

/** `mpw1.` and the Base64url of IV, ciphertext and tag, in this order. */
export function sealTicket(ticket: Ticket, appSecret: string, iv: Buffer = randomBytes(IV_BYTES)): string {
	const cipher = createCipheriv(CIPHER, keyOf(appSecret), iv).setAAD(Buffer.from(SEAL));
	const sealed = [iv, cipher.update(contentOf(ticket), 'utf8'), cipher.final(), cipher.getAuthTag()];
	return SEAL + Buffer.concat(sealed).toString('base64url');
}

/** Any of the secrets may have sealed it: one that was replaced must not silence the buttons. */
export function openTicket(payload: string, secrets: readonly string[]): TicketReading {
	if (!isSealed(payload)) return { ok: false };
	const text = payload.slice(SEAL.length);
	const sealed = Buffer.from(text, 'base64url');
	// The decoder passes over what it does not know.
	if (sealed.length < IV_BYTES + TAG_BYTES || sealed.toString('base64url') !== text) return { ok: false };
	for (const secret of secrets) {
		const content = secret.trim() === '' ? null : decrypt(sealed, secret);
		const ticket = content === null ? null : readContent(content);
		if (ticket !== null) return { ok: true, ticket };
	}
	return { ok: false };
}

/** The longest value is known before a ticket is made: so many characters for this content. */
export function ticketLength(ticket: Ticket): number {
	const bytes = IV_BYTES + Buffer.byteLength(contentOf(ticket)) + TAG_BYTES;
	return SEAL.length + Math.ceil((bytes * 4) / 3);
}

function keyOf(appSecret: string): Buffer {
	return Buffer.from(hkdfSync('sha256', appSecret, '', LABEL, KEY_BYTES));
}

function decrypt(sealed: Buffer, secret: string): string | null {
	const decipher = createDecipheriv(CIPHER, keyOf(secret), sealed.subarray(0, IV_BYTES), {
		authTagLength: TAG_BYTES,
	})
		.setAAD(Buffer.from(SEAL))
		.setAuthTag(sealed.subarray(-TAG_BYTES));
	try {
		const content = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
		return Buffer.concat([content, decipher.final()]).toString('utf8');
	} catch {
		// Sealed with another secret, or changed.
		return null;
	}
}

/** A list, because names would take a third of the space. */
function contentOf({ route, nodeId, run, person, index, value, askedAt, expiresAt }: Ticket): string {
	const { host, base, executionId, kind, secret } = route;
	const place = [host, base, executionId, kind === 'signed' ? 1 : 0, secret, nodeId, run];
	return JSON.stringify([...place, person, index, value, askedAt, expiresAt]);
}

function readContent(content: string): Ticket | null {
	const json = parseJson(content);
	const [host, base, executionId, isSigned, secret, nodeId, run, person, index, value, askedAt, expiresAt] =
		arrayOf(json.ok ? json.value : null);
	const isComplete =
		areAll('string', [host, base, executionId, secret, nodeId, person, value]) &&
		areAll('number', [isSigned, run, index, askedAt]) &&
		(expiresAt === null || typeof expiresAt === 'number');
	if (!isComplete) return null;
	const kind = isSigned === 1 ? 'signed' : 'token';
	const route = { host, base, executionId, kind, secret };
	return { route, nodeId, run, person, index, value, askedAt, expiresAt } as Ticket;
}

function areAll(type: 'string' | 'number', values: readonly unknown[]): boolean {
	return values.every((value) => typeof value === type);
}
