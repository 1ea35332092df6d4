/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// n8n's setting for its public address has two names. Whoever reads one of them reads the other.
import { globSync } from 'node:fs';
import { whyUnanswerable } from '../../nodes/Messenger/actions/message/ask/unanswerable';
import { PUBLIC_ADDRESS_SETTING } from '../../nodes/Messenger/graph/graphFailure';
import { sickMemberText } from '../../nodes/Messenger/trigger/register/registrationTexts';
import { read } from './markdown';
import { publishMessages } from './publishMessages';

const OLD = /(?<![A-Z_])WEBHOOK_URL/;
const NEW = /N8N_WEBHOOK_URL/;
const namesOne = (text: string) => OLD.test(text) !== NEW.test(text);
const namesAny = (text: string) => OLD.test(text) || NEW.test(text);

/** Paragraphs, points of a list and rows of a table. */
const partsOf = (path: string) => read(path).split(/\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.) )|\n(?=\| )/);

it('n8n is asked for it by both names', () => {
	expect(PUBLIC_ADDRESS_SETTING).toBe('N8N_WEBHOOK_URL (before n8n 2.30: WEBHOOK_URL)');
});

it('messages name both', () => {
	const elsewhere = whyUnanswerable({
		origin: 'https://n8n.example',
		channel: 'messenger',
		style: 'buttons',
		records: [{ object: 'page', callbackUrl: 'https://crm.example', isActive: true, fields: [] }],
		receiver: null,
		pageFields: null,
	});
	const texts = [...publishMessages(), elsewhere?.facts.description ?? '', sickMemberText('/webhook/a', 0)];
	expect(texts.filter(namesAny)).toHaveLength(4);
	expect(texts.filter(namesOne)).toEqual([]);
});

it('is spelt out once in the code', () => {
	const files = globSync('{nodes,credentials}/**/*.ts').filter((path) => namesAny(read(path)));
	expect(files).toEqual(['nodes/Messenger/graph/graphFailure.ts']);
});

it.each([...globSync('{README,docs/*,examples/*}.md'), 'docs/compose.yml'])('%s names both', (path) => {
	expect(partsOf(path).filter(namesOne)).toEqual([]);
});
