import fc from 'fast-check';
import type { AppRecord } from '../../nodes/Messenger/graph/appRecord';
import { formatCallback } from '../../nodes/Messenger/trigger/members/callback';
import type { MemberAnswer, MemberReply } from '../../nodes/Messenger/trigger/members/memberReply';
import type { Wants } from '../../nodes/Messenger/trigger/members/wants';
import {
	pageFieldsInUse,
	planPageRegister,
	planPageUnregister,
} from '../../nodes/Messenger/trigger/register/pageSubscription';
import {
	callbackElsewhere,
	isInOrder,
	membersToAsk,
	otherOwner,
	planRegister,
	planUnregister,
	surplusFields,
	type Self,
} from '../../nodes/Messenger/trigger/register/subscription';

const ORIGIN = 'https://n8n.example';
const OLD = 'https://old.example';
const SECRET = 'secret';
const SELF: Self = { origin: ORIGIN, path: '/webhook/self/webhook', isTest: false };
const TEST: Self = { origin: ORIGIN, path: '/webhook-test/self/webhook', isTest: true };
const OTHER = '/webhook/other/webhook';
const THIRD = '/webhook/third/webhook';
const OTHER_TEST = '/webhook-test/other/webhook';
const WANTED = ['messaging_postbacks'];
const POSTBACKS: Wants = { pageIds: ['1000'], fields: { messenger: ['messaging_postbacks'] } };

const callback = (members: string[], origin = ORIGIN, secret = SECRET) =>
	formatCallback({ origin, members }, secret);
const aRecord = (callbackUrl: string, changes: Partial<AppRecord> = {}): AppRecord => ({
	object: 'page',
	callbackUrl,
	isActive: true,
	fields: ['messaging_postbacks'],
	...changes,
});
const STATUS: Record<MemberAnswer, number> = { ours: 200, gone: 404, foreign: 200, sick: 503 };
const reply = (answer: MemberAnswer, changes: Partial<MemberReply> = {}): MemberReply => ({
	answer,
	status: STATUS[answer],
	wants: answer === 'ours' ? POSTBACKS : null,
	...changes,
});
const replied = (answers: Record<string, MemberAnswer | MemberReply>) =>
	new Map(
		Object.entries(answers).map(([path, answer]) => [
			path,
			typeof answer === 'string' ? reply(answer) : answer,
		]),
	);
const register = (changes: Partial<Parameters<typeof planRegister>[0]> = {}) =>
	planRegister({
		self: SELF,
		record: null,
		wanted: WANTED,
		secrets: [SECRET],
		replies: new Map(),
		elsewhere: new Map(),
		mayReplace: false,
		...changes,
	});
const unregister = (changes: Partial<Parameters<typeof planUnregister>[0]> = {}) =>
	planUnregister({ self: SELF, record: null, channel: 'messenger', replies: new Map(), ...changes });

