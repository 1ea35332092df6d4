import { readBaseUrl } from '../../nodes/Messenger/graph/baseUrl';

describe('Base URL', () => {
	it.each([
		['', 'https://graph.facebook.com'],
		['  ', 'https://graph.facebook.com'],
		['https://graph.facebook.com', 'https://graph.facebook.com'],
		[' HTTPS://Graph.Facebook.com/ ', 'https://graph.facebook.com'],
		['https://graph.facebook.com:443', 'https://graph.facebook.com'],
		['http://127.0.0.1:9/proxy//', 'http://127.0.0.1:9/proxy'],
	])('%j is read in one spelling: %s', (typed, read) => {
		expect(readBaseUrl(typed)).toBe(read);
	});

	it.each([
		'graph',
		'graph.facebook.com',
		'localhost:8080',
		'//graph.facebook.com',
		'javascript:alert(1)',
		'file:///etc/passwd',
		'https://',
		'https://graph.facebook.com/?x=1',
		'https://graph.facebook.com/#x',
		'https://somebody:secret@graph.facebook.com',
	])('%j is no address for Graph calls', (typed) => {
		expect(readBaseUrl(typed)).toBeNull();
	});
});
