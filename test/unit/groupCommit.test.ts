/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
import fc from 'fast-check';
import { GroupCommit, type Turn } from '../../nodes/Messenger/trigger/receive/groupCommit';

const PATIENT = 60_000;
const never = async () => await new Promise<void>(() => undefined);
const soon = async () => await new Promise<void>((resolve) => setImmediate(resolve));
const aCommit = (bounds = {}, sleep: (ms: number) => Promise<void> = never) =>
	new GroupCommit<string, string>({ maxSize: 1_000, maxWaitMs: 2_000, ...bounds }, sleep);

function leader(turn: Turn<string, string>): Extract<Turn<string, string>, { role: 'leader' }> {
	if (turn.role !== 'leader') throw new Error('was a follower');
	return turn;
}

async function outcomeOf(turn: Turn<string, string>): Promise<string> {
	if (turn.role !== 'follower') throw new Error('was a leader');
	return await turn.outcome;
}

describe('group commit', () => {
	it('lets the first one lead at once, alone', async () => {
		expect(leader(await aCommit().enter('a', 1, PATIENT)).loads).toEqual(['a']);
	});

	it('gathers what arrives during a commit into the next one, in order, and tells all of them its outcome', async () => {
		const commit = aCommit();
		const first = leader(await commit.enter('a', 1, PATIENT));
		const waiting = ['b', 'c', 'd'].map(async (load) => await commit.enter(load, 1, PATIENT));
		await soon();
		first.settle('first');
		const second = leader(await (waiting[0] ?? never()).then((turn) => turn as Turn<string, string>));
		expect(second.loads).toEqual(['b', 'c', 'd']);
		second.settle('second');
		const followers = await Promise.all(waiting.slice(1));
		expect(followers.map(({ role }) => role)).toEqual(['follower', 'follower']);
		expect(await Promise.all(followers.map(outcomeOf))).toEqual(['second', 'second']);
	});

	it('does not wait when the commit before it has settled', async () => {
		const commit = aCommit();
		leader(await commit.enter('a', 1, PATIENT)).settle('done');
		expect(leader(await commit.enter('b', 1, PATIENT)).loads).toEqual(['b']);
	});

	it('closes a group that is full, and starts the next one', async () => {
		const commit = aCommit({ maxSize: 3 });
		leader(await commit.enter('a', 1, PATIENT));
		const b = commit.enter('b', 2, PATIENT);
		void commit.enter('c', 1, PATIENT);
		void commit.enter('d', 1, PATIENT);
		expect(leader(await b).loads).toEqual(['b', 'c']);
	});

	it('takes a load that is larger than a group may be', async () => {
		const commit = aCommit({ maxSize: 3 });
		expect(leader(await commit.enter('a', 50, PATIENT)).loads).toEqual(['a']);
	});

	it('does not wait longer than its bound for a commit that never settles', async () => {
		const waited: number[] = [];
		const commit = aCommit({ maxWaitMs: 77 }, async (milliseconds) => void waited.push(milliseconds));
		leader(await commit.enter('a', 1, PATIENT));
		expect(leader(await commit.enter('b', 1, PATIENT)).loads).toEqual(['b']);
		expect(waited).toEqual([77]);
	});

	it('does not make anybody wait who has no patience left, nor the others then', async () => {
		const commit = aCommit();
		leader(await commit.enter('a', 1, PATIENT));
		const b = commit.enter('b', 1, PATIENT);
		void commit.enter('c', 1, 0);
		expect(leader(await b).loads).toEqual(['b', 'c']);
		expect(leader(await commit.enter('d', 1, 0)).loads).toEqual(['d']);
	});

	it('begins as soon as the least patient one needs it to', async () => {
		const waits = new Map<number, () => void>();
		const commit = aCommit({}, async (ms) => await new Promise((resolve) => waits.set(ms, resolve)));
		leader(await commit.enter('a', 1, PATIENT));
		const b = commit.enter('b', 1, PATIENT);
		void commit.enter('c', 1, 300);
		let begun = false;
		void b.then(() => (begun = true));
		await soon();
		expect(begun).toBe(false);
		waits.get(300)?.();
		expect(leader(await b).loads).toEqual(['b', 'c']);
	});

	it('is not held up by a commit whose outcome never comes, time after time', async () => {
		const waited: number[] = [];
		const commit = aCommit({ maxWaitMs: 77 }, async (milliseconds) => void waited.push(milliseconds));
		leader(await commit.enter('lost', 1, PATIENT));
		leader(await commit.enter('b', 1, PATIENT)).settle('done');
		leader(await commit.enter('c', 1, PATIENT)).settle('done');
		expect(waited).toEqual([77]);
	});

	it('commits every load exactly once, in the order of arrival, whenever commits settle', async () => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 20 }), async (scheduler, count) => {
				const commit = aCommit({ maxSize: 5 });
				const committed: string[] = [];
				const loads = Array.from({ length: count }, (_, index) => String(index));
				const all = loads.map(async (load) => {
					const turn = await commit.enter(load, 1, PATIENT);
					if (turn.role === 'follower') return await turn.outcome;
					committed.push(...turn.loads);
					await scheduler.schedule(Promise.resolve());
					turn.settle('done');
					return 'done';
				});
				await scheduler.waitFor(Promise.all(all));
				expect(committed).toEqual(loads);
			}),
			{ numRuns: 200 },
		);
	});
});