describe('joining', () => {
	it('becomes the owner when nobody is there', () => {
		expect(register()).toEqual({ kind: 'write', members: [SELF.path], fields: WANTED });
	});

	it('does nothing when it is in the list and the fields are there', () => {
		expect(register({ record: aRecord(callback([SELF.path])) })).toEqual({ kind: 'nothing' });
		const record = aRecord(callback([OTHER, SELF.path]));
		expect(register({ record, replies: replied({ [OTHER]: 'ours' }) })).toEqual({ kind: 'nothing' });
	});

	it("takes the owner's place when the owner is dead, though it is in the list itself", () => {
		const record = aRecord(callback([OTHER, SELF.path, THIRD]));
		const replies = replied({ [OTHER]: 'gone', [THIRD]: 'ours' });
		expect(register({ record, replies })).toMatchObject({ kind: 'write', members: [SELF.path, THIRD] });
	});

	it.each([
		['a field is missing', { fields: ['messages'] }, ['messages', 'messaging_postbacks']],
		['Meta has switched the record off', { isActive: false }, ['messaging_postbacks']],
	])('writes again when %s, and keeps its place', (_label, changes, fields) => {
		const members = [OTHER, SELF.path, OTHER_TEST];
		const record = aRecord(callback(members), changes);
		const replies = replied({ [OTHER]: 'ours', [OTHER_TEST]: 'ours' });
		expect(register({ record, replies })).toEqual({ kind: 'write', members, fields });
	});

	it.each([
		['no tag', `${ORIGIN}${OTHER}?also=${SELF.path}`],
		['the tag of another secret', callback([OTHER, SELF.path], ORIGIN, 'another')],
	])('writes again when the list has %s, because the owner would relay to nobody', (_label, url) => {
		const replies = replied({ [OTHER]: 'ours' });
		expect(register({ record: aRecord(url), replies })).toMatchObject({ members: [OTHER, SELF.path] });
	});

	it('accepts the tag of an additional secret', () => {
		const record = aRecord(callback([OTHER, SELF.path], ORIGIN, 'rotated'));
		const replies = replied({ [OTHER]: 'ours' });
		expect(register({ record, replies, secrets: [SECRET, 'rotated'] })).toEqual({ kind: 'nothing' });
	});

	it('appends itself behind published members and before tests', () => {
		const record = aRecord(callback([OTHER, OTHER_TEST]));
		const replies = replied({ [OTHER]: 'ours', [OTHER_TEST]: 'ours' });
		expect(register({ record, replies })).toMatchObject({ members: [OTHER, SELF.path, OTHER_TEST] });
	});

	it('takes the ownership over from a test', () => {
		const record = aRecord(callback([OTHER_TEST]));
		const replies = replied({ [OTHER_TEST]: 'ours' });
		expect(register({ record, replies })).toMatchObject({ members: [SELF.path, OTHER_TEST] });
	});

	it('as a test goes to the end, and leaving restores the list', () => {
		const before = [OTHER, SELF.path];
		const replies = replied({ [OTHER]: 'ours', [SELF.path]: 'ours' });
		const joined = register({ self: TEST, record: aRecord(callback(before)), replies });
		expect(joined).toMatchObject({ members: [...before, TEST.path] });
		const record = aRecord(callback([...before, TEST.path]));
		expect(unregister({ self: TEST, record, replies })).toMatchObject({ members: before });
	});

	it('as a test is refused where it would be the owner before a published member that is silent', () => {
		const silent = reply('sick', { status: 0 });
		const conflict = { kind: 'conflict', why: 'silentOwner', at: ORIGIN + OTHER };
		const record = aRecord(callback([OTHER, OTHER_TEST]));
		const replies = replied({ [OTHER]: silent, [OTHER_TEST]: 'ours' });
		expect(register({ self: TEST, record, replies })).toEqual(conflict);
		expect(register({ self: TEST, record, replies, mayReplace: true })).toEqual(conflict);
		expect(register({ self: TEST, record: aRecord(callback([OTHER])) })).toEqual(conflict);
	});

	it.each([
		['answers with an error', { [OTHER]: 'sick', [THIRD]: 'gone' }, [TEST.path, OTHER]],
		['is gone', { [OTHER]: 'gone', [THIRD]: 'gone' }, [TEST.path]],
		['is silent, and another one answers', { [THIRD]: 'ours' }, [THIRD, OTHER, TEST.path]],
	] as const)('as a test is not refused where a published member %s', (_label, answers, members) => {
		const record = aRecord(callback([OTHER, THIRD]));
		expect(register({ self: TEST, record, replies: replied(answers) })).toMatchObject({ members });
	});

	it('drops members that are gone', () => {
		const record = aRecord(callback([OTHER, OTHER_TEST]));
		const replies = replied({ [OTHER]: 'ours', [OTHER_TEST]: 'gone' });
		expect(register({ record, replies })).toMatchObject({ members: [OTHER, SELF.path] });
	});

	it('unites its fields with those that are there', () => {
		const record = aRecord(callback([OTHER]), { fields: ['leadgen', 'messages'] });
		expect(register({ record, replies: replied({ [OTHER]: 'ours' }) })).toMatchObject({
			fields: ['leadgen', 'messages', 'messaging_postbacks'],
		});
	});

	it.each(['sick', undefined] as const)(
		'is not held up by a member that is %s, keeps it, and does not make it the owner',
		(answer) => {
			const record = aRecord(callback([OTHER, THIRD]));
			const replies = replied({ ...(answer && { [OTHER]: answer }), [THIRD]: 'ours' });
			expect(register({ record, replies })).toMatchObject({
				kind: 'write',
				members: [THIRD, OTHER, SELF.path],
			});
			expect(register({ record, replies, mayReplace: true })).toMatchObject({
				members: [THIRD, OTHER, SELF.path],
			});
		},
	);

	it('becomes the owner itself when nobody else can', () => {
		const record = aRecord(callback([OTHER]));
		expect(register({ record, replies: replied({ [OTHER]: 'sick' }) })).toMatchObject({
			members: [SELF.path, OTHER],
		});
	});

	it.each([
		['another host', 'https://crm.example/hook', 'otherHost', 'https://crm.example/hook'],
		['another port', `${ORIGIN}:8443${OTHER}`, 'otherHost', `${ORIGIN}:8443${OTHER}`],
		['what is no URL', 'crm', 'otherHost', 'crm'],
		['a receiver of somebody else on this n8n', callback([THIRD, OTHER]), 'otherReceiver', ORIGIN + OTHER],
	] as const)('is refused by %s, named by its own address', (_label, callbackUrl, why, at) => {
		const replies = replied({ [THIRD]: 'ours', [OTHER]: 'foreign' });
		expect(register({ record: aRecord(callbackUrl), replies })).toEqual({ kind: 'conflict', why, at });
	});

	it('with replacing takes a foreign callback over and keeps its fields', () => {
		const record = aRecord('https://crm.example/hook', { fields: ['leadgen'] });
		expect(register({ record, mayReplace: true })).toEqual({
			kind: 'write',
			members: [SELF.path],
			fields: ['leadgen', 'messaging_postbacks'],
		});
	});

	it("with replacing drops somebody else's receiver alone", () => {
		const record = aRecord(callback(['/webhook/x/foreign', OTHER, THIRD]));
		const replies = replied({ '/webhook/x/foreign': 'foreign', [OTHER]: 'ours', [THIRD]: 'sick' });
		expect(register({ record, mayReplace: true, replies })).toMatchObject({
			members: [OTHER, THIRD, SELF.path],
		});
	});

	it('is refused when the list is full', () => {
		const members = Array.from({ length: 50 }, (_, index) => `/webhook/${index}/webhook`);
		const replies = replied(Object.fromEntries(members.map((path) => [path, 'ours' as const])));
		expect(register({ record: aRecord(callback(members)), replies })).toMatchObject({ why: 'tooMany' });
		const withSelf = [SELF.path, ...members.slice(1)];
		expect(register({ record: aRecord(callback(withSelf), { fields: [] }), replies })).toEqual({
			kind: 'write',
			members: withSelf,
			fields: WANTED,
		});
	});

	it('comes before tests below a base path as well', () => {
		const self = { ...SELF, path: '/n8n/webhook/self/webhook' };
		const test = '/n8n/webhook-test/other/webhook';
		const record = aRecord(callback([test]));
		expect(register({ self, record, replies: replied({ [test]: 'ours' }) })).toMatchObject({
			members: [self.path, test],
		});
	});
});

