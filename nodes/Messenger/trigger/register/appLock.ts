// Lets one registration at a time work on an app. n8n registers the triggers of a workflow at once,
// and each write replaces the whole list at Meta.
const queues = new Map<string, Promise<unknown>>();

/**
 * The key is that of the app's secret as well: whoever knows the App ID alone cannot hold the
 * others up.
 */
export async function withAppLock<Result>(appKey: string, work: () => Promise<Result>): Promise<Result> {
	const before = queues.get(appKey) ?? Promise.resolve();
	const result = before.then(work, work);
	queues.set(appKey, result);
	try {
		return await result;
	} finally {
		if (queues.get(appKey) === result) queues.delete(appKey);
	}
}
