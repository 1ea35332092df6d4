// One value inside a JSON parameter, with its path for refusals; the wording is Meta's where it is
// known.
import { badParameter } from './graphError.ts';
import { isRecord } from './json.ts';

export class Param {
	readonly path: string;
	readonly value: unknown;

	constructor(path: string, value: unknown) {
		this.path = path;
		this.value = value;
	}

	get isAbsent(): boolean {
		return this.value === undefined || this.value === null;
	}

	/** One key of an object; absent when this is none. */
	at(key: string): Param {
		return new Param(`${this.path}[${key}]`, isRecord(this.value) ? this.value[key] : undefined);
	}

	/** @throws {GraphError} unless it is an object with no other keys */
	withKeys(known: readonly string[]): this {
		if (!isRecord(this.value)) throw badParameter(`Param ${this.path} must be an object.`);
		const others = Object.keys(this.value).filter((key) => !known.includes(key));
		if (others.length === 0) return this;
		throw badParameter(`Invalid keys "${others.join(', ')}" were found in param "${this.path}".`);
	}

	items(max: number, min = 1): Param[] {
		const list = Array.isArray(this.value) ? this.value : [];
		if (list.length < min || list.length > max) {
			throw badParameter(`Param ${this.path} must be an array of ${min} to ${max} elements.`);
		}
		return list.map((value, index) => new Param(`${this.path}[${index}]`, value));
	}

	/** @throws {GraphError} unless it is text of at most so many characters */
	text(max = Number.POSITIVE_INFINITY): string {
		const text = this.value;
		if (typeof text !== 'string' || text.trim() === '') {
			throw badParameter(`Param ${this.path} must be a non-empty UTF-8 encoded string`);
		}
		this.atMost([...text].length, max);
		return text;
	}

	textInBytes(max: number): void {
		this.atMost(Buffer.byteLength(this.text()), max);
	}

	flag(): boolean {
		if (typeof this.value === 'boolean') return this.value;
		throw badParameter(`Param ${this.path} must be a boolean`);
	}

	url(): string {
		const text = this.text();
		if (URL.canParse(text) && /^https?:\/\//i.test(text)) return text;
		throw badParameter(`Param ${this.path} should be a valid URL`);
	}

	oneOf(values: readonly string[]): string {
		const value = values.find((one) => one === this.value);
		if (value !== undefined) return value;
		throw badParameter(
			`Param ${this.path} must be one of {${values.join(', ')}} - got ${JSON.stringify(this.value)}`,
		);
	}

	private atMost(length: number, max: number): void {
		if (length <= max) return;
		throw badParameter(`Length of param ${this.path} must be less than or equal to ${max}`);
	}
}
