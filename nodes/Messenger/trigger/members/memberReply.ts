// What the members of a callback answered.
import type { Wants } from './wants';

/**
 * How a URL answered our handshake: it is one of ours, nothing is there, somebody else's receiver
 * is there, or it is in no state to tell.
 */
export type MemberAnswer = 'ours' | 'gone' | 'foreign' | 'sick';

export interface MemberReply {
	answer: MemberAnswer;
	/** HTTP status; 0 without an answer. */
	status: number;
	/** Null when it does not say: it may need anything. */
	wants: Wants | null;
}

/** By path, at one origin. */
export type Replies = ReadonlyMap<string, MemberReply>;

export function answerOf(replies: Replies, path: string): MemberAnswer {
	return replies.get(path)?.answer ?? 'sick';
}
