// JSON documents as a bot builder may put them into a payload, and whether what was read of one has
// all of its digits and keys. Knows nothing of how they are read.
import fc from 'fast-check';

export type Model =
	| { kind: 'number'; written: string }
	| { kind: 'text'; text: string; written: string }
	| { kind: 'word'; value: boolean | null }
	| { kind: 'list'; elements: Model[] }
	| { kind: 'object'; entries: Array<{ key: string; written: string; value: Model }> };

const digits = (minLength: number, maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
const whole = fc.oneof(
	fc.constantFrom('0', '9007199254740991', '9007199254740992', '9007199254740993', '86438510390082021'),
	fc.tuple(fc.constantFrom(...'123456789'), digits(0, 24)).map((parts) => parts.join('')),
);
const numberText = fc
	.tuple(
		fc.constantFrom('', '-'),
		whole,
		fc.oneof(
			fc.constant(''),
			digits(1, 24).map((text) => `.${text}`),
		),
		fc.oneof(
			{ arbitrary: fc.constant(''), weight: 3 },
			fc
				.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), digits(1, 3))
				.map((parts) => parts.join('')),
		),
	)
	.map((parts) => parts.join(''));

const KEYS = [
	'__proto__ constructor prototype toString valueOf hasOwnProperty toJSON length then a b 0 1 id',
	'',
].flatMap((line) => line.split(' '));
// Without a lone backslash: JSON.parse of Node 24 takes a key that is one quote for it, once it has
// seen an object with it.
const anyText = fc.oneof(
	{ arbitrary: fc.constantFrom(...KEYS, '":', '\\\\', '"', '[1,{', '12345678901234567'), weight: 3 },
	fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text !== '\\'),
);
/** As JSON writes it, or with every character escaped. */
const aText = fc.tuple(anyText, fc.boolean()).map(([text, isEscaped]) => ({
	text,
	written: isEscaped
		? `"${Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
		: JSON.stringify(text),
}));

const { object, list } = fc.letrec<{ node: Model; object: Model; list: Model }>((tie) => ({
	node: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom<Model>({ kind: 'word', value: true }, { kind: 'word', value: null }),
		{ arbitrary: numberText.map((written): Model => ({ kind: 'number', written })), weight: 3 },
		aText.map((text): Model => ({ kind: 'text', ...text })),
		tie('object'),
		tie('list'),
	),
	object: fc.array(fc.record({ key: aText, value: tie('node') }), { maxLength: 5 }).map((entries) => ({
		kind: 'object' as const,
		entries: entries.map(({ key: { text, written }, value }) => ({ key: text, written, value })),
	})),
	list: fc.array(tie('node'), { maxLength: 4 }).map((elements) => ({ kind: 'list' as const, elements })),
}));

/** An object or a list, with the blanks that stand between its parts. */
export const aDocument = fc.record({
	model: fc.oneof({ arbitrary: object, weight: 4 }, list),
	blank: fc.constantFrom('', ' ', '\n\t', '\r\n'),
});

export function write({ model, blank }: { model: Model; blank: string }): string {
	const writeOne = (one: Model): string => {
		switch (one.kind) {
			case 'number':
			case 'text':
				return one.written;
			case 'word':
				return String(one.value);
			case 'list':
				return `[${blank}${one.elements.map(writeOne).join(`${blank},${blank}`)}${blank}]`;
			case 'object': {
				const entries = one.entries.map(
					({ written, value }) => `${written}${blank}:${blank}${writeOne(value)}`,
				);
				return `{${blank}${entries.join(`${blank},${blank}`)}${blank}}`;
			}
		}
	};
	return writeOne(model);
}

/** What was lost of the document in the value that was read; null when nothing was. */
export function lossIn(model: Model, value: unknown, at = '$'): string | null {
	switch (model.kind) {
		case 'number': {
			const isKept = typeof value === 'string' ? value === model.written : isSameNumber(model.written, value);
			return isKept ? null : `${at}: ${model.written} became ${String(value)}`;
		}
		case 'text':
			return value === model.text ? null : `${at}: ${model.written} became ${String(value)}`;
		case 'word':
			return value === model.value ? null : `${at}: ${String(model.value)} became ${String(value)}`;
		case 'list':
			return lossInList(model.elements, value, at);
		case 'object':
			return lossInObject(model, value, at);
	}
}

function lossInList(elements: Model[], value: unknown, at: string): string | null {
	if (!Array.isArray(value) || value.length !== elements.length) return `${at}: the list is another`;
	return firstOf(elements.map((element, index) => lossIn(element, value[index], `${at}[${index}]`)));
}

function lossInObject({ entries }: Model & { kind: 'object' }, value: unknown, at: string): string | null {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at}: no object`;
	if (Object.getPrototypeOf(value) !== Object.prototype) return `${at}: another prototype`;
	const byKey = new Map<string, Model[]>();
	for (const { key, value: inner } of entries) {
		if (key !== '__proto__') byKey.set(key, [...(byKey.get(key) ?? []), inner]);
	}
	const keys = Object.keys(value);
	if (keys.length !== byKey.size || keys.some((key) => !byKey.has(key))) return `${at}: keys ${keys.join()}`;
	const losses = [...byKey].map(([key, models]) => {
		const inner = (value as Record<string, unknown>)[key];
		const [first] = models;
		return models.length === 1 && first !== undefined
			? lossIn(first, inner, `${at}.${key}`)
			: lossInList(models, inner, `${at}.${key}`);
	});
	return firstOf(losses);
}

function firstOf(losses: Array<string | null>): string | null {
	return losses.find((loss) => loss !== null) ?? null;
}

/** Whether the shortest text of a number has the value that was written, to the last digit. */
function isSameNumber(written: string, value: unknown): boolean {
	if (typeof value !== 'number' || !Number.isFinite(value)) return false;
	const [a, b] = [fractionOf(written), fractionOf(String(value))];
	const power = a.power < b.power ? a.power : b.power;
	return a.digits * 10n ** (a.power - power) === b.digits * 10n ** (b.power - power);
}

function fractionOf(text: string): { digits: bigint; power: bigint } {
	const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
	const [whole = '', fraction = ''] = mantissa.split('.');
	return { digits: BigInt(whole + fraction), power: BigInt(power) - BigInt(fraction.length) };
}