describe('joining after n8n has moved', () => {
	const record = aRecord(callback([OTHER, SELF.path, THIRD], OLD), { fields: ['leadgen', ...WANTED] });
	const here = replied({ [OTHER]: 'ours', [THIRD]: 'gone' });
	const silent = reply('sick', { status: 0 });

	it.each([
		['not found', reply('gone')],
		['silence', silent],
		['a bad gateway', reply('sick', { status: 502 })],
		['an error of its own', reply('sick', { status: 500 })],
	])('takes our old address over when it answers with %s, and keeps who answers here', (_label, answer) => {
		const elsewhere = replied({ [OTHER]: answer, [SELF.path]: answer, [THIRD]: answer });
		expect(register({ record, replies: here, elsewhere })).toEqual({
			kind: 'write',
			members: [OTHER, SELF.path],
			fields: ['leadgen', 'messaging_postbacks'],
		});
	});

	it.each([
		['passes our handshake', reply('ours')],
		["is somebody else's", reply('foreign')],
		['refuses us', reply('sick', { status: 403 })],
		['does not understand us', reply('sick', { status: 400 })],
	])('is refused when one path there %s, but for replacing', (_label, answer) => {
		const elsewhere = replied({ [OTHER]: silent, [SELF.path]: answer, [THIRD]: silent });
		const situation = { record, replies: here, elsewhere };
		expect(register(situation)).toEqual({ kind: 'conflict', why: 'oldAddress', at: record.callbackUrl });
		expect(register({ ...situation, mayReplace: true })).toMatchObject({ members: [OTHER, SELF.path] });
	});

	it('is refused when nobody asked there', () => {
		expect(register({ record, replies: here })).toMatchObject({ why: 'oldAddress' });
	});

	it('does not take a dead callback over that never was ours', () => {
		const foreign = aRecord(callback([OTHER, THIRD], OLD));
		const elsewhere = replied({ [OTHER]: 'gone', [THIRD]: 'gone' });
		expect(register({ record: foreign, elsewhere })).toMatchObject({ why: 'otherHost' });
	});

	it.each([
		['names our path', record, false, true],
		['is somebody elses', aRecord(callback([OTHER], OLD)), false, false],
		['is somebody elses, with replacing', aRecord(callback([OTHER], OLD)), true, true],
		['is on our own origin', aRecord(callback([OTHER, SELF.path])), true, false],
	])('asks elsewhere about a callback that %s: %#', (_label, found, mayReplace, isAsked) => {
		expect(callbackElsewhere(SELF, found, mayReplace) !== null).toBe(isAsked);
	});
});

