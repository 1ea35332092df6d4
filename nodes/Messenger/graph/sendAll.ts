// EDGE: many calls with as few requests as Meta allows. Where it takes no batches, each goes by
// itself.
import { batchRefusedText, isBatchRefusal, MAX_PARTS, type Answered } from './batch';
import { ExpiringCache } from './expiringCache';
import { endsAsking } from './graphAnswer';
import type { GraphRequests, SingleCall } from './graphRequest';
import { mapInParallel } from './inParallel';

const PARALLEL_BATCHES = 5;
const PARALLEL_CALLS = 8;
/** How long batches are not tried again. */
const WITHOUT_BATCHES_MS = 10 * 60_000;

/** Credentials for which batches were refused, and calls by themselves were not. */
const refusals = new ExpiringCache<true>(10_000, WITHOUT_BATCHES_MS);

/** What each call was answered, in their order. */
export async function sendAll(
	requests: GraphRequests,
	calls: readonly SingleCall[],
	{ fingerprint, warn }: { fingerprint: string; warn?: (message: string) => void },
): Promise<Array<Answered<SingleCall>>> {
	if (refusals.get(fingerprint, Date.now()) === true) return await sendSingly(requests, calls);
	const answered = await sendChunks(requests, chunksOf(calls, MAX_PARTS), PARALLEL_BATCHES);
	const refused = answered.filter(isBatchRefusal);
	const again = await sendSingly(
		requests,
		refused.map(({ call }) => call),
	);
	if (again.some(({ answer }) => answer.outcome === null)) {
		refusals.set(fingerprint, true, Date.now());
		warn?.(batchRefusedText(refused));
	}
	return inOrder(calls, [...answered, ...again]);
}

/** The last answer of each call. */
export function inOrder<Call>(
	calls: readonly Call[],
	answered: ReadonlyArray<Answered<Call>>,
): Array<Answered<Call>> {
	const last = new Map(answered.map((one) => [one.call, one]));
	return calls.flatMap((call) => last.get(call) ?? []);
}

async function sendSingly(requests: GraphRequests, calls: readonly SingleCall[]) {
	return await sendChunks(requests, chunksOf(calls, 1), PARALLEL_CALLS);
}

/** An answer that ends the asking also stands for the calls that were not begun. */
async function sendChunks(
	requests: GraphRequests,
	chunks: readonly SingleCall[][],
	limit: number,
): Promise<Array<Answered<SingleCall>>> {
	const ends: Array<Answered<SingleCall>> = [];
	const sent = await mapInParallel(chunks, limit, async (chunk) => {
		const [end] = ends;
		if (end !== undefined) return chunk.map((call) => ({ ...end, call }));
		const answered = await sendChunk(requests, chunk);
		ends.push(...answered.filter(endsOthers).slice(0, 1));
		return answered;
	});
	return sent.flat();
}

async function sendChunk(
	requests: GraphRequests,
	chunk: readonly SingleCall[],
): Promise<Array<Answered<SingleCall>>> {
	const [only, ...others] = chunk;
	if (only === undefined) return [];
	if (others.length === 0) return [{ call: only, answer: await requests.one(only), of: 'call' }];
	const answer = await requests.batch(chunk);
	if ('whole' in answer) return chunk.map((call) => ({ call, answer: answer.whole, of: 'batch' }));
	return chunk.flatMap((call, index) => {
		const part = answer.parts[index];
		return part === undefined ? [] : [{ call, answer: part, of: 'part' }];
	});
}

/** What Meta counts for one Page or person is none of the others' business. */
function endsOthers(answered: Answered<SingleCall>): boolean {
	return isBatchRefusal(answered) || (endsAsking(answered.answer) && answered.call.countedFor === undefined);
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
	const chunks: Item[][] = [];
	for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size));
	return chunks;
}
