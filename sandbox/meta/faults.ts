// Faults wait for a matching call: the first one that is due is used up by it.
import type { Fault, FaultAction } from './callTypes.ts';

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

	take(method: string, path: string): FaultAction | null {
		for (const pending of this.pending) {
			if (pending.times === 0 || !isMatch(pending.fault, method, path)) continue;
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

function isMatch(fault: Fault, method: string, path: string): boolean {
	if (fault.method !== undefined && fault.method !== method) return false;
	// search() ignores lastIndex, which makes test() unreliable for a global expression.
	return typeof fault.path === 'string' ? path.includes(fault.path) : path.search(fault.path) >= 0;
}
