// What tells a button of Send and Wait from any other: its payload is a sealed ticket.

/** Names the form of the ticket; see trigger/answers/ticket.ts. */
export const SEAL = 'mpw1.';

export function isSealed(payload: string | null): payload is string {
	return payload !== null && payload.startsWith(SEAL);
}
