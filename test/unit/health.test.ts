// The item of a check, and what it says where little could be seen.
import { findingsOf, itemOf, memoryOf, type Seen } from '../../nodes/Messenger/actions/subscription/health';
import type { TokenFacts } from '../../nodes/Messenger/graph/tokenFacts';

const NOW = Date.UTC(2026, 10, 28, 12);
const DAY = 86_400;
const FACTS: TokenFacts = {
	appId: '42',
	appName: 'Sunny Bakery',
	kind: 'SYSTEM_USER',
	isValid: true,
	expiresAt: 0,
	dataAccessExpiresAt: 0,
	scopes: ['pages_messaging'],
	invalidBecause: null,
};
const aSeen = (changes: Partial<Seen> = {}, facts: Partial<TokenFacts> = {}): Seen => ({
	appId: '42',
	token: { findings: [], facts: { ...FACTS, ...facts } },
	permissions: ['pages_messaging'],
	situation: {
		origin: 'https://n8n.example',
		records: [
			{
				object: 'page',
				callbackUrl: 'https://crm.example/hook?key=secret',
				isActive: true,
				fields: ['messages'],
			},
		],
		replies: new Map(),
		elsewhere: new Map(),
		triggers: [],
		remembered: null,
		secrets: ['secret'],
	},
	isAddressPublic: true,
	pages: { pages: [], unreachable: [] },
	failures: [],
	...changes,
});
const tokenOf = (facts: Partial<TokenFacts>) => itemOf(aSeen({}, facts), [], [], NOW).token;

describe('a check', () => {
	it('of an n8n that does not know its own address says that, and nothing about the app', () => {
		expect(findingsOf(aSeen()).map(({ code }) => code)).toEqual(['callbackOnAnotherHost']);
		const [found, ...others] = findingsOf(aSeen({ isAddressPublic: false }));
		expect(found).toMatchObject({ level: 'error', code: 'addressNotPublic' });
		expect(found?.text).toContain('https://n8n.example');
		expect(others).toEqual([]);
	});

	it('shows a callback without its query, which may hold a secret', () => {
		const item = itemOf(aSeen(), [], [], NOW);
		expect(item.app).toMatchObject({ callback: 'https://crm.example/hook', isOurs: false });
		expect(JSON.stringify(item)).not.toContain('secret');
	});

	it('notes nothing of a webhook that is not ours', () => {
		expect(memoryOf(aSeen(), '/webhook/')).toEqual({ appId: '42', channels: {}, pageIds: [] });
	});
});

describe('the note of a check', () => {
	const [PUBLISHED, LISTENING] = ['/webhook/a/webhook', '/webhook-test/b/webhook'];
	const wants = { pageIds: ['1'], fields: { messenger: ['messages'] } };
	const ours = { answer: 'ours', status: 200, wants } as const;
	const { situation } = aSeen();
	const shared = {
		...situation,
		records: [
			{
				object: 'page',
				callbackUrl: `https://n8n.example${PUBLISHED}?also=${LISTENING}`,
				isActive: true,
				fields: ['feed', 'messages'],
			},
		],
		replies: new Map([
			[PUBLISHED, ours],
			[LISTENING, ours],
		]),
	} as Seen['situation'];

	it('has what is ours, without a test that listens', () => {
		expect(memoryOf(aSeen({ situation: shared }), '/webhook/')?.channels).toEqual({
			messenger: { members: [PUBLISHED], fields: ['messages'] },
		});
	});

	it('keeps its Pages when they cannot be seen', () => {
		const remembered = { appId: '42', channels: {}, pageIds: ['1', '2'] };
		const unseen = { situation: { ...shared, remembered } as Seen['situation'], pages: null };
		expect(memoryOf(aSeen(unseen), '/webhook/')?.pageIds).toEqual(['1', '2']);
		expect(
			memoryOf(aSeen({ ...unseen, pages: { pages: [], unreachable: [] } }), '/webhook/')?.pageIds,
		).toEqual([]);
	});
});

describe('the token', () => {
	it.each([
		[0, { expiresAt: null, daysLeft: null }],
		[NOW / 1000 + 2.5 * DAY, { expiresAt: '2026-12-01T00:00:00.000Z', daysLeft: 2 }],
		[NOW / 1000 - DAY, { expiresAt: '2026-11-27T12:00:00.000Z', daysLeft: 0 }],
	])('that ends at %d s', (expiresAt, expected) => {
		expect(tokenOf({ expiresAt })).toMatchObject({ kind: 'SYSTEM_USER', ...expected });
	});

	it('lacks permissions only as far as Meta tells', () => {
		expect(tokenOf({ scopes: [] })).toMatchObject({ missingPermissions: ['pages_messaging'] });
		expect(tokenOf({ scopes: [], isValid: false })).toMatchObject({ missingPermissions: [] });
		const unseen = aSeen({ token: { findings: [], facts: null } });
		expect(itemOf(unseen, [], [], NOW).token).toEqual({
			kind: null,
			expiresAt: null,
			daysLeft: null,
			missingPermissions: [],
		});
	});
});
