/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// What is read as text is at most a hundred columns wide: comments and Markdown. Prettier keeps the
// width of code, and leaves text as it is.
import { globSync } from 'node:fs';
import { read } from './markdown';

const COLUMNS = 100;
const CODE = ['*.{js,mjs}', '{bench,credentials,nodes,sandbox,scripts,test}/**/*.{ts,js,mjs}'];
const SET_UP = ['docs/*.yml', '.github/**/*.yml', '.ci/run'];
const PROSE = ['*.md', '{docs,examples}/**/*.md'];

/** A directive is one line, however long its reason. */
const isComment = (line: string) => /^\s*(\/\/|\/?\*)/.test(line) && !line.includes('eslint-disable');
/** YAML's, and those of the scripts in it. */
const isSetUpComment = (line: string) => /^\s*(#|--) /.test(line);
const widthOf = (line: string) => line.replaceAll('\t', '  ').length;
const tooWide = (file: string, lines: string[]) =>
	lines.filter((line) => widthOf(line) > COLUMNS).map((line) => `${file}: ${line}`);

/** Without what cannot be broken: code, tables, HTML, addresses. */
function proseOf(markdown: string): string[] {
	let isCode = false;
	return markdown.split('\n').filter((line) => {
		const isFence = line.trimStart().startsWith('```');
		if (isFence) isCode = !isCode;
		return !isCode && !isFence && !/^\s*(\||<|\[[^\]]*\]: )/.test(line) && /\s\S+\s/.test(line.trim());
	});
}

it.each([
	['comments', 5, CODE, (text: string) => text.split('\n').filter(isComment)],
	['comments of a set-up', 3, SET_UP, (text: string) => text.split('\n').filter(isSetUpComment)],
	['Markdown', 5, PROSE, proseOf],
])('%s are at most a hundred columns wide', (_what, fewest, patterns, linesOf) => {
	const files = globSync(patterns).filter((file) => !file.includes('node_modules'));
	expect(files.length).toBeGreaterThan(fewest);
	expect(files.flatMap((file) => linesOf(read(file)))).not.toEqual([]);
	expect(files.flatMap((file) => tooWide(file, linesOf(read(file))))).toEqual([]);
});
