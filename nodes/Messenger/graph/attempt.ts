import { GraphFailure } from './graphFailure';

export type Attempt<Value> = { ok: true; value: Value } | { ok: false; failure: GraphFailure };

/**
 * The outcome of a Graph call as a value; anything that is not Meta's refusal or silence is still
 * thrown.
 */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
	return await work().then(
		(value): Attempt<Value> => ({ ok: true, value }),
		(error: unknown) => {
			if (error instanceof GraphFailure) return { ok: false, failure: error };
			throw error;
		},
	);
}

/** Each item with the outcome at its place. */
export function pairs<Item, Value>(
	items: readonly Item[],
	attempts: ReadonlyArray<Attempt<Value>>,
): Array<readonly [Item, Attempt<Value>]> {
	return items.flatMap((item, index) => {
		const attempted = attempts[index];
		return attempted === undefined ? [] : [[item, attempted] as const];
	});
}

/** @throws {GraphFailure} the first of them */
export function valuesOf<Value>(attempts: ReadonlyArray<Attempt<Value>>): Value[] {
	return attempts.map((attempted) => {
		if (attempted.ok) return attempted.value;
		throw attempted.failure;
	});
}

export function mapAttempt<Value, Result>(
	attempted: Attempt<Value>,
	map: (value: Value) => Result,
): Attempt<Result> {
	return attempted.ok ? { ok: true, value: map(attempted.value) } : attempted;
}
