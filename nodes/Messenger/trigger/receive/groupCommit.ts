// Lets what arrives while one commit is under way share the next one: no timer, and no wait when
// nothing is under way.

export interface GroupBounds {
	/** A group this large takes nobody else in. */
	maxSize: number;
	/** No group waits longer than this for the commit before it. */
	maxWaitMs: number;
}

/**
 * Either the one that commits for all: `loads` in the order of arrival, and `settle` to be called
 * with the outcome; the first call counts. Or one that another commits for; its outcome may never
 * come.
 */
export type Turn<Load, Outcome> =
	| { role: 'leader'; loads: Load[]; settle: (outcome: Outcome) => void }
	| { role: 'follower'; outcome: Promise<Outcome> };

interface Group<Load, Outcome> {
	loads: Load[];
	size: number;
	/** Ends the leader's wait. */
	close: () => void;
	outcome: Promise<Outcome>;
	settle: (outcome: Outcome) => void;
}

export class GroupCommit<Load, Outcome> {
	private readonly bounds: GroupBounds;
	private readonly sleep: (milliseconds: number) => Promise<void>;
	/** Resolves when the latest commit has settled. */
	private lastCommit: Promise<unknown> | null = null;
	private forming: Group<Load, Outcome> | null = null;

	constructor(bounds: GroupBounds, sleep: (milliseconds: number) => Promise<void>) {
		this.bounds = bounds;
		this.sleep = sleep;
	}

	/** The commit begins within `patienceMs`, if that is less than the group's own bound. */
	async enter(load: Load, size: number, patienceMs: number): Promise<Turn<Load, Outcome>> {
		const forming = this.forming;
		if (forming === null || forming.size + size > this.bounds.maxSize) {
			forming?.close();
			return await this.lead(load, size, patienceMs);
		}
		forming.loads.push(load);
		forming.size += size;
		if (patienceMs <= 0) forming.close();
		else if (patienceMs < this.bounds.maxWaitMs) void this.sleep(patienceMs).then(forming.close);
		return { role: 'follower', outcome: forming.outcome };
	}

	private async lead(load: Load, size: number, patienceMs: number): Promise<Turn<Load, Outcome>> {
		const closed = deferred<void>();
		const settled = deferred<Outcome>();
		const group: Group<Load, Outcome> = {
			loads: [load],
			size,
			close: closed.resolve,
			outcome: settled.promise,
			settle: settled.resolve,
		};
		const before = this.lastCommit;
		this.lastCommit = group.outcome;
		if (before !== null && patienceMs > 0) {
			this.forming = group;
			const waitMs = Math.min(patienceMs, this.bounds.maxWaitMs);
			await Promise.race([before, closed.promise, this.sleep(waitMs)]);
			if (this.forming === group) this.forming = null;
		}
		return { role: 'leader', loads: group.loads, settle: (outcome) => this.settle(group, outcome) };
	}

	private settle(group: Group<Load, Outcome>, outcome: Outcome): void {
		if (this.lastCommit === group.outcome) this.lastCommit = null;
		group.settle(outcome);
	}
}

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
	let resolve: (value: Value) => void = () => undefined;
	const promise = new Promise<Value>((fulfil) => {
		resolve = fulfil;
	});
	return { promise, resolve };
}
