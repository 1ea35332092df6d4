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
