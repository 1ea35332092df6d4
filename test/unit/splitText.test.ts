import fc from 'fast-check';
import { splitText } from '../../nodes/Messenger/actions/message/splitText';
import { lengthOf } from '../../nodes/Messenger/actions/refusals/limits';

describe('a long text', () => {
	it('that fits stays whole, without the blanks around it', () => {
		expect(splitText(' Hello there \n', 11, 'characters')).toEqual(['Hello there']);
	});

	it.each<[where: string, text: string, parts: string[]]>([
		['a paragraph', 'One. Two.\n\nThree. Four', ['One. Two.', 'Three. Four']],
		['a line', 'One. Two three\nfour five', ['One. Two three', 'four five']],
		['a sentence', 'One two three. Four five', ['One two three.', 'Four five']],
		['a word', 'One two three four five', ['One two three', 'four five']],
		['nothing, when there is no pause', 'Onetwothreefourfive', ['Onetwothreefour', 'five']],
	])('is cut at %s', (_where, text, parts) => {
		expect(splitText(text, 15, 'characters')).toEqual(parts);
	});

	it('is not cut at a pause so early that the part would be less than half', () => {
		expect(splitText('One. Twothreefourfive', 15, 'characters')).toEqual(['One. Twothreefo', 'urfive']);
	});

	it('counts bytes where the channel does', () => {
		expect(splitText('äöü äöü', 7, 'bytes')).toEqual(['äöü', 'äöü']);
	});

	it('is never cut within what people see as one character', () => {
		const family = '👨‍👩‍👧';
		expect(splitText(`abc${family}`, 5, 'characters')).toEqual(['abc', family]);
	});

	it('loses nothing but blanks, and no part is empty or too long', () => {
		const unit = fc.constantFrom('characters' as const, 'bytes' as const);
		const text = fc.string({
			unit: fc.constantFrom('a', 'B', ' ', '\n', '.', 'ä', '🙂', '\u0301'),
			maxLength: 200,
		});
		fc.assert(
			fc.property(text, fc.integer({ min: 8, max: 40 }), unit, (long, max, counted) => {
				const parts = splitText(long, max, counted);
				const inked = (value: string) => value.replace(/\s+/g, '');
				expect(inked(parts.join(''))).toBe(inked(long));
				for (const part of parts) {
					expect(part.trim()).not.toBe('');
					expect(lengthOf(part, counted)).toBeLessThanOrEqual(max);
				}
			}),
		);
	});
});
