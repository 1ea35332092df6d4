// What can go wrong with a batch, or a part of it, as faults for `addFault`: of a part with
// `of: 'part'` and its path, of a batch with `BATCH`. A throttled or refused part has the faults of
// sending.
import type { Fault, FaultAction } from './callTypes.ts';
import { refusedWith } from './sendingFaults.ts';

/** Every batch, as a whole. */
export const BATCH: Pick<Fault, 'method' | 'path' | 'of'> = { method: 'POST', path: /^\/$/, of: 'request' };

/** Meta gives up on the part; its answer is null. With `afterEffect` it was done. */
export const PART_TIMED_OUT: FaultAction = { hang: true };

/** Neither JSON nor of Graph: what stands before it answers. */
export const BAD_GATEWAY: FaultAction = { status: 502, body: '<html><h1>Bad Gateway</h1></html>' };

export const BATCH_REFUSED: FaultAction = refusedWith({
	message: 'Batch requests are not available',
	type: 'GraphBatchException',
});

/** An answer for fewer parts than there were. */
export const PARTS_MISSING: FaultAction = { status: 200, body: [null] };

/** An answer for no part. */
export const NO_LIST: FaultAction = { status: 200, body: { success: true } };
