import { readResumeUrl, resumePath, resumeStatus } from '../../nodes/Messenger/trigger/answers/resumeRoute';

const ids = { executionId: '12', nodeId: 'node' };
const read = (url: string) => readResumeUrl(url, ids);

describe("n8n's resume URL", () => {
	it.each([
		[
			'with a token',
			'https://n8n.example.com/webhook-waiting/12?signature=abc',
			'token',
			'/webhook-waiting/',
		],
		[
			'signed',
			'https://n8n.example.com/webhook-waiting/12/node?signature=abc',
			'signed',
			'/webhook-waiting/',
		],
		['below a path', 'https://n8n.example.com/n8n/hooks/12?signature=abc', 'token', '/n8n/hooks/'],
	])('%s is read', (_what, url, kind, base) => {
		expect(read(url)).toEqual({ host: 'n8n.example.com', base, executionId: '12', kind, secret: 'abc' });
	});

	it('keeps the port', () => {
		expect(read('http://127.0.0.1:5678/webhook-waiting/12?signature=abc')?.host).toBe('127.0.0.1:5678');
	});

	it('leads to the node in question', () => {
		const route = read('https://n8n.example.com/webhook-waiting/12?signature=abc');
		expect(route && resumePath(route, 'node')).toBe('/webhook-waiting/12?signature=abc/node');
	});

	it.each([
		['without token and signature', 'https://n8n.example.com/webhook-waiting/12'],
		['of another execution', 'https://n8n.example.com/webhook-waiting/112?signature=abc'],
		['of another node', 'https://n8n.example.com/webhook-waiting/12/other?signature=abc'],
		['that is none', 'webhook-waiting/12?signature=abc'],
	])('%s is not read', (_what, url) => {
		expect(read(url)).toBeNull();
	});
});

describe("n8n's answer there", () => {
	const ask = 'https://n8n.example.com/n8n/webhook-waiting/12?signature=abc/node';
	const statusOf = (
		location: string | undefined,
		{ at = ask, base = '/n8n/webhook-waiting/', status = 307 } = {},
	) =>
		resumeStatus({ status, headers: location === undefined ? {} : { location } }, { url: new URL(at), base });

	it('is a status, and 0 when there is none', () => {
		expect(statusOf(undefined, { status: 409 })).toBe(409);
		expect(resumeStatus(null, { url: new URL(ask), base: '/' })).toBe(0);
	});

	it.each<[string, string, { at?: string; base?: string }?]>([
		['below a path', '/n8n/form-waiting/12?signature=abc/node'],
		['that a proxy takes away', '/form-waiting/12?signature=abc/node'],
		['with the whole address', 'https://n8n.example.com/n8n/form-waiting/12?signature=abc/node'],
		['under another name', '/pages/12?signature=abc/node'],
		[
			'under another name, from one',
			'/pages/12?signature=abc/node',
			{ at: 'https://n8n.example.com/hooks/12?signature=abc/node', base: '/hooks/' },
		],
		[
			'at an internal address',
			'/form-waiting/12?signature=abc/node',
			{ at: 'http://localhost:5678/webhook-waiting/12?signature=abc/node' },
		],
		[
			'by a signature',
			'/form-waiting/12/node?signature=abc',
			{ at: 'https://n8n.example.com/webhook-waiting/12/node?signature=abc', base: '/webhook-waiting/' },
		],
	])('leads to a form of the execution %s', (_what, location, at = {}) => {
		expect(statusOf(location, at)).toBe('form');
	});

	it.each<[string, string | undefined, { status: number }?]>([
		['nowhere', undefined],
		['to no address', 'https://'],
		['to itself', '/n8n/webhook-waiting/12?signature=abc/node'],
		['to itself without the path', '/webhook-waiting/12?signature=abc/node'],
		['to another execution', '/form-waiting/112?signature=abc/node'],
		['to another token', '/form-waiting/12?signature=abcd/node'],
		['to another server', 'https://elsewhere.example.com/form-waiting/12?signature=abc/node'],
		['to a login', '/login?to=%2Fwebhook-waiting%2F12%3Fsignature=abc/node'],
		['elsewhere for good', '/form-waiting/12?signature=abc/node', { status: 308 }],
	])(
		'is a redirect like any other when it leads %s',
		(_what, location, { status = 307 } = { status: 307 }) => {
			expect(statusOf(location, { status })).toBe(status);
		},
	);
});
