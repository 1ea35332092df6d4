import { readAppRecord } from '../../nodes/Messenger/graph/appRecord';

describe("an object of the app's record", () => {
	it('is read', () => {
		const fields = [{ name: 'messages', version: 'v25.0' }, { name: 'standby' }];
		const answer = { object: 'page', callback_url: 'https://n8n.example/a', active: true, fields };
		expect(readAppRecord(answer)).toEqual({
			object: 'page',
			callbackUrl: 'https://n8n.example/a',
			isActive: true,
			fields: ['messages', 'standby'],
		});
	});

	it('is inactive only when Meta says so', () => {
		expect([{ active: false }, {}].map((answer) => readAppRecord(answer).isActive)).toEqual([false, true]);
	});

	it.each([
		[{}],
		[{ object: 7, callback_url: null, fields: 'messages' }],
		[{ fields: ['messages', { name: 7 }] }],
	])('has no more in it than is there: %j', (answer) => {
		expect(readAppRecord(answer)).toMatchObject({ object: '', callbackUrl: '', fields: [] });
	});
});
