// Reads the JSON of a control call. What is misspelt or of another type is refused by name, never
// ignored.
import { isRecord } from './json.ts';

export class ControlInput {
	private readonly facts: Record<string, unknown>;

	/** @throws when there are other names than the allowed ones */
	constructor(json: unknown, allowed: readonly string[]) {
		this.facts = isRecord(json) ? json : {};
		const unknown = Object.keys(this.facts).filter((name) => !allowed.includes(name));
		if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Known: ${allowed.join(', ')}`);
	}

	raw(name: string): unknown {
		return this.facts[name];
	}

	text(name: string): string | undefined {
		const value = this.facts[name];
		if (value === undefined || typeof value === 'string') return value;
		throw new Error(`'${name}' must be text`);
	}

	requiredText(name: string): string {
		const value = this.text(name);
		if (value === undefined) throw new Error(`'${name}' is required`);
		return value;
	}

	textOrNull(name: string): string | null | undefined {
		return this.facts[name] === null ? null : this.text(name);
	}

	number(name: string): number | undefined {
		const value = this.facts[name];
		if (value === undefined || typeof value === 'number') return value;
		throw new Error(`'${name}' must be a number`);
	}

	flag(name: string): boolean | undefined {
		const value = this.facts[name];
		if (value === undefined || typeof value === 'boolean') return value;
		throw new Error(`'${name}' must be true or false`);
	}

	oneOf<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		const known = allowed.find((one) => one === value);
		if (known === undefined) throw new Error(`'${name}' must be one of: ${allowed.join(', ')}`);
		return known;
	}

	list(name: string): unknown[] | undefined {
		const value = this.facts[name];
		if (value === undefined || Array.isArray(value)) return value;
		throw new Error(`'${name}' must be a list`);
	}

	texts(name: string): string[] | undefined {
		const list = this.list(name);
		if (list?.every((value) => typeof value === 'string') ?? true) return list?.map(String);
		throw new Error(`'${name}' must be a list of texts`);
	}

	numbers(name: string): number[] | undefined {
		const list = this.list(name);
		if (list?.every((value) => typeof value === 'number') ?? true) return list?.map(Number);
		throw new Error(`'${name}' must be a list of numbers`);
	}

	/** Undefined when absent. */
	nested(name: string, allowed: readonly string[]): ControlInput | undefined {
		const value = this.facts[name];
		if (value === undefined) return undefined;
		if (!isRecord(value)) throw new Error(`'${name}' must be an object`);
		return new ControlInput(value, allowed);
	}

	textsByName(name: string): Record<string, string> | undefined {
		const value = this.facts[name];
		if (value === undefined) return undefined;
		if (!isRecord(value)) throw new Error(`'${name}' must be an object`);
		const input = new ControlInput(value, Object.keys(value));
		return Object.fromEntries(Object.keys(value).map((key) => [key, input.requiredText(key)]));
	}
}