describe('members to ask', () => {
	it('are the others on our origin, of all objects, once', () => {
		const records = [
			aRecord(callback([OTHER, SELF.path, OTHER_TEST])),
			aRecord(callback([THIRD, OTHER]), { object: 'instagram' }),
		];
		expect(membersToAsk(SELF, records)).toEqual([OTHER, OTHER_TEST, THIRD]);
	});

	it.each([
		['nobody is registered', []],
		['the callback is on another host', [aRecord('https://crm.example/hook')]],
		['the callback is no URL', [aRecord('')]],
	])('are none when %s', (_label, records) => {
		expect(membersToAsk(SELF, records)).toEqual([]);
	});
});

describe('the other owner', () => {
	it.each([
		['another member', callback([OTHER, SELF.path]), OTHER],
		['ourselves', callback([SELF.path, OTHER]), null],
		['on another host', 'https://crm.example/hook', null],
	])('is %s', (_label, url, expected) => {
		expect(otherOwner(SELF, aRecord(url))).toBe(expected);
	});
});

describe('leaving', () => {
	it.each([
		['nobody is registered', null],
		['another host is', aRecord('https://crm.example/hook')],
		['only others are', aRecord(callback([OTHER, OTHER_TEST]))],
		['our path is on another host', aRecord(`https://crm.example${SELF.path}`)],
	])('touches nothing when %s', (_label, record) => {
		expect(unregister({ record })).toEqual({ kind: 'nothing' });
	});

	it('hands the ownership to the next member, with the fields that it needs', () => {
		const record = aRecord(callback([SELF.path, OTHER, OTHER_TEST]), {
			fields: ['leadgen', 'messages', 'messaging_postbacks'],
		});
		const replies = replied({ [OTHER]: 'ours', [OTHER_TEST]: 'ours' });
		expect(unregister({ record, replies })).toEqual({
			kind: 'write',
			members: [OTHER, OTHER_TEST],
			fields: ['leadgen', 'messaging_postbacks'],
		});
	});

	it('keeps every field while a member does not say what it needs', () => {
		const record = aRecord(callback([SELF.path, OTHER, THIRD]), { fields: ['messages', 'standby'] });
		const replies = replied({ [OTHER]: 'ours', [THIRD]: 'sick' });
		expect(unregister({ record, replies })).toMatchObject({ fields: ['messages', 'standby'] });
	});

	it('keeps a member that cannot be asked, but not as the owner', () => {
		const record = aRecord(callback([SELF.path, OTHER_TEST, OTHER]));
		const replies = replied({ [OTHER]: 'ours', [OTHER_TEST]: 'sick' });
		expect(unregister({ record, replies })).toMatchObject({ members: [OTHER, OTHER_TEST] });
	});

	it('leaves the ownership to a published member that is silent rather than to a test', () => {
		const replies = replied({ [OTHER]: reply('sick', { status: 0 }), [OTHER_TEST]: 'ours' });
		for (const self of [SELF, TEST]) {
			const record = aRecord(callback([self.path, OTHER_TEST, OTHER]));
			expect(unregister({ self, record, replies })).toMatchObject({ members: [OTHER, OTHER_TEST] });
		}
	});

	it('as the last one deletes only our fields', () => {
		const record = aRecord(callback([SELF.path]), { fields: ['leadgen', 'messaging_postbacks'] });
		expect(unregister({ record })).toEqual({ kind: 'deleteFields', fields: ['messaging_postbacks'] });
	});

	it('counts members that are gone as left', () => {
		const record = aRecord(callback([SELF.path, OTHER_TEST]));
		expect(unregister({ record, replies: replied({ [OTHER_TEST]: 'gone' }) })).toMatchObject({
			kind: 'deleteFields',
		});
	});
});

