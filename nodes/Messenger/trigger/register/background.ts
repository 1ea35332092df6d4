// Work that goes on after n8n was answered, one piece per key: a newer one, or a call that needs
// the key, ends it.
import { pause } from '../pause';

/** Waits before another attempt, a minute in all. */
const REPEAT_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export interface BackgroundWork<Subject> {
	/** What the work is about, for whoever ends it. */
	subject: Subject;
	delayMs: number;
	/** Repeated with growing waits, for a minute. */
	attempt(): Promise<void>;
	/** Whether another attempt can end otherwise. */
	isWorthRepeating(error: unknown): boolean;
	giveUp(error: unknown): void;
}

interface Running<Subject> {
	work: BackgroundWork<Subject>;
	hasBegun: boolean;
	isEnded: boolean;
	attempt: Promise<void>;
	done: Promise<void>;
}

export class Background<Subject> {
	private readonly running = new Map<string, Running<Subject>>();

	/** In place of what was going on for this key. */
	start(key: string, work: BackgroundWork<Subject>): void {
		this.end(key);
		const nothing = Promise.resolve();
		const running = { work, hasBegun: false, isEnded: false, attempt: nothing, done: nothing };
		this.running.set(key, running);
		running.done = this.run(running).finally(() => {
			if (this.running.get(key) === running) this.running.delete(key);
		});
	}

	/** What is going on for this key, and whether its first attempt has begun. */
	find(key: string): { subject: Subject; hasBegun: boolean } | null {
		const running = this.running.get(key);
		return running === undefined ? null : { subject: running.work.subject, hasBegun: running.hasBegun };
	}

	/** Makes no further attempt, and waits for the one under way. Answers what it was about. */
	async stop(key: string): Promise<Subject | null> {
		const running = this.end(key);
		await running?.attempt.catch(() => undefined);
		return running?.work.subject ?? null;
	}

	/** Until nothing goes on any more for these keys. */
	async settled(isMeant: (key: string) => boolean = () => true): Promise<void> {
		const going = () => [...this.running].filter(([key]) => isMeant(key));
		while (going().length > 0) await Promise.all(going().map(async ([, { done }]) => await done));
	}

	private end(key: string): Running<Subject> | null {
		const running = this.running.get(key);
		if (running === undefined) return null;
		running.isEnded = true;
		this.running.delete(key);
		return running;
	}

	private async run(running: Running<Subject>): Promise<void> {
		const { work } = running;
		await pause(work.delayMs);
		for (let attempt = 0; !running.isEnded; attempt++) {
			running.hasBegun = true;
			running.attempt = work.attempt();
			const failure = await running.attempt.then(
				() => null,
				(error: unknown) => ({ error }),
			);
			if (failure === null || running.isEnded) return;
			const wait = REPEAT_DELAYS_MS[attempt];
			if (wait === undefined || !work.isWorthRepeating(failure.error)) {
				work.giveUp(failure.error);
				return;
			}
			await pause(wait);
		}
	}
}
