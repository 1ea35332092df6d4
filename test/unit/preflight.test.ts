import { formatFindings, MAX_MESSAGE_LENGTH, type Finding } from '../../nodes/Messenger/account/findings';
import { neededPermissions, tokenFindings } from '../../nodes/Messenger/account/tokenFindings';
import { readTokenFacts, type TokenFacts } from '../../nodes/Messenger/graph/tokenFacts';
import {
	NO_PAGE,
	ruleFindings,
	unreachablePages,
} from '../../nodes/Messenger/trigger/register/registrationFindings';
import { webhookUrlFindings } from '../../nodes/Messenger/trigger/register/webhookUrl';

const NOW = 1_790_000_000;
const DAY = 86_400;
const GRAPH = 'https://graph.facebook.com';
const someFacts = (changes: Partial<TokenFacts> = {}): TokenFacts => ({
	appId: '42',
	appName: null,
	kind: 'USER',
	isValid: true,
	expiresAt: 0,
	dataAccessExpiresAt: 0,
	scopes: neededPermissions(true),
	invalidBecause: null,
	...changes,
});
const findingsFor = (changes: Partial<TokenFacts> = {}, usesInstagram = false) =>
	tokenFindings(someFacts(changes), {
		appId: '42',
		permissions: neededPermissions(usesInstagram),
		nowSeconds: NOW,
	});
const finding = (text: string): Finding => ({ isBlocking: true, text });
const aFindingAbout = (text: string): Finding =>
	expect.objectContaining(finding(expect.stringContaining(text) as string)) as Finding;

describe('token check', () => {
	it('finds nothing wrong with a good token', () => {
		expect(findingsFor()).toEqual([]);
	});

	it.each<[string, Partial<TokenFacts>, string]>([
		['of another app', { appId: '43' }, 'belongs to app 43'],
		['that is not valid', { isValid: false, invalidBecause: 'Session expired' }, 'not valid'],
		["that is not valid, with Meta's reason", { isValid: false, invalidBecause: 'Ended' }, '(Meta: "Ended")'],
		['whose data access lapses now', { dataAccessExpiresAt: NOW }, 'data access lapsed on'],
		['whose data access lapsed', { dataAccessExpiresAt: NOW - DAY }, 'data access lapsed on 2026-09-20'],
		[
			'without a permission',
			{ scopes: ['pages_show_list', 'pages_messaging'] },
			'lacks pages_manage_metadata',
		],
	])('stops at a token %s', (_label, changes, text) => {
		expect(findingsFor(changes)).toEqual([aFindingAbout(text)]);
	});

	it.each<[string, Partial<TokenFacts>]>([
		['whose app Meta does not tell', { appId: null }],
		['whose data access lapses tomorrow', { dataAccessExpiresAt: NOW + DAY }],
		['that ends now', { expiresAt: NOW }],
	])('finds nothing wrong with a token %s', (_label, changes) => {
		expect(findingsFor(changes)).toEqual([]);
	});

	it('quotes no reason where Meta gives none', () => {
		expect(findingsFor({ isValid: false })[0]?.text).not.toContain('Meta:');
	});

	it('needs the Instagram permissions only for Instagram', () => {
		const scopes = neededPermissions(false);
		expect(findingsFor({ scopes })).toEqual([]);
		expect(findingsFor({ scopes }, true)).toEqual([aFindingAbout('instagram_basic')]);
	});

	it.each([
		[6.9, 1],
		[7, 0],
		[7.1, 0],
	])('warns of a token that expires in %d days with %d finding, without stopping', (days, count) => {
		const findings = findingsFor({ expiresAt: NOW + days * DAY });
		expect(findings).toHaveLength(count);
		expect(findings.map(({ isBlocking }) => isBlocking)).toEqual(Array(count).fill(false));
		for (const { text } of findings) expect(text).toMatch(/ expires on \d{4}-\d\d-\d\d: /);
	});

	it("reads Meta's answer", () => {
		const data = {
			app_id: '42',
			application: 'Sunny Bakery',
			type: 'PAGE',
			is_valid: false,
			expires_at: 5,
			data_access_expires_at: 6,
			scopes: ['a', 7],
			error: { message: 'why' },
		};
		expect(readTokenFacts({ data })).toEqual({
			appId: '42',
			appName: 'Sunny Bakery',
			kind: 'PAGE',
			isValid: false,
			expiresAt: 5,
			dataAccessExpiresAt: 6,
			scopes: ['a'],
			invalidBecause: 'why',
		});
		expect(readTokenFacts({})).toBeNull();
	});

	it.each([
		[{}],
		[{ type: 7, is_valid: 'true', expires_at: '5', data_access_expires_at: null, scopes: 'a', error: 'why' }],
		[{ error: { message: 7 } }],
	])('reads no more into an answer than is there: %j', (data) => {
		expect(readTokenFacts({ data })).toEqual({
			appId: null,
			appName: null,
			kind: null,
			isValid: false,
			expiresAt: 0,
			dataAccessExpiresAt: 0,
			scopes: [],
			invalidBecause: null,
		});
	});

	it('takes a token for valid only when Meta says so', () => {
		expect(readTokenFacts({ data: { is_valid: true } })?.isValid).toBe(true);
	});
});