describe('surplus fields', () => {
	it('are those of the candidates that no other member needs', () => {
		const record = aRecord(callback([SELF.path, OTHER]), {
			fields: ['leadgen', 'messages', 'messaging_postbacks', 'standby'],
		});
		const replies = replied({ [OTHER]: 'ours' });
		const candidates = ['messages', 'messaging_postbacks'];
		const surplusWith = (answers: typeof replies) =>
			surplusFields({ record, channel: 'messenger', self: SELF, replies: answers, candidates });
		expect(surplusWith(replies)).toEqual(['messages']);
		expect(surplusWith(replied({ [OTHER]: reply('ours', { wants: null }) }))).toEqual([]);
	});
});

describe("a Page's fields that somebody else needs", () => {
	const inUse = (
		records: AppRecord[],
		answers: Record<string, MemberAnswer | MemberReply> = {},
		id = '1000',
	) => [...pageFieldsInUse(id, { self: SELF, records, replies: replied(answers) })].sort();
	const instagram = (wants: string[]) =>
		reply('ours', { wants: { pageIds: null, fields: { instagram: wants } } });

	it('are none when we are alone', () => {
		expect(inUse([aRecord(callback([SELF.path]))])).toEqual([]);
	});

	it('are those of a member that needs the Page, and of no other', () => {
		const records = [aRecord(callback([SELF.path, OTHER]), { fields: ['messages', 'messaging_postbacks'] })];
		expect(inUse(records, { [OTHER]: 'ours' })).toEqual(['messaging_postbacks']);
		expect(inUse(records, { [OTHER]: 'ours' }, '2000')).toEqual([]);
		expect(inUse(records, { [OTHER]: 'gone' })).toEqual([]);
	});

	it("are those of the other object's members too, in the spelling of the Page", () => {
		const records = [
			aRecord(callback([SELF.path])),
			aRecord(callback([OTHER]), { object: 'instagram', fields: ['messaging_referral'] }),
		];
		expect(inUse(records, { [OTHER]: instagram(['messaging_referral']) })).toEqual(['messaging_referrals']);
	});

	it.each(['sick', 'foreign'] as const)('are all of the record while a member is %s', (answer) => {
		const records = [aRecord(callback([SELF.path, OTHER]), { fields: ['messages', 'leadgen'] })];
		expect(inUse(records, { [OTHER]: answer })).toEqual(['leadgen', 'messages']);
	});

	it("are all of another system's callback, in the spelling of the Page", () => {
		const elsewhere = { object: 'instagram', fields: ['messages', 'messaging_referral'] };
		const records = [aRecord(callback([SELF.path])), aRecord('https://crm.example/hook', elsewhere)];
		expect(inUse(records)).toEqual(['messages', 'messaging_referrals']);
	});

	it('are none of an object that no Page delivers', () => {
		expect(
			inUse([aRecord('https://crm.example/hook', { object: 'permissions', fields: ['messages'] })]),
		).toEqual([]);
	});
});

