import { readResumeUrl, resumePath } from '../../nodes/Messenger/trigger/answers/resumeRoute';

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
