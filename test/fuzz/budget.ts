/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// Runs a property for its share of FUZZ_SECONDS, from FUZZ_SEED, and says how to repeat a failure.
import { inspect } from 'node:util';
import fc from 'fast-check';

const SHRINKING_LIMIT = { interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true };

/**
 * `share` of all seconds; the shares of all properties add up to 1. `batch` runs are always
 * finished.
 */
export async function holds<Value>(
	share: number,
	arbitrary: fc.Arbitrary<Value>,
	check: (value: Value) => void | Promise<void>,
	batch = 100,
): Promise<void> {
	const [seconds, firstSeed] = [numberFrom('FUZZ_SECONDS'), numberFrom('FUZZ_SEED')];
	const property = fc.asyncProperty(arbitrary, async (value) => await check(value));
	const name = expect.getState().currentTestName ?? '';
	const until = performance.now() + seconds * share * 1000;
	let runs = 0;
	// Not one check that is interrupted in the end: a request that is never answered could hide in
	// the interruption.
	for (let seed = firstSeed; seed === firstSeed || performance.now() < until; seed++) {
		const path = seed === firstSeed ? (process.env.FUZZ_PATH ?? '') : '';
		const outcome = await fc.check(property, { seed, path, numRuns: batch, ...SHRINKING_LIMIT });
		runs += outcome.numRuns;
		if (!outcome.failed) continue;
		const repeat = `FUZZ_SEED=${seed} FUZZ_PATH='${outcome.counterexamplePath ?? ''}' npm run fuzz -- -t '${name}'`;
		throw new Error(`Repeat with: ${repeat}\n${report(outcome.errorInstance, outcome.counterexample)}`);
	}
	if (runs === 0) throw new Error('The property was not tried once.');
	process.stderr.write(`fuzz: ${runs} runs: ${name}\n`);
}

// A bound that is no number would end the run before the first case, and look like a pass.
function numberFrom(name: string): number {
	const value = process.env[name] ?? '';
	if (!/^\d+(\.\d+)?$/.test(value))
		throw new Error(`${name} is no number: '${value}'. Start with: npm run fuzz`);
	return Number(value);
}

function report(error: unknown, counterexample: readonly unknown[] | null): string {
	const what = error instanceof Error ? error.stack : String(error);
	const shown = inspect(counterexample?.map(readable), { depth: 8, maxStringLength: 2000 });
	return `${what?.slice(0, 2000)}\nSmallest example found: ${shown}`;
}

/** Bytes as the text they mostly are. */
function readable(value: unknown): unknown {
	if (Buffer.isBuffer(value)) return value.toString('latin1');
	if (Array.isArray(value)) return value.map(readable);
	if (typeof value !== 'object' || value === null || value instanceof Set) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}
