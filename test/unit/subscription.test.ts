import fc from 'fast-check';
import {
	isJoined,
	membersToAsk,
	planJoin,
	planLeave,
	planPageJoin,
	planPageLeave,
	type AppRecord,
	type MemberAnswer,
	type Self,
} from '../../nodes/MessengerPostbackTrigger/lib/subscription';

const ORIGIN = 'https://n8n.example';
const SELF: Self = { origin: ORIGIN, path: '/webhook/self/webhook', isTest: false };
const TEST: Self = { origin: ORIGIN, path: '/webhook-test/self/webhook', isTest: true };
const OTHER = '/webhook/other/webhook';
const OTHER_TEST = '/webhook-test/other/webhook';
const WANTED = ['messaging_postbacks'];

const aRecord = (callbackUrl: string, changes: Partial<AppRecord> = {}): AppRecord => ({
	object: 'page',
	callbackUrl,
	isActive: true,
	fields: ['messaging_postbacks'],
	...changes,
});
const answered = (answers: Record<string, MemberAnswer>) => new Map(Object.entries(answers));
const join = (changes: Partial<Parameters<typeof planJoin>[0]> = {}) =>
	planJoin({ self: SELF, record: null, wanted: WANTED, answers: new Map(), mayReplace: false, ...changes });
const leave = (changes: Partial<Parameters<typeof planLeave>[0]> = {}) =>
	planLeave({ self: SELF, record: null, ourFields: WANTED, answers: new Map(), ...changes });

describe('joining', () => {
	it('becomes the owner when nobody is there', () => {
		expect(join()).toEqual({ kind: 'write', callbackUrl: ORIGIN + SELF.path, also: [], fields: WANTED });
	});

	it('does nothing when it is in the list and the fields are there', () => {
		expect(join({ record: aRecord(ORIGIN + SELF.path) })).toEqual({ kind: 'nothing' });
		expect(join({ record: aRecord(`${ORIGIN}${OTHER}?also=${SELF.path}`) })).toEqual({ kind: 'nothing' });
	});

	it.each([
		['a field is missing', { fields: ['messages'] }, ['messages', 'messaging_postbacks']],
		['Meta has switched the record off', { isActive: false }, ['messaging_postbacks']],
	])('writes again when %s, and keeps its place', (_label, changes, fields) => {
		const record = aRecord(`${ORIGIN}${OTHER}?also=${SELF.path},${OTHER_TEST}`, changes);
		expect(join({ record, answers: answered({ [OTHER]: 'ours', [OTHER_TEST]: 'ours' }) })).toEqual({
			kind: 'write',
			callbackUrl: record.callbackUrl,
			also: [SELF.path, OTHER_TEST],
			fields,
		});
	});

	it('appends itself behind published members and before tests', () => {
		const record = aRecord(`${ORIGIN}${OTHER}?also=${OTHER_TEST}`);
		expect(join({ record, answers: answered({ [OTHER]: 'ours', [OTHER_TEST]: 'ours' }) })).toMatchObject({
			callbackUrl: `${ORIGIN}${OTHER}?also=${SELF.path},${OTHER_TEST}`,
			also: [SELF.path, OTHER_TEST],
		});
	});

	it('takes the ownership over from a test', () => {
		const record = aRecord(ORIGIN + OTHER_TEST);
		expect(join({ record, answers: answered({ [OTHER_TEST]: 'ours' }) })).toMatchObject({
			callbackUrl: `${ORIGIN}${SELF.path}?also=${OTHER_TEST}`,
		});
	});

	it('as a test goes to the end, and leaving restores the callback to the byte', () => {
		const before = `${ORIGIN}${OTHER}?also=${SELF.path}`;
		const answers = answered({ [OTHER]: 'ours', [SELF.path]: 'ours' });
		const joined = join({ self: TEST, record: aRecord(before), answers });
		expect(joined).toMatchObject({ callbackUrl: `${before},${TEST.path}` });
		const record = aRecord(`${before},${TEST.path}`);
		expect(leave({ self: TEST, record, answers })).toMatchObject({ callbackUrl: before });
	});

	it('drops members that are gone', () => {
		const record = aRecord(`${ORIGIN}${OTHER}?also=${OTHER_TEST}`);
		expect(join({ record, answers: answered({ [OTHER]: 'ours', [OTHER_TEST]: 'gone' }) })).toMatchObject({
			callbackUrl: `${ORIGIN}${OTHER}?also=${SELF.path}`,
		});
	});

	it('unites its fields with those that are there', () => {
		const record = aRecord(ORIGIN + OTHER, { fields: ['leadgen', 'messages'] });
		expect(join({ record, answers: answered({ [OTHER]: 'ours' }) })).toMatchObject({
			fields: ['leadgen', 'messages', 'messaging_postbacks'],
		});
	});

	it.each([
		['another host', 'https://crm.example/hook', {}, 'otherHost'],
		['another port', `${ORIGIN}:8443${OTHER}`, {}, 'otherHost'],
		['a receiver of somebody else on this n8n', ORIGIN + OTHER, { [OTHER]: 'foreign' }, 'otherReceiver'],
		['a member that cannot be asked', ORIGIN + OTHER, { [OTHER]: 'unreachable' }, 'unreachable'],
		['a member that was not asked', ORIGIN + OTHER, {}, 'unreachable'],
	] as const)('is refused by %s', (_label, callbackUrl, answers, why) => {
		expect(join({ record: aRecord(callbackUrl), answers: answered(answers) })).toEqual({
			kind: 'conflict',
			why,
			callbackUrl,
		});
	});

	it('with replacing takes a foreign callback over and keeps its fields', () => {
		const record = aRecord('https://crm.example/hook', { fields: ['leadgen'] });
		expect(join({ record, mayReplace: true })).toEqual({
			kind: 'write',
			callbackUrl: ORIGIN + SELF.path,
			also: [],
			fields: ['leadgen', 'messaging_postbacks'],
		});
	});

	it('with replacing still keeps members of ours, and those that cannot be asked', () => {
		const record = aRecord(`${ORIGIN}/webhook/x/foreign?also=${OTHER}`);
		const foreign = { '/webhook/x/foreign': 'foreign' } as const;
		expect(
			join({ record, mayReplace: true, answers: answered({ ...foreign, [OTHER]: 'ours' }) }),
		).toMatchObject({
			callbackUrl: `${ORIGIN}${OTHER}?also=${SELF.path}`,
		});
		expect(
			join({ record, mayReplace: true, answers: answered({ ...foreign, [OTHER]: 'unreachable' }) }),
		).toMatchObject({
			kind: 'conflict',
			why: 'unreachable',
		});
	});
});

