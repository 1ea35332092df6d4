// Bodies that Meta never sends: hostile JSON, real deliveries with one or more values replaced,
// broken bytes, plain noise.
import fc from 'fast-check';
import {
	aBody,
	aLogInEvent,
	anEntry,
	anOptInEvent,
	aPostbackEvent,
	aQuickReplyEvent,
	aReferralEvent,
	metaJson,
} from '../support/delivery';

const KEYS = [
	'object entry messaging standby changes field value postback message quick_reply referral sender recipient id time',
	'optin account_linking product status one_time_notif_token notification_messages_token',
	'timestamp mid title payload text is_echo user_ref ref source ad_id ads_context_data ad_title referer_uri type',
	'__proto__ constructor prototype toString valueOf toJSON hasOwnProperty length then',
].flatMap((line) => line.split(' '));

const TEXTS = [
	'"page"',
	'"instagram"',
	'"user"',
	'"messaging_postbacks"',
	'"messaging_optins"',
	'"messaging_account_linking"',
	'"standby"',
	'"0"',
	'"1000"',
	'""',
	String.raw`"\u0000"`,
	String.raw`"\ud800"`,
	String.raw`"{\"__proto__\":{\"polluted\":1},\"a\":[{\"constructor\":{\"prototype\":{\"polluted\":1}}}]}"`,
	String.raw`"{\"\\u005f_proto__\":{\"polluted\":1}}"`,
	'"a=1&__proto__=2&a=%zz"',
	'"BUY?constructor=1&length=-1"',
	'"99999999999999999999"',
	'"1790000000001"',
];
const NUMBERS = [
	...[
		'0',
		'-0',
		'-1',
		'1.5',
		'1e999',
		'-1e999',
		'1e-400',
		'9007199254740993',
		'123456789012345678901234567890',
	],
	...['8640000000000000', '8640000000000001', '1790000000', '1790000000001', '4294967296'],
];

const deepText = fc
	.tuple(
		fc.nat({ max: 30_000 }),
		fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"postback":', '}'], ['[1234567890123456789,', ']']),
	)
	.map(([depth, [opening = '', closing = '']]) => `${opening.repeat(depth)}0${closing.repeat(depth)}`);

/**
 * JSON text, so that prototype keys, repeated keys and numbers beyond a double are as a stranger
 * writes them.
 */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
	node: fc.oneof(
		{ depthSize: 'medium', withCrossShrink: true },
		fc.constantFrom('null', 'true', 'false', '{}', '[]'),
		{ arbitrary: fc.constantFrom(...TEXTS), weight: 3 },
		{ arbitrary: fc.constantFrom(...NUMBERS), weight: 2 },
		fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)),
		fc.array(tie('node'), { maxLength: 5 }).map((items) => `[${items.join(',')}]`),
		{
			arbitrary: fc
				.array(fc.tuple(fc.constantFrom(...KEYS), tie('node')), { maxLength: 6 })
				.map((entries) => `{${entries.map(([key, value]) => `"${key}":${value}`).join(',')}}`),
			weight: 4,
		},
	),
})).node;

const junk = fc.oneof({ arbitrary: jsonText, weight: 20 }, deepText);

const REAL: unknown[] = [
	aBody(),
	aBody({ object: 'instagram' }),
	aBody({
		entry: [
			anEntry({
				messaging: [
					aPostbackEvent(),
					aQuickReplyEvent(),
					aReferralEvent(),
					anOptInEvent({ user_ref: 'U' }),
					aLogInEvent(),
					aQuickReplyEvent({ quick_reply: undefined, referral: { product: { id: '7' } } }),
				],
				standby: [aPostbackEvent()],
			}),
			anEntry({ messaging: undefined, changes: [{ field: 'messaging_postbacks', value: aPostbackEvent() }] }),
			{ id: '0', time: 1, field: 'messaging_postbacks', value: aPostbackEvent() },
			anEntry({ messaging: [], changes: [{ field: 'messaging_optins', value: anOptInEvent() }] }),
		],
	}),
	{ field: 'messaging_postbacks', value: aPostbackEvent({ postback: { referral: { ref: 'r', ad_id: 1 } } }) },
	[aBody(), aBody({ object: 'instagram' })],
].map((body): unknown => JSON.parse(metaJson(body)));

/**
 * Writes JSON with the values at some positions (counted in writing order) replaced by other text.
 */
function writeWith(body: unknown, replacements: ReadonlyMap<number, string>): string {
	let position = 0;
	const write = (value: unknown): string => {
		const replacement = replacements.get(position++);
		if (replacement !== undefined) return replacement;
		if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
		if (typeof value !== 'object' || value === null) return metaJson(value);
		return `{${Object.entries(value)
			.map(([key, inner]) => `${metaJson(key)}:${write(inner)}`)
			.join(',')}}`;
	};
	return write(body);
}

/**
 * A real delivery with junk in one to three places: every position gets every type sooner or later.
 */
export const mutatedText = fc
	.tuple(
		fc.constantFrom(...REAL),
		fc.array(fc.tuple(fc.nat({ max: 110 }), junk), { minLength: 1, maxLength: 3 }),
	)
	.map(([body, replacements]) => writeWith(body, new Map(replacements)));

const brokenBytes = fc
	.tuple(
		fc.constantFrom(...REAL),
		fc.array(fc.tuple(fc.nat({ max: 1500 }), fc.nat({ max: 255 }), fc.boolean()), {
			minLength: 1,
			maxLength: 4,
		}),
	)
	.map(([body, edits]) => {
		const bytes = Buffer.from(metaJson(body));
		return edits.reduce((edited, [at, byte, isCut]) => {
			if (isCut) return edited.subarray(0, at % (edited.length + 1));
			if (edited.length > 0) edited[at % edited.length] = byte;
			return edited;
		}, bytes);
	});

export const anyBody: fc.Arbitrary<Buffer> = fc.oneof(
	{ arbitrary: mutatedText.map((text) => Buffer.from(text)), weight: 6 },
	{ arbitrary: jsonText.map((text) => Buffer.from(text)), weight: 3 },
	{ arbitrary: brokenBytes, weight: 2 },
	fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
	deepText.map((text) => Buffer.from(text)),
);
