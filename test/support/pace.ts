import { waiting } from '../../nodes/Messenger/trigger/pause';

/** The factor of the node's waits, for the tests of a file or of the `describe` around it. */
export function usePace(pace: number): void {
	const before = waiting.pace;
	beforeAll(() => (waiting.pace = pace));
	afterAll(() => (waiting.pace = before));
}