describe('members to ask', () => {
	it('are the others on our origin', () => {
		expect(membersToAsk(SELF, aRecord(`${ORIGIN}${OTHER}?also=${SELF.path},${OTHER_TEST}`))).toEqual([
			OTHER,
			OTHER_TEST,
		]);
	});

	it.each([
		['nobody is registered', null],
		['the callback is on another host', aRecord('https://crm.example/hook')],
		['the callback is no URL', aRecord('')],
	])('are none when %s', (_label, record) => {
		expect(membersToAsk(SELF, record)).toEqual([]);
	});
});

describe('leaving', () => {
	it.each([
		['nobody is registered', null],
		['another host is', aRecord('https://crm.example/hook')],
		['only others are', aRecord(`${ORIGIN}${OTHER}?also=${OTHER_TEST}`)],
		['our path is on another host', aRecord(`https://crm.example${SELF.path}`)],
	])('touches nothing when %s', (_label, record) => {
		expect(leave({ record })).toEqual({ kind: 'nothing' });
	});

	it('hands the ownership to the next member', () => {
		const record = aRecord(`${ORIGIN}${SELF.path}?also=${OTHER},${OTHER_TEST}`, {
			fields: ['leadgen', 'messaging_postbacks'],
		});
		expect(leave({ record, answers: answered({ [OTHER]: 'ours', [OTHER_TEST]: 'ours' }) })).toEqual({
			kind: 'write',
			callbackUrl: `${ORIGIN}${OTHER}?also=${OTHER_TEST}`,
			also: [OTHER_TEST],
			fields: ['leadgen', 'messaging_postbacks'],
		});
	});

	it('keeps a member that cannot be asked, but not as the owner', () => {
		const record = aRecord(`${ORIGIN}${SELF.path}?also=${OTHER_TEST},${OTHER}`);
		expect(
			leave({ record, answers: answered({ [OTHER]: 'ours', [OTHER_TEST]: 'unreachable' }) }),
		).toMatchObject({
			callbackUrl: `${ORIGIN}${OTHER}?also=${OTHER_TEST}`,
		});
	});

	it('as the last one deletes only our fields', () => {
		const record = aRecord(ORIGIN + SELF.path, { fields: ['leadgen', 'messaging_postbacks'] });
		expect(leave({ record })).toEqual({ kind: 'deleteFields', fields: ['messaging_postbacks'] });
	});

	it('counts members that are gone as left', () => {
		const record = aRecord(`${ORIGIN}${SELF.path}?also=${OTHER_TEST}`);
		expect(leave({ record, answers: answered({ [OTHER_TEST]: 'gone' }) })).toMatchObject({
			kind: 'deleteFields',
		});
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
				const record = aRecord(`${ORIGIN}${members[0]}?also=${members.slice(1).join(',')}`, {
					fields: present,
				});
				const answers = new Map(members.map((member) => [member, answer]));
				const plan = planJoin({ self, record, wanted, answers, mayReplace: false });
				if (plan.kind !== 'write') throw new Error('a first join always writes');
				const joined = aRecord(plan.callbackUrl, { fields: plan.fields });
				expect(isJoined(self, joined, wanted)).toBe(true);
				expect(planJoin({ self, record: joined, wanted, answers, mayReplace: false })).toEqual({
					kind: 'nothing',
				});
				const left = planLeave({ self, record: joined, ourFields: WANTED, answers });
				expect(left.kind).toBe(answer === 'ours' ? 'write' : 'deleteFields');
				if (left.kind !== 'write') return;
				const after = aRecord(left.callbackUrl, { fields: left.fields });
				expect(planLeave({ self, record: after, ourFields: WANTED, answers })).toEqual({ kind: 'nothing' });
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
		expect(planPageJoin(actual, wanted)).toEqual(expected);
	});

	it.each([
		['nothing is installed', null, { kind: 'nothing' }],
		['none is ours', ['x'], { kind: 'nothing' }],
		['others remain', ['x', 'a'], { kind: 'write', fields: ['x'] }],
		['none remains', ['a'], { kind: 'detach' }],
	])('are left when %s', (_label, actual, expected) => {
		expect(planPageLeave(actual, ['a', 'b'])).toEqual(expected);
	});
});
