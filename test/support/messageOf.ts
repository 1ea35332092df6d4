export const NOTHING_REFUSED = 'nothing was refused';

/** The message of what is thrown. */
export async function messageOf(work: Promise<unknown>): Promise<string> {
	return await work.then(
		() => NOTHING_REFUSED,
		(error: unknown) => (error instanceof Error ? error.message : String(error)),
	);
}