describe('plans', () => {
	const path = fc.constantFrom('/webhook/a/webhook', OTHER, OTHER_TEST, '/webhook-test/a/webhook');
	const fields = fc.subarray(['leadgen', 'messages', 'messaging_postbacks', 'standby']);
	const situation = fc.record({
		members: fc.uniqueArray(path, { minLength: 1 }),
		fields,
		wanted: fields.filter((wanted) => wanted.length > 0),
		answer: fc.constantFrom<MemberAnswer>('ours', 'gone'),
		isTest: fc.boolean(),
	});

	it('applied to their own result are empty', () => {
		fc.assert(
			fc.property(situation, ({ members, fields: present, wanted, answer, isTest }) => {
				const self = isTest ? TEST : SELF;
				const record = aRecord(callback(members), { fields: present });
				const replies = replied(Object.fromEntries(members.map((member) => [member, answer])));
				const plan = register({ self, record, wanted, replies });
				if (plan.kind !== 'write') throw new Error('a first join always writes');
				const joined = aRecord(callback(plan.members), { fields: plan.fields });
				expect(isInOrder({ self, record: joined, wanted, secrets: [SECRET] })).toBe(true);
				expect(register({ self, record: joined, wanted, replies })).toEqual({ kind: 'nothing' });
				const left = unregister({ self, record: joined, replies });
				expect(left.kind).toBe(answer === 'ours' ? 'write' : 'deleteFields');
				if (left.kind !== 'write') return;
				const after = aRecord(callback(left.members), { fields: left.fields });
				expect(unregister({ self, record: after, replies })).toEqual({ kind: 'nothing' });
			}),
		);
	});
});

describe('Page fields', () => {
	it.each([
		['nothing is installed', null, ['a'], ['a']],
		['others have fields', ['x'], ['a'], ['x', 'a']],
		['ours are there', ['x', 'a'], ['a'], null],
		['an installation has no fields', [], [], null],
	])('are joined when %s', (_label, actual, wanted, expected) => {
		expect(planPageRegister(actual, wanted)).toEqual(expected);
	});

	it.each([
		['nothing is installed', null, [], { kind: 'nothing' }],
		['none is ours', ['x'], [], { kind: 'nothing' }],
		['others remain', ['x', 'a'], [], { kind: 'write', fields: ['x'] }],
		['none remains', ['a'], [], { kind: 'detach' }],
		['somebody needs one of ours', ['a', 'b'], ['a'], { kind: 'write', fields: ['a'] }],
		['somebody needs all of ours', ['a', 'b'], ['a', 'b'], { kind: 'nothing' }],
	])('are left when %s', (_label, actual, inUse, expected) => {
		expect(planPageUnregister(actual, ['a', 'b'], new Set(inUse))).toEqual(expected);
	});
});
