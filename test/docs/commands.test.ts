/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The commands in the documents exist: npm scripts, test files, programs of the repository.
import { existsSync } from 'node:fs';
import { documents, read, sectionOf, tableRows } from './markdown';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** What npm itself can do with a package of any name. */
const NPM_ITSELF = new Set(['install', 'ci', 'pack', 'publish', 'version']);

const NPM_HOOKS = new Set(['prepare', 'prepack', 'postpack', 'prepublishOnly']);

/** In code, within a line or in a block; prose may speak of npm. */
function codeOf(text: string): string {
	const blocks = [...text.matchAll(/```[\s\S]*?```/g)].map(([code]) => code);
	const spans = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
	return [...blocks, ...spans].join('\n');
}

describe.each(documents())('%s', (path) => {
	const code = codeOf(read(path));

	it('names only npm scripts that package.json has', () => {
		const named = [...code.matchAll(/\bnpm (?:run (?:-s )?)?([a-z][\w:]*)/g)].map(([, name = '']) => name);
		expect(named.filter((name) => !(name in scripts) && !NPM_ITSELF.has(name))).toEqual([]);
	});

	it('runs only test files and configurations that exist', () => {
		const named = [...code.matchAll(/npx jest ([^\n`]+)/g)].flatMap(([, words = '']) =>
			words.split(/[\s,]+/),
		);
		const paths = named.filter((word) => /[./]/.test(word));
		expect(paths.filter((word) => !existsSync(word) && !existsSync(`${word}.test.ts`))).toEqual([]);
	});
});

describe('the table of commands in CONTRIBUTING.md', () => {
	const rows = tableRows(sectionOf(read('CONTRIBUTING.md'), 'Contributing').split('## The tree')[0] ?? '');
	const commands = rows.map(([command = '']) => command.replaceAll('`', ''));

	it('has every script that a person runs', () => {
		// `pre…` runs before the script it is named after, and npm has some hooks of its own.
		const isHook = (name: string) =>
			NPM_HOOKS.has(name) || (/^(pre|post)/.test(name) && name.replace(/^(pre|post)/, '') in scripts);
		const run = (name: string) => (['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`);
		const expected = Object.keys(scripts)
			.filter((name) => !isHook(name))
			.map(run);
		expect(commands.filter((command) => command.startsWith('npm')).sort()).toEqual(expected.sort());
	});

	it('has programs of the repository that exist', () => {
		const programs = commands.filter((command) => !command.startsWith('npm'));
		expect(programs.length).toBeGreaterThan(0);
		expect(programs.filter((program) => !existsSync(program))).toEqual([]);
	});
});
