/** Maps with at most `limit` calls under way; results keep the order of the items. The first failure ends it. */
export async function mapInParallel<Item, Result>(
	items: readonly Item[],
	limit: number,
	map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const queue = items.entries();
	const work = async () => {
		for (const [index, item] of queue) results[index] = await map(item);
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work));
	return results;
}
