// The sealed payload of a button, against AES-GCM and HKDF put together here from their parts.
import { createCipheriv, createHmac } from 'node:crypto';
import { resumePath } from '../../nodes/Messenger/trigger/answers/resumeRoute';
import {
	openTicket,
	sealTicket,
	ticketLength,
	type Ticket,
} from '../../nodes/Messenger/trigger/answers/ticket';
import { deriveVerifyToken } from '../../nodes/Messenger/trigger/verify/verifyToken';

const SECRET = 'app-secret';
const IV = Buffer.from('000102030405060708090a0b', 'hex');
const PAYLOAD_CHARACTERS = 1_000;

const aTicket = (changes: Partial<Ticket> = {}): Ticket => ({
	route: {
		host: 'n8n.example.com',
		base: '/webhook-waiting/',
		executionId: '4711',
		kind: 'token',
		secret: 'a'.repeat(64),
	},
	nodeId: '11111111-2222-4333-8444-555555555555',
	run: 2,
	person: '6001002003004005',
	index: 1,
	value: 'Zwölf Brötchen',
	askedAt: 1_790_000_000_000,
	expiresAt: null,
	...changes,
});

/** RFC 5869 with one block of output, written out. */
function keyByHmac(secret: string, info: string): Buffer {
	const extracted = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
	return createHmac('sha256', extracted)
		.update(info)
		.update(Buffer.from([1]))
		.digest();
}

const ticketKey = (secret: string) => keyByHmac(secret, 'n8n-nodes-messenger-postbacks:ticket');

function sealedBy(key: Buffer, content: string, aad = 'mpw1.'): string {
	const cipher = createCipheriv('aes-256-gcm', key, IV).setAAD(Buffer.from(aad));
	const bytes = Buffer.concat([IV, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
	return `mpw1.${bytes.toString('base64url')}`;
}

const CONTENT = JSON.stringify([
	'n8n.example.com',
	'/webhook-waiting/',
	'4711',
	0,
	'a'.repeat(64),
	'11111111-2222-4333-8444-555555555555',
	2,
	'6001002003004005',
	1,
	'Zwölf Brötchen',
	1_790_000_000_000,
	null,
]);

describe('a ticket', () => {
	it('is AES-256-GCM under a key that HKDF makes from the App Secret', () => {
		expect(sealTicket(aTicket(), SECRET, IV)).toBe(sealedBy(ticketKey(SECRET), CONTENT));
	});

	it('opens as what was sealed', () => {
		const bounded = aTicket({ expiresAt: 1_790_000_060_000 });
		const signed = aTicket({ route: { ...aTicket().route, kind: 'signed' } });
		for (const ticket of [aTicket(), bounded, signed]) {
			expect(openTicket(sealTicket(ticket, SECRET), [SECRET])).toEqual({ ok: true, ticket });
		}
	});

	it('is never the same twice', () => {
		expect(sealTicket(aTicket(), SECRET)).not.toBe(sealTicket(aTicket(), SECRET));
	});

	it('opens under any secret of the credential, the first or a later one', () => {
		const sealed = sealTicket(aTicket(), SECRET);
		expect(openTicket(sealed, ['rotated', SECRET]).ok).toBe(true);
		expect(openTicket(sealed, ['rotated']).ok).toBe(false);
	});

	it('does not open with one bit changed anywhere', () => {
		const bytes = Buffer.from(sealTicket(aTicket(), SECRET, IV).slice(5), 'base64url');
		for (let bit = 0; bit < bytes.length * 8; bit++) {
			const changed = Buffer.from(bytes);
			changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(openTicket(`mpw1.${changed.toString('base64url')}`, [SECRET]).ok).toBe(false);
		}
	});

	it.each([
		['a character more that decoders pass over', (sealed: string) => `${sealed}!`],
		['a character less', (sealed: string) => sealed.slice(0, -1)],
		['the other alphabet', (sealed: string) => sealed.replace('-', '+').replace('_', '/')],
		['another prefix', (sealed: string) => sealed.replace('mpw1.', 'mpw2.')],
		['nothing after the prefix', () => 'mpw1.'],
		['no prefix', (sealed: string) => sealed.slice(5)],
	])('does not open with %s', (_what, change) => {
		const sealed = sealTicket(aTicket({ value: '????>>>>~~~~' }), SECRET, IV);
		expect(sealed.slice(5)).toMatch(/[-_]/);
		expect(openTicket(change(sealed), [SECRET])).toEqual({ ok: false });
	});

	it.each([
		[
			'a key of another purpose',
			sealedBy(keyByHmac(SECRET, 'n8n-nodes-messenger-postbacks:verify'), CONTENT),
		],
		['the App Secret itself', sealedBy(Buffer.alloc(32, SECRET), CONTENT)],
		[
			'the verify token',
			sealedBy(Buffer.from(deriveVerifyToken({ appId: '1', appSecret: SECRET }, []), 'hex'), CONTENT),
		],
		['another form', sealedBy(ticketKey(SECRET), CONTENT, 'mpw2.')],
		['no list', sealedBy(ticketKey(SECRET), '{}')],
		['a list that lacks the last', sealedBy(ticketKey(SECRET), CONTENT.replace(',null]', ']'))],
		['a number for the person', sealedBy(ticketKey(SECRET), CONTENT.replace('"6001002003004005"', '6'))],
		['a text for the run', sealedBy(ticketKey(SECRET), CONTENT.replace(',2,', ',"2",'))],
	])('that was sealed with %s does not open', (_what, sealed) => {
		expect(openTicket(sealedBy(ticketKey(SECRET), CONTENT), [SECRET]).ok).toBe(true);
		expect(openTicket(sealed, [SECRET])).toEqual({ ok: false });
	});

	it('opens under no blank secret', () => {
		expect(openTicket(sealTicket(aTicket(), ' '), [' ', ''])).toEqual({ ok: false });
	});

	it('is as long as was said before it was made', () => {
		for (let length = 0; length < 40; length++) {
			const ticket = aTicket({ value: 'ü'.repeat(length) });
			expect(ticketLength(ticket)).toBe(sealTicket(ticket, SECRET).length);
		}
	});

	it('has room for a value of hundreds of characters within the payload of a button', () => {
		const longest = Array.from({ length: PAYLOAD_CHARACTERS }, (_, length) => length).filter(
			(length) => ticketLength(aTicket({ value: 'v'.repeat(length) })) <= PAYLOAD_CHARACTERS,
		);
		const length = longest.at(-1) ?? 0;
		expect(length).toBeGreaterThan(400);
		expect(sealTicket(aTicket({ value: 'v'.repeat(length) }), SECRET).length).toBeLessThanOrEqual(1_000);
		expect(sealTicket(aTicket({ value: 'v'.repeat(length + 1) }), SECRET).length).toBeGreaterThan(1_000);
	});
});

describe('the way to n8n', () => {
	it('has the node behind the token, or before the signature', () => {
		const { route, nodeId } = aTicket();
		expect(resumePath(route, nodeId)).toBe(`/webhook-waiting/4711?signature=${'a'.repeat(64)}/${nodeId}`);
		expect(resumePath({ ...route, kind: 'signed' }, nodeId)).toBe(
			`/webhook-waiting/4711/${nodeId}?signature=${'a'.repeat(64)}`,
		);
	});
});