describe('webhook URL check', () => {
	it.each([
		'https://n8n.example.com/webhook/a',
		'https://8.8.8.8/webhook/a',
		'https://110.1.2.3/webhook/a',
		'https://172.15.0.1/webhook/a',
		'https://172.32.0.1/webhook/a',
		'https://10.example.com/webhook/a',
		'https://127.0.0.1.example.com/webhook/a',
		'https://localhost.example.com/webhook/a',
		'https://n8n.local.example.com/webhook/a',
		'https://[2001:db8::1]/webhook/a',
	])('passes %s', (url) => {
		expect(webhookUrlFindings(url, GRAPH)).toEqual([]);
	});

	it.each([
		'http://n8n.example.com/webhook/a',
		'https://localhost:5678/webhook/a',
		'https://n8n/webhook/a',
		'https://n8n.local/webhook/a',
		'https://127.0.0.1/webhook/a',
		'https://10.1.2.3/webhook/a',
		'https://172.16.0.1/webhook/a',
		'https://172.20.0.1/webhook/a',
		'https://172.31.0.1/webhook/a',
		'https://169.254.1.1/webhook/a',
		'https://n8n.lan/webhook/a',
		'https://n8n.localhost/webhook/a',
		'https://192.168.1.5/webhook/a',
		'https://[::1]/webhook/a',
		'https://[fd00::1]/webhook/a',
	])('stops at %s, which Meta cannot reach', (url) => {
		expect(webhookUrlFindings(url, GRAPH)).toEqual([finding(expect.stringContaining('public HTTPS'))]);
	});

	it.each([
		'http://127.0.0.1:4000',
		'http://127.10.20.30:4000',
		'http://localhost:4000',
		'http://meta.localhost:4000',
		'http://[::1]:4000',
	])('passes a local address when the Graph API is a simulator on this machine: %s', (graph) => {
		expect(webhookUrlFindings('http://localhost:5678/webhook/a', graph)).toEqual([]);
	});

	it.each(['http://127.0.0.1.example.com', 'https://localhost.example.com', 'no address'])(
		'takes %s for no simulator',
		(graph) => {
			expect(webhookUrlFindings('http://localhost:5678/webhook/a', graph)).toHaveLength(1);
		},
	);
});

describe('message of all findings', () => {
	it('is the text itself for a single one', () => {
		expect(formatFindings([NO_PAGE])).toBe(NO_PAGE.text);
	});

	it('numbers several, in their order', () => {
		expect(formatFindings([finding('First.'), finding('Second.')])).toBe('(1) First. (2) Second.');
	});

	it.each([1, 2, 5, 12, 40])('stays within the limit for %d long findings', (count) => {
		const findings = Array.from({ length: count }, () => finding('x'.repeat(1_000)));
		expect(formatFindings(findings).length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
	});

	it('cuts only the long ones, to what the short ones leave, and between words', () => {
		const long = finding('word '.repeat(400).trim());
		const message = formatFindings([finding('Short one.'), long, finding('Short two.')]);
		expect(message).toMatch(/^\(1\) Short one\. \(2\) (word )+word… \(3\) Short two\.$/);
		expect(message.length).toBeGreaterThan(MAX_MESSAGE_LENGTH - 12);
	});

	it('gives each of several long ones its share', () => {
		const long = finding('word '.repeat(400).trim());
		const parts = formatFindings([long, finding('Short.'), long]).split(/ ?\(\d\) /);
		const lengths = parts.slice(1).map((part) => part.length);
		expect(lengths).toEqual([lengths[2], 'Short.'.length, lengths[2]]);
		expect(lengths[0]).toBeGreaterThan(400);
	});

	it('lists Pages by ID, and not hundreds of them', () => {
		const pages = Array.from({ length: 9 }, (_, index) => ({ id: `10${index}`, error: null }));
		expect(unreachablePages(pages.slice(0, 2))[0]?.text).toContain('Pages 100, 101:');
		expect(unreachablePages(pages)[0]?.text).toContain('and 4 more');
		expect(unreachablePages(pages.slice(0, 5))[0]?.text).toContain('Pages 100, 101, 102, 103, 104:');
		expect(unreachablePages([])).toEqual([]);
	});

	it('names a rule by its number', () => {
		expect(ruleFindings([{ ruleNumber: 3, why: 'has no condition' }])).toEqual([
			finding('Rule 3 has no condition.'),
		]);
	});
});
