// Faults wait for a matching call: the first one that is due is used up by it.
import type { Call, Fault, FaultAction } from './callTypes.ts';

interface PendingFault {
	fault: Fault;
	skip: number;
	times: number;
}

export class Faults {
	private pending: PendingFault[] = [];

	add(fault: Fault): void {
		this.pending.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
	}

	clear(): void {
		this.pending = [];
	}

	take(call: Call): FaultAction | null {
		for (const pending of this.pending) {
			if (pending.times === 0 || !isMatch(pending.fault, call)) continue;
			if (pending.skip > 0) {
				pending.skip--;
				continue;
			}
			pending.times--;
			return pending.fault.do;
		}
		return null;
	}
}

function isMatch(fault: Fault, { kind, method, path }: Call): boolean {
	if (fault.of !== undefined && fault.of !== kind) return false;
	if (fault.method !== undefined && fault.method !== method) return false;
	// search() ignores lastIndex, which makes test() unreliable for a global expression.
	return typeof fault.path === 'string' ? path.includes(fault.path) : path.search(fault.path) >= 0;
}
