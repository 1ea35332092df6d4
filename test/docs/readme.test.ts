/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// What the README says of the code: reasons, options, flat columns, commands, links.
import { existsSync, readFileSync } from 'node:fs';
import { NOTICES, REFUSALS, SKIPS } from '../../nodes/MessengerPostbackTrigger/lib/reasons';
import { MessengerPostbackTrigger } from '../../nodes/MessengerPostbackTrigger/MessengerPostbackTrigger.node';
import { aBody, anEntry } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';

const readme = readFileSync('README.md', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The table as it has to stand between the two marks; a failing test prints it. */
function reasonsTable(): string {
	const rows = Object.entries({ ...REFUSALS, ...SKIPS, ...NOTICES }).map(([code, text]) => {
		const answer = 'status' in text ? String(text.status) : code === 'relayFailed' ? '500' : '200';
		return `| \`${code}\` | ${answer} | ${text.level} | ${text.message} | ${text.description} |`;
	});
	return [
		'| Reason | Answer | Log level | What happened | What to do |',
		'|---|---|---|---|---|',
		...rows,
	].join('\n');
}

describe('README', () => {
	it('has the troubleshooting table that the code has', () => {
		const between = /<!-- reasons:start -->\n([\s\S]*?)\n?<!-- reasons:end -->/.exec(readme)?.[1];
		expect(between).toBe(reasonsTable());
	});

	it('names every parameter and option of the node', () => {
		const { properties } = new MessengerPostbackTrigger().description;
		const options = properties.find(({ name }) => name === 'options')?.options ?? [];
		const named = [...properties.filter(({ type }) => type !== 'notice'), ...options];
		const names = named.map((entry) => ('displayName' in entry ? entry.displayName : entry.name));
		expect(names.length).toBeGreaterThan(15);
		expect(
			names.filter((name) => !['Authentication', 'Options'].includes(name) && !readme.includes(name)),
		).toEqual([]);
	});

	it('lists the columns of the flat item in their order', () => {
		const { items } = readBody(aBody({ entry: [anEntry()] }), openFilters(), 'flat');
		expect(readme.replace(/\s+/g, ' ')).toContain(Object.keys(items[0] ?? {}).join(' '));
	});

	it('shows an item with exactly the keys of a simplified item', () => {
		const json = /```json\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
		const { items } = readBody(aBody(), openFilters());
		expect(Object.keys(JSON.parse(json) as object)).toEqual(Object.keys(items[0] ?? {}));
	});

	it.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/ARCHITECTURE.md', 'examples/README.md'])(
		'and other documents link to files that exist: %s',
		(file) => {
			const folder = file.includes('/') ? `${file.split('/')[0]}/` : '';
			const targets = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
				([, to]) => to ?? '',
			);
			expect(targets.filter((target) => !existsSync(folder + target))).toEqual([]);
		},
	);

	it.each(['README.md', 'CONTRIBUTING.md'])('and other documents name npm scripts that exist: %s', (file) => {
		const named = [
			...readFileSync(file, 'utf8').matchAll(
				/npm (?:run )?(start|test(?::\w+)?|lint(?::\w+)?|build|bench)\b/g,
			),
		];
		expect(named.length).toBeGreaterThan(2);
		expect(named.map(([, script]) => script ?? '').filter((script) => !(script in manifest.scripts))).toEqual(
			[],
		);
	});
});
