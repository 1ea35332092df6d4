// What a repair writes, from what Meta and this n8n tell, and what a note of earlier adds.
import {
	choosePages,
	fieldsNeeded,
	pageFieldsNeeded,
} from '../../nodes/Messenger/actions/subscription/needs';
import {
	noteRemembered,
	readRemembered,
	type Remembered,
} from '../../nodes/Messenger/actions/subscription/remembered';
import { planChannel, repairable } from '../../nodes/Messenger/actions/subscription/repairPlan';
import type { Situation, WorkflowTrigger } from '../../nodes/Messenger/actions/subscription/situation';
import type { AppRecord } from '../../nodes/Messenger/graph/appRecord';
import { formatCallback } from '../../nodes/Messenger/trigger/members/callback';
import type { MemberAnswer, MemberReply } from '../../nodes/Messenger/trigger/members/memberReply';

const ORIGIN = 'https://n8n.example';
const SECRET = 'secret';
const [A, B, C] = ['/webhook/a/webhook', '/webhook/b/webhook', '/webhook/c/webhook'] as const;

const aRecord = (members: string[], changes: Partial<AppRecord> = {}, origin = ORIGIN): AppRecord => ({
	object: 'page',
	callbackUrl: formatCallback({ origin, members }, SECRET),
	isActive: true,
	fields: ['messaging_postbacks'],
	...changes,
});
const aReply = (answer: MemberAnswer, fields: string[] | null = ['messaging_postbacks']): MemberReply => ({
	answer,
	status: answer === 'gone' ? 404 : 200,
	wants: answer === 'ours' && fields !== null ? { pageIds: ['1'], fields: { messenger: fields } } : null,
});
const aNote = (members: string[], fields = ['messaging_postbacks']): Remembered => ({
	appId: '42',
	channels: { messenger: { members, fields } },
	pageIds: ['1'],
});
const aTrigger = (path: string, isManual = false): WorkflowTrigger => ({
	name: path,
	path,
	sharesCredential: true,
	settings: {
		channels: ['messenger'],
		isManual,
		pageIds: ['1'],
		events: ['postback'],
		rules: null,
		routing: { sendTo: 'first', fallbackOutput: 'drop', ignoreCase: false },
		parsesPayload: true,
	},
});
const aSituation = (changes: Partial<Situation>): Situation => ({
	origin: ORIGIN,
	records: [],
	replies: new Map(),
	elsewhere: new Map(),
	triggers: [],
	remembered: null,
	secrets: [SECRET],
	...changes,
});
const planOf = (changes: Partial<Situation>, mayReplace = false) =>
	planChannel(repairable(aSituation(changes)), 'messenger', { mayReplace });
const ours = (...paths: string[]) => new Map(paths.map((path) => [path, aReply('ours')]));
const POSTBACKS = ['messaging_postbacks'];

