// PURE: everything that is wrong with an item's parameters, in one refusal.
import { refused, type ActionFailure } from './actionFailure';

const MOST_NAMED = 3;

export class Problems {
	private readonly found: string[] = [];

	add(problem: string | null): void {
		if (problem !== null) this.found.push(problem);
	}

	/** @throws {ActionFailure} with the first ones by name */
	throwAny(): void {
		const failure = this.failure();
		if (failure !== null) throw failure;
	}

	private failure(): ActionFailure | null {
		const [first, ...others] = this.found;
		if (first === undefined) return null;
		const named = others.slice(0, MOST_NAMED - 1);
		const left = others.length - named.length;
		const also =
			named.length === 0 ? '' : `Also: ${named.join('; ')}${left > 0 ? `; and ${left} more` : ''}. `;
		return refused(first, `${also}Nothing was sent to Meta. Change the parameter, then run it again.`);
	}
}
