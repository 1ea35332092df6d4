import fc from 'fast-check';
import { readInternalUrl } from '../../nodes/Messenger/account/internalUrl';
import { resumePath } from '../../nodes/Messenger/trigger/answers/resumeRoute';
import { addressOf, homeOf, type Home } from '../../nodes/Messenger/trigger/members/home';

const INTERNAL = 'http://n8n:5678';
const ID = '0b5e1d3c-6a57-4a52-9a3c-0f1f0c6e7a11';
const homeAt = (url: string, internalUrl: string | null = INTERNAL): Home =>
	homeOf(new URL(url), internalUrl);
const hrefOf = (path: string, home: Home, origin = home.origin) => addressOf(path, origin, home)?.url.href;

describe('Internal URL', () => {
	it.each([
		['', ''],
		['  ', ''],
		[' http://localhost:5678/ ', 'http://localhost:5678'],
		['HTTPS://N8N.internal:443', 'https://n8n.internal'],
		['http://[::1]:5678', 'http://[::1]:5678'],
	])('%j is read in one spelling: %j', (typed, read) => {
		expect(readInternalUrl(typed)).toBe(read);
	});

	it.each([
		'n8n',
		'n8n:5678',
		'localhost:5678',
		'//n8n:5678',
		'http://',
		'http://n8n: 5678',
		'http://n8n:5678/n8n',
		'http://n8n:5678/webhook/',
		'http://n8n:5678/?a=b',
		'http://n8n:5678/#a',
		'http://somebody:secret@n8n:5678',
		'http://somebody@n8n:5678',
		'file:///etc/passwd',
		'ftp://n8n',
		'javascript:alert(1)',
	])('%j is none', (typed) => {
		expect(readInternalUrl(typed)).toBeNull();
	});
});

describe('a webhook of this n8n', () => {
	it.each([
		['another published one', 'https://n8n.example', `/webhook/${ID}/webhook`, `/webhook/${ID}/webhook`],
		[
			'one that is tested',
			'https://n8n.example',
			`/webhook-test/${ID}/webhook`,
			`/webhook-test/${ID}/webhook`,
		],
		['below a path', 'https://example.com/n8n', `/n8n/webhook/${ID}/webhook`, `/webhook/${ID}/webhook`],
		['below several', 'https://example.com/a/b', `/a/b/webhook/${ID}/webhook`, `/webhook/${ID}/webhook`],
		['of another kind', 'https://example.com/n8n', '/n8n/webhook/hand-made', '/webhook/hand-made'],
		['with a query', 'https://example.com/n8n', '/n8n/webhook/x/webhook?a=b', '/webhook/x/webhook?a=b'],
	])('%s is asked where n8n serves it', (_which, base, path, served) => {
		const home = homeAt(`${base}/webhook/mine/webhook`);
		expect(hrefOf(path, home)).toBe(INTERNAL + served);
		expect(addressOf(path, home.origin, home)?.isInternal).toBe(true);
	});

	it('is found by its form where the words in front have been configured', () => {
		const home = homeAt('https://example.com/n8n/hooks/mine/webhook');
		expect(hrefOf('/n8n/hooks/other/webhook', home)).toBe(`${INTERNAL}/hooks/other/webhook`);
		expect(hrefOf(`/n8n/trial/${ID}/webhook`, home)).toBe(`${INTERNAL}/trial/${ID}/webhook`);
	});

	it.each(['/n8n/webhook-waiting/', '/webhook-waiting/', '/n8n/waiting/'])(
		'that resumes an execution is asked there too, below %s',
		(base) => {
			const route = { host: 'example.com', base, executionId: '12', kind: 'token', secret: 'abc' } as const;
			const home = { origin: 'https://example.com', base, internalUrl: INTERNAL };
			const served = `/${base.split('/').at(-2)}/12?signature=abc/node`;
			expect(hrefOf(resumePath(route, 'node'), home)).toBe(INTERNAL + served);
		},
	);
});

describe('asked where it says', () => {
	const home = homeAt('https://example.com/n8n/webhook/mine/webhook');

	it.each([
		['a receiver beside n8n', '/crm/facebook/webhook'],
		['another n8n on the same host', `/staging/webhook/${ID}/webhook`],
		['what only begins like this n8n', `/n8n2/webhook/${ID}/webhook`],
		['a path of n8n that is no webhook', '/n8n/rest/login'],
		['one that leaves its place', '/n8n/webhook/../../crm'],
	])('%s', (_which, path) => {
		const address = addressOf(path, home.origin, home);
		expect(address?.isInternal).toBe(false);
		expect(address?.url.origin).toBe('https://example.com');
	});

	it('another origin, such as an old address of this n8n', () => {
		const path = `/n8n/webhook/${ID}/webhook`;
		expect(hrefOf(path, home, 'https://old.example')).toBe(`https://old.example${path}`);
	});

	it.each(['', null])('everything, while Internal URL is %j', (internalUrl) => {
		const path = `/n8n/webhook/${ID}/webhook`;
		expect(hrefOf(path, { ...home, internalUrl })).toBe(`https://example.com${path}`);
	});
});

describe('no path, however it is written,', () => {
	const part = fc.constantFrom(
		'/',
		'//',
		'\\',
		'..',
		'.',
		'@',
		':',
		'?',
		'#',
		'%2f',
		'evil.example',
		'webhook',
		ID,
		'n8n',
		'\t',
		' ',
	);
	const path = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
	const homes = fc.constantFrom(
		'/webhook/',
		'/n8n/webhook/',
		'/n8n/webhook-waiting/',
		'/',
		'//',
		'//evil.example/',
	);

	it('leads to a host but the public one and the one that the credential names', () => {
		fc.assert(
			fc.property(path, homes, fc.constantFrom(INTERNAL, '', null), (text, base, internalUrl) => {
				const origin = 'https://example.com';
				const address = addressOf(text, origin, { origin, base, internalUrl });
				if (address === null) return true;
				const { url, isInternal } = address;
				return url.origin === (isInternal ? INTERNAL : origin) && url.username === '';
			}),
			{ numRuns: 5_000 },
		);
	});

	it('of another origin leads to the internal one', () => {
		fc.assert(
			fc.property(path, homes, (text, base) => {
				const home = { origin: 'https://example.com', base, internalUrl: INTERNAL };
				return addressOf(text, 'https://old.example', home)?.url.origin !== INTERNAL;
			}),
		);
	});
});
