// The real demo, as `npm start` runs it, inside the test: whatever it started is stopped in
// reverse.
import { runDemo, type Demo } from '../../../sandbox/demo/runDemo.ts';

export interface RunningDemo extends Demo {
	/** What `npm start` would have printed. */
	lines: string[];
	stop(): Promise<void>;
}

export async function startDemo(): Promise<RunningDemo> {
	const lines: string[] = [];
	const cleanUps: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (let next = cleanUps.pop(); next !== undefined; next = cleanUps.pop()) await next();
	};
	const demo = runDemo({
		progress: (line) => lines.push(line),
		signal: new AbortController().signal,
		use: (cleanUp) => void cleanUps.push(cleanUp),
	});
	await demo.catch(stop);
	return { ...(await demo), lines, stop };
}
