// EDGE: brings one tap to the execution that waits for it: Meta's bytes and signature, as they
// came, to n8n's own address, or the one that the trigger's credential has for it, and no other.
import { sleep } from 'n8n-workflow';
import type { HttpRequest } from '../../graph/request';
import { addressOf, type Home } from '../members/home';
import { sendToMember, SHORTEST_TRY_MS } from '../members/memberRequest';
import type { VerifiedBody } from '../verify/signature';
import { outcomeOf, UNREADABLE, type Outcome } from './decision';
import { readReply } from './reply';
import { resumePath, resumeStatus } from './resumeRoute';
import type { Ticket } from './ticket';

export interface Tap {
	home: Home;
	body: VerifiedBody;
	signature: string;
	deadline: number;
}

export interface Resumed extends Outcome {
	/** What the person is to read; empty for nothing. */
	thankYou: string;
	/** n8n gave no answer, and may have resumed the execution all the same. */
	mayBeResumed: boolean;
}

const WAITS_MS = [100, 150, 250, 400, 500];

export async function resumeExecution(http: HttpRequest, ticket: Ticket, tap: Tap): Promise<Resumed> {
	const { home, body, signature, deadline } = tap;
	const at = addressOf(resumePath(ticket.route, ticket.nodeId), home.origin, home);
	if (at === null) return { ...UNREADABLE, thankYou: '', mayBeResumed: false };
	const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
	let lostRaces = 0;
	for (let tries = 0; ; tries++) {
		const timeoutMs = Math.max(1, deadline - Date.now());
		const answer = await sendToMember(http, { method: 'POST', at, timeoutMs, headers, body });
		const waitMs = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 0;
		const reply = answer === null ? null : readReply(answer.text);
		const now = Date.now();
		const outcome = outcomeOf(
			{ status: resumeStatus(answer, { url: at.url, base: home.base }), reply },
			{ ageMs: now - ticket.askedAt, lostRaces, isLast: now + waitMs + SHORTEST_TRY_MS >= deadline },
		);
		if (outcome !== 'retry') {
			const thankYou = reply?.kind === 'resumed' ? reply.thankYou : '';
			return { ...outcome, thankYou, mayBeResumed: answer === null };
		}
		if (answer?.status === 500) lostRaces += 1;
		await sleep(waitMs);
	}
}
