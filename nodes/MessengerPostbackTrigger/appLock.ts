// Lets one registration at a time work on an app. n8n registers the triggers of a workflow at once, and each write
// replaces the whole list at Meta.
const queues = new Map<string, Promise<unknown>>();

export async function withAppLock<Result>(appId: string, work: () => Promise<Result>): Promise<Result> {
	const before = queues.get(appId) ?? Promise.resolve();
	const result = before.then(work, work);
	queues.set(appId, result);
	try {
		return await result;
	} finally {
		if (queues.get(appId) === result) queues.delete(appId);
	}
}
