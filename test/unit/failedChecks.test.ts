// n8n calls `delete` after a check that failed: once, and twice while n8n 1 starts.
import { isCleanUpOfCheck, noteFailedCheck } from '../../nodes/Messenger/trigger/register/failedChecks';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it.each([1, 2])('%i calls of delete are the clean-up, the next one leaves', (cleanUps) => {
	noteFailedCheck('key', cleanUps);
	const calls = Array.from({ length: cleanUps + 1 }, () => isCleanUpOfCheck('key'));
	expect(calls).toEqual([...Array<boolean>(cleanUps).fill(true), false]);
});

it('a call two seconds later is no clean-up any more', () => {
	noteFailedCheck('early', 1);
	noteFailedCheck('late', 1);
	jest.advanceTimersByTime(1_999);
	expect(isCleanUpOfCheck('early')).toBe(true);
	jest.advanceTimersByTime(1);
	expect(isCleanUpOfCheck('late')).toBe(false);
});

it('a check of one registration says nothing about another', () => {
	noteFailedCheck('one', 1);
	expect(isCleanUpOfCheck('other')).toBe(false);
	expect(isCleanUpOfCheck('one')).toBe(true);
});
