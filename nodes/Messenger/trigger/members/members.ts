// EDGE: asks the members of a callback, by a handshake as Meta makes it, whether they are there and
// what they need.
import { randomBytes } from 'node:crypto';
import { mapInParallel } from '../../graph/inParallel';
import { textOrNull } from '../../graph/json';
import type { HttpRequest } from '../../graph/request';
import { deriveQuestionToken } from '../verify/verifyToken';
import { MAX_MEMBERS } from './callback';
import { addressOf, type Home } from './home';
import type { MemberAnswer, MemberReply, Replies } from './memberReply';
import { sendToMember } from './memberRequest';
import { parseWants, WANTS_HEADER } from './wants';

const ASK_TIMEOUT_MS = 5_000;
const NO_REPLY: MemberReply = { answer: 'sick', status: 0, wants: null };

export interface Asker {
	http: HttpRequest;
	app: { appId: string; appSecret: string };
	home: Home;
}

/** All at once: dead ones take their time, and a publication has to wait for the slowest. */
export async function askMembers(asker: Asker, origin: string, paths: readonly string[]): Promise<Replies> {
	const replies = await mapInParallel(paths, MAX_MEMBERS, async (path) => {
		return [path, await askMember(asker, origin, path)] as const;
	});
	return new Map(replies);
}

async function askMember({ http, app, home }: Asker, origin: string, path: string): Promise<MemberReply> {
	const at = addressOf(path, origin, home);
	if (at === null) return NO_REPLY;
	const challenge = randomBytes(12).toString('hex');
	const { searchParams } = at.url;
	searchParams.set('hub.mode', 'subscribe');
	searchParams.set('hub.challenge', challenge);
	searchParams.set('hub.verify_token', deriveQuestionToken(app, challenge));
	const response = await sendToMember(http, { method: 'GET', at, timeoutMs: ASK_TIMEOUT_MS });
	if (response === null) return NO_REPLY;
	const { status, headers, text } = response;
	const answer = answerBy(status, text === challenge);
	const wants = answer === 'ours' ? parseWants(textOrNull(headers[WANTS_HEADER])) : null;
	return { answer, status, wants };
}

function answerBy(status: number, hasChallenge: boolean): MemberAnswer {
	if (status === 404 || status === 410) return 'gone';
	if (status < 200 || status >= 300) return 'sick';
	return hasChallenge ? 'ours' : 'foreign';
}
