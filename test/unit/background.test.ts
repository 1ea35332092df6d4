// Work that goes on after n8n was answered: one piece per key, with growing waits.
import { Background, type BackgroundWork } from '../../nodes/Messenger/trigger/register/background';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function aWork({
	attempt = async () => undefined,
	...changes
}: Partial<Omit<BackgroundWork<string>, 'giveUp'>> = {}) {
	const rest = { subject: 'leaving', delayMs: 1_000, isWorthRepeating: () => true, ...changes };
	return { ...rest, attempt: jest.fn(attempt), giveUp: jest.fn() };
}

const failing = async () => await Promise.reject(new Error('Meta is out of order'));

it('begins after its delay, and is gone when it has succeeded', async () => {
	const background = new Background<string>();
	const work = aWork();
	background.start('key', work);
	await jest.advanceTimersByTimeAsync(999);
	expect(background.find('key')).toEqual({ subject: 'leaving', hasBegun: false });
	expect(work.attempt).not.toHaveBeenCalled();
	await jest.advanceTimersByTimeAsync(1);
	expect(work.attempt).toHaveBeenCalledTimes(1);
	expect(background.find('key')).toBeNull();
});

it('repeats what fails for a minute, then gives up with the reason', async () => {
	const background = new Background<string>();
	const work = aWork({ attempt: failing });
	background.start('key', work);
	await jest.advanceTimersByTimeAsync(60_999);
	expect([work.attempt.mock.calls.length, work.giveUp.mock.calls.length]).toEqual([6, 0]);
	await jest.advanceTimersByTimeAsync(2);
	expect(work.attempt).toHaveBeenCalledTimes(7);
	expect(work.giveUp.mock.calls).toEqual([[new Error('Meta is out of order')]]);
	expect(background.find('key')).toBeNull();
});

it('gives up at once what is not worth repeating', async () => {
	const work = aWork({ attempt: failing, isWorthRepeating: () => false });
	new Background<string>().start('key', work);
	await jest.advanceTimersByTimeAsync(1_000);
	expect([work.attempt.mock.calls.length, work.giveUp.mock.calls.length]).toEqual([1, 1]);
});

it('a newer piece takes the place of an older one of the same key, which is not begun', async () => {
	const background = new Background<string>();
	const [older, newer] = [aWork(), aWork({ subject: 'look', delayMs: 2_000 })];
	background.start('key', older);
	background.start('key', newer);
	expect(background.find('key')?.subject).toBe('look');
	await jest.advanceTimersByTimeAsync(5_000);
	expect([older.attempt.mock.calls.length, newer.attempt.mock.calls.length]).toEqual([0, 1]);
});

it('stopped, it makes no further attempt, tells what it was about and is not found any more', async () => {
	const background = new Background<string>();
	const work = aWork({ attempt: failing });
	background.start('key', work);
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await background.stop('key')).toBe('leaving');
	expect(background.find('key')).toBeNull();
	await jest.advanceTimersByTimeAsync(60_000);
	expect([work.attempt.mock.calls.length, work.giveUp.mock.calls.length]).toEqual([1, 0]);
	expect(await background.stop('key')).toBeNull();
});

it('is settled for the keys that are meant, whatever goes on for others', async () => {
	const background = new Background<string>();
	background.start('mine', aWork());
	background.start('other', aWork({ delayMs: 60_000 }));
	const settled = jest.fn();
	void background.settled((key) => key === 'mine').then(settled);
	await jest.advanceTimersByTimeAsync(999);
	expect(settled).not.toHaveBeenCalled();
	await jest.advanceTimersByTimeAsync(1);
	expect(settled).toHaveBeenCalledTimes(1);
	expect(background.find('other')).not.toBeNull();
});
