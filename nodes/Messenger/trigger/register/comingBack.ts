// EDGE: a trigger that is about to leave Meta, and may be published again without this process
// knowing: n8n can call `delete` in one process and `create` in another.
import type { MemberReply } from '../members/memberReply';
import { askMembers } from '../members/members';
import { unregisterLeftovers } from './leftovers';
import type { Registered } from './registered';
import type { Registrar } from './registrar';

const FORBIDDEN = 403;

/** The leaving has to wait, and is needless in the end. */
export class IsBack extends Error {}

/**
 * To be called before each attempt to leave. The route of a trigger can outlive its `delete` for a
 * moment, and be there for a publication that fails: so it is asked again each time, and what is
 * gone by then leaves. Once it was there, silence says nothing.
 */
export class ComingBack {
	private readonly registrar: Registrar;
	private readonly before: Registered | null;
	private wasBack = false;
	private isTidy = false;

	constructor(registrar: Registrar, before: Registered | null) {
		this.registrar = registrar;
		this.before = before;
	}

	/** @throws {IsBack} when the trigger answers with this app's secret, as it registers itself */
	async refuseLeaving(): Promise<void> {
		const { asker, self } = this.registrar;
		const reply = (await askMembers(asker, self.origin, [self.path])).get(self.path);
		const isThere = reply?.answer === 'ours' && reply.wants?.isManual !== true;
		const isSilent = reply?.answer === 'sick' && reply.status !== FORBIDDEN;
		this.wasBack = isThere || (this.wasBack && isSilent);
		if (!this.wasBack) return;
		if (isThere) await this.leaveWhatIsNotWanted(reply.wants);
		throw new IsBack();
	}

	private async leaveWhatIsNotWanted(wants: MemberReply['wants']): Promise<void> {
		const { before } = this;
		if (this.isTidy || before === null || wants === null) return;
		const { fields, pageIds } = wants;
		const now = { ...before, fields, pageIds: pageIds ?? before.pageIds };
		// What fails is tried again with the next question.
		this.isTidy = await unregisterLeftovers(this.registrar, before, now).then(
			() => true,
			() => false,
		);
	}
}
