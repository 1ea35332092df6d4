// Lets contenders take turns, so that a machine that is busy for a while is busy for all of them.

export type Results<Name extends string, Result> = Record<Name, Result[]>;

/** Each round runs every contender once; who begins changes from round to round. */
export async function inTurns<Name extends string, Result>(
	rounds: number,
	contenders: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Results<Name, Result>> {
	const names = Object.keys(contenders) as Name[];
	const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Results<Name, Result>;
	for (let round = 0; round < rounds; round++) {
		for (let turn = 0; turn < names.length; turn++) {
			const name = names[(round + turn) % names.length];
			if (name !== undefined) results[name].push(await contenders[name]());
		}
	}
	return results;
}
