// JSON to look at: indented, with names and values told apart.
import { element } from './element.js';

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null|-?\d[\d.eE+-]*)\b/g;

export function json(value) {
	const text = JSON.stringify(value, null, 2);
	const parts = [];
	let end = 0;
	for (const match of text.matchAll(TOKENS)) {
		const [, quoted, colon, plain] = match;
		const className = colon !== undefined ? 'name' : quoted !== undefined ? 'text' : 'value';
		parts.push(text.slice(end, match.index), element('span', { className }, quoted ?? plain));
		end = match.index + (quoted ?? plain).length;
	}
	return element('pre', { className: 'json' }, ...parts, text.slice(end));
}