describe('a repair writes', () => {
	it('nothing where all is in order, or nobody is left', () => {
		expect(planOf({ records: [aRecord([A, B])], replies: ours(A, B) })).toEqual({ kind: 'nothing' });
		expect(planOf({ remembered: aNote([A]), replies: new Map([[A, aReply('gone')]]) })).toEqual({
			kind: 'nothing',
		});
		expect(planOf({ records: [aRecord([A])], replies: new Map([[A, aReply('sick')]]) })).toEqual({
			kind: 'nothing',
		});
	});

	it('what was noted, in its order', () => {
		const remembered = aNote([B, A]);
		expect(planOf({ remembered, replies: ours(A, B) })).toEqual({
			kind: 'write',
			members: [B, A],
			fields: POSTBACKS,
		});
	});

	it('those that live, with all fields that they need, beside what else is there', () => {
		const replies = new Map([
			[A, aReply('gone')],
			[B, aReply('ours', ['messages'])],
			[C, aReply('ours')],
		]);
		const records = [aRecord([A, B, C], { fields: ['feed'] })];
		expect(planOf({ records, replies })).toEqual({
			kind: 'write',
			members: [B, C],
			fields: ['feed', 'messages', 'messaging_postbacks'],
		});
	});

	it('the fields that were noted, for one that does not say what it needs', () => {
		const replies = new Map([[A, aReply('ours', null)]]);
		expect(planOf({ remembered: aNote([A], ['messages']), replies })).toEqual({
			kind: 'write',
			members: [A],
			fields: ['messages'],
		});
		// Without a note nobody knows whether it listens to this channel at all.
		expect(planOf({ records: [aRecord([A], { isActive: false })], replies })).toEqual({ kind: 'nothing' });
	});

	it('one that cannot answer behind the others, with what was noted of it', () => {
		const replies = new Map([
			[A, aReply('sick')],
			[B, aReply('ours')],
		]);
		expect(planOf({ remembered: aNote([A, B], ['messages']), replies })).toEqual({
			kind: 'write',
			members: [B, A],
			fields: ['messaging_postbacks', 'messages'],
		});
	});

	it('a trigger of the workflow only where a note of earlier says that there was something', () => {
		const triggers = [aTrigger(A)];
		expect(planOf({ triggers, replies: ours(A) })).toEqual({ kind: 'nothing' });
		expect(planOf({ triggers, replies: ours(A), remembered: aNote([]) })).toMatchObject({ members: [A] });
		const byHand = [aTrigger(A, true)];
		expect(planOf({ triggers: byHand, replies: ours(A), remembered: aNote([A]) })).toEqual({
			kind: 'nothing',
		});
	});

	it('over an old address where nobody answers, and over nobody else unless it may', () => {
		const [old, dead] = ['https://old.example', new Map([[A, aReply('gone')]])];
		const records = [aRecord([A, B], {}, old)];
		const found = { records, replies: ours(A, B), remembered: aNote([A, B]) };
		expect(planOf({ ...found, elsewhere: dead })).toMatchObject({ kind: 'write', members: [A, B] });
		expect(planOf({ ...found, elsewhere: ours(A) })).toMatchObject({ kind: 'conflict', why: 'oldAddress' });
		const crm = { ...found, records: [aRecord(['/hook'], {}, 'https://crm.example')] };
		expect(planOf(crm)).toMatchObject({ kind: 'conflict', why: 'otherHost' });
		expect(planOf(crm, true)).toMatchObject({ kind: 'write', members: [A, B] });
		const replies = new Map([...ours(A), ['/webhook/x/webhook', aReply('foreign')] as const]);
		const taken = { records: [aRecord(['/webhook/x/webhook'])], replies, remembered: aNote([A]) };
		expect(planOf(taken)).toMatchObject({ kind: 'conflict', why: 'otherReceiver' });
		expect(planOf(taken, true)).toMatchObject({ kind: 'write', members: [A] });
	});
});

describe('what is needed', () => {
	it('is what those that live say, at the app and at each Page', () => {
		const replies = new Map([
			[A, aReply('ours', ['messages'])],
			[B, aReply('gone')],
		]);
		const situation = aSituation({ records: [aRecord([A, B])], replies });
		expect(fieldsNeeded(situation, 'messenger')).toEqual(['messages']);
		expect(fieldsNeeded(situation, 'instagram')).toEqual([]);
		expect(pageFieldsNeeded(situation, '1')).toEqual(['messages']);
		expect(pageFieldsNeeded(situation, '2')).toEqual([]);
	});

	it('leaves out a Page that was noted, and that nobody wants any more', () => {
		const remembered = { ...aNote([A]), pageIds: ['1', '2'] };
		expect(choosePages(aSituation({ replies: ours(A), remembered }))).toEqual({
			pageIds: ['1'],
			addsSubscribed: true,
		});
	});
});

describe('the note', () => {
	it('is written when it differs, and only then', () => {
		const staticData: Record<string, unknown> = {};
		noteRemembered(staticData, aNote([A]));
		const first = staticData.remembered;
		noteRemembered(staticData, aNote([A]));
		expect(staticData.remembered).toBe(first);
		noteRemembered(staticData, aNote([B]));
		expect(readRemembered(staticData, '42')).toEqual(aNote([B]));
	});

	it.each([
		[undefined],
		['text'],
		[{}],
		[{ appId: '43' }],
		[{ appId: 42, channels: { messenger: { members: ['/a'], fields: [] } } }],
	])('of another app, or that is none, is as good as none: %j', (remembered) => {
		expect(readRemembered({ remembered }, '42')).toBeNull();
	});

	it('that was damaged is read for what is left of it', () => {
		const channels = { messenger: { members: 'a', fields: [7] }, instagram: 3, telegram: {} };
		expect(readRemembered({ remembered: { appId: '42', channels, pageIds: { a: 1 } } }, '42')).toEqual({
			appId: '42',
			channels: { messenger: { members: [], fields: ['7'] } },
			pageIds: [],
		});
	});
});
