/**
 * Maps with at most `limit` calls under way; results keep the order of the items. After a failure
 * no further item is begun, and the first one is thrown only when nothing is under way any more: a
 * late write must not follow a clean-up.
 */
export async function mapInParallel<Item, Result>(
	items: readonly Item[],
	limit: number,
	map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const failures: unknown[] = [];
	const queue = items.entries();
	const work = async () => {
		for (const [index, item] of queue) {
			if (failures.length > 0) return;
			await map(item).then(
				(result) => (results[index] = result),
				(error: unknown) => failures.push(error),
			);
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
	if (failures.length > 0) throw failures[0];
	return results;
}

/** Like Promise.all, but a failure is thrown only when nothing is under way any more. */
export async function allOrFirstFailure<Results extends readonly unknown[]>(work: {
	readonly [Index in keyof Results]: Promise<Results[Index]>;
}): Promise<Results> {
	await Promise.allSettled(work);
	return (await Promise.all(work)) as unknown as Results;
}
