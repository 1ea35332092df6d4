// The items of several deliveries as those of one.
import type { JsonObject } from '../../graph/json';

/** The items of one delivery, by output. */
export type Outputs = JsonObject[][];

/** In the order of the deliveries, each item in its own output. */
export function mergeOutputs(loads: readonly Outputs[]): Outputs {
	const [first = [], ...others] = loads;
	if (others.length === 0) return first;
	const outputCount = Math.max(...loads.map((outputs) => outputs.length));
	return Array.from({ length: outputCount }, (_, output) =>
		loads.flatMap((outputs) => outputs[output] ?? []),
	);
}
