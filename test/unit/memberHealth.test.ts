import { judgeRelay, MemberHealth } from '../../nodes/Messenger/trigger/members/memberHealth';

const MINUTE = 60_000;
const PATH = '/webhook/a/webhook';

describe('what a member made of a delivery', () => {
	it.each([
		['accepted', [200, 204, 299]],
		['gone', [404, 410]],
		['refused', [400, 401, 403, 422, 429, 499]],
		['failed', [0, 302, 500, 502, 503, 504]],
	] as const)('is %s', (outcome, statuses) => {
		expect(statuses.map(judgeRelay)).toEqual(statuses.map(() => outcome));
	});
});

describe('a member', () => {
	it('is given up when it has failed for ten minutes, not before', () => {
		const health = new MemberHealth();
		health.note(PATH, 'failed', 0);
		health.note(PATH, 'failed', 9 * MINUTE);
		expect(health.isGivenUp(PATH, 10 * MINUTE - 1)).toBe(false);
		expect(health.isGivenUp(PATH, 10 * MINUTE)).toBe(true);
		expect(health.isGivenUp('/webhook/b/webhook', 10 * MINUTE)).toBe(false);
	});

	it.each(['accepted', 'refused'] as const)('that %s a delivery counts as up again', (outcome) => {
		const health = new MemberHealth();
		health.note(PATH, 'failed', 0);
		health.note(PATH, outcome, 5 * MINUTE);
		expect(health.isGivenUp(PATH, 11 * MINUTE)).toBe(false);
		health.note(PATH, 'failed', 11 * MINUTE);
		expect(health.isGivenUp(PATH, 20 * MINUTE)).toBe(false);
		expect(health.isGivenUp(PATH, 21 * MINUTE)).toBe(true);
	});

	it('stays given up while it goes on failing, and gets a new chance after an hour without a delivery', () => {
		const health = new MemberHealth();
		for (let minute = 0; minute <= 180; minute += 30) health.note(PATH, 'failed', minute * MINUTE);
		expect(health.isGivenUp(PATH, 200 * MINUTE)).toBe(true);
		expect(health.isGivenUp(PATH, 240 * MINUTE)).toBe(false);
	});

	it('takes bounded memory, however many paths fail', () => {
		const health = new MemberHealth();
		for (let path = 0; path < 10_000; path++) health.note(`/${path}`, 'failed', 0);
		const givenUp = Array.from({ length: 10_000 }, (_, path) => health.isGivenUp(`/${path}`, 11 * MINUTE));
		expect(givenUp.filter(Boolean)).toHaveLength(200);
	});

	it.each([404, 410])('that answers %d is away, until it answers otherwise', (status) => {
		const health = new MemberHealth();
		expect(health.isAway(PATH, 0)).toBe(false);
		health.noteStatus(PATH, status, 0);
		expect(health.isAway(PATH, MINUTE)).toBe(true);
		expect(health.isAway('/webhook/b/webhook', MINUTE)).toBe(false);
		health.noteStatus(PATH, 500, 2 * MINUTE);
		expect(health.isAway(PATH, 2 * MINUTE)).toBe(false);
	});

	it('that is away fails for a minute, then it is gone, each time anew', () => {
		const health = new MemberHealth();
		const answers = [404, 404, 404, 410, 200, 404, 404].map((status, at) =>
			health.noteStatus(PATH, status, (at * MINUTE) / 2),
		);
		expect(answers).toEqual(['failed', 'failed', 'gone', 'gone', 'accepted', 'failed', 'failed']);
	});

	it('that is away again and again between failures is given up like any other', () => {
		const health = new MemberHealth();
		for (let at = 0; at <= 20; at++) health.noteStatus(PATH, at % 2 === 0 ? 404 : 503, (at * MINUTE) / 2);
		expect(health.isGivenUp(PATH, 10 * MINUTE)).toBe(true);
	});
});
