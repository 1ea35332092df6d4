import { payloadOf } from '../../nodes/Messenger/actions/buttons/payload';

describe('the payload of a button without one', () => {
	it.each([
		['Opening hours', 'OPENING_HOURS'],
		['  Gluten-free  bread! ', 'GLUTEN_FREE_BREAD'],
		['Größe 42', 'GRÖSSE_42'],
		['Часы работы', 'ЧАСЫ_РАБОТЫ'],
		['営業時間', '営業時間'],
		['Buy 🍞', 'BUY'],
		['👍', '👍'],
	])('is made from the title: %s', (title, payload) => {
		expect(payloadOf(title)).toBe(payload);
	});
});
