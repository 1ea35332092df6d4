// Deliveries as Meta sends them, signed, and never the same event twice: a repeated one would be
// dropped as a duplicate.
import { createHmac, randomBytes } from 'node:crypto';
import { serialise, sign } from '../sandbox/meta/signing.ts';

export interface Signed {
	body: Buffer;
	headers: Record<string, string>;
}

export interface Sender {
	pageId: string;
	secret: string;
}

export function aSender(pageId = '365735429786766'): Sender {
	return { pageId, secret: randomBytes(16).toString('hex') };
}

/** Makes one delivery after the other. */
export type Source = () => Signed;

const NOISE = ['delivery', 'delivery', 'read', 'read', 'echo'] as const;
const FIRST_TIMESTAMP = Date.UTC(2026, 0, 1);

let counter = 0;

/** Deliveries of `events` button taps each. */
export function taps(sender: Sender, events = 1): Source {
	return () => delivery(sender, events, () => tap(sender));
}

/** Delivery receipts, read receipts and echoes, two to two to one. */
export function noise(sender: Sender): Source {
	return () => delivery(sender, 1, () => noiseEvent(sender, NOISE[counter % NOISE.length] ?? 'read'));
}

/**
 * Both signatures, so that every contender can verify the same request: the Facebook Trigger knows
 * only SHA-1.
 */
function delivery({ pageId, secret }: Sender, events: number, event: () => unknown): Signed {
	const messaging = Array.from({ length: events }, event);
	const body = serialise({
		object: 'page',
		entry: [{ time: FIRST_TIMESTAMP + counter, id: pageId, messaging }],
	});
	return {
		body,
		headers: {
			'content-type': 'application/json',
			'user-agent': 'facebookexternalua',
			'x-hub-signature-256': sign(secret, body),
			'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
		},
	};
}

function tap(sender: Sender): unknown {
	counter += 1;
	return {
		...parties(sender),
		postback: {
			title: 'Buy a sourdough loaf',
			payload: JSON.stringify({ action: counter % 2 === 0 ? 'BUY' : 'HOURS', sku: counter % 97 }),
			mid: messageId(),
		},
	};
}

function noiseEvent(sender: Sender, kind: (typeof NOISE)[number]): unknown {
	counter += 1;
	const watermark = FIRST_TIMESTAMP + counter;
	if (kind === 'delivery') return { ...parties(sender), delivery: { mids: [messageId()], watermark } };
	if (kind === 'read') return { ...parties(sender), read: { watermark } };
	const message = { mid: messageId(), is_echo: true, app_id: 1517776481860111, text: 'Here is your order.' };
	return { ...parties(sender), message };
}

function parties({ pageId }: Sender) {
	const senderId = String(6001002003000000 + (counter % 5000));
	return { sender: { id: senderId }, recipient: { id: pageId }, timestamp: FIRST_TIMESTAMP + counter };
}

/** As long as a real one. */
function messageId(): string {
	return `m_${counter.toString(36).padStart(12, '0')}${'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'.repeat(2)}`;
}
