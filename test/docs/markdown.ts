/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Reads the documents as the tests need them: files, headings as anchors, links, tables, code
// blocks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS = new Set(['node_modules', 'dist', '.git', 'artefacts']);

/** Every Markdown file of the repository, relative to its top. */
export function documents(folder = '.'): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : documents(path);
		return entry.name.endsWith('.md') ? [path] : [];
	});
}

export function read(path: string): string {
	return readFileSync(path, 'utf8');
}

/** Without code blocks, where `#` and `[…](…)` mean something else. */
function proseOf(text: string): string {
	return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

/**
 * As GitHub makes them: lower case, punctuation dropped, spaces to hyphens, repeated headings
 * numbered.
 */
export function anchorsOf(text: string): string[] {
	const seen = new Map<string, number>();
	return [...proseOf(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
		const slug = heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
			.replaceAll(' ', '-');
		const count = seen.get(slug) ?? 0;
		seen.set(slug, count + 1);
		return count === 0 ? slug : `${slug}-${count}`;
	});
}

/** The targets of links and images, inline and by reference. */
export function linksOf(text: string): string[] {
	const prose = proseOf(text).replace(/`[^`\n]*`/g, '');
	const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)];
	const references = [...prose.matchAll(/^\[[\w-]+\]: (\S+)$/gm)];
	const images = [...prose.matchAll(/(?:src|srcset)="([^"]+)"/g)];
	return [...inline, ...references, ...images].map(([, target = '']) => target);
}

/** The text between a heading of any level and the next one of the same or a higher level. */
export function sectionOf(text: string, heading: string): string {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
	if (start < 0) throw new Error(`There is no heading '${heading}'`);
	const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
	const isNext = (line: string) => (/^(#+) /.exec(line)?.[1]?.length ?? 7) <= level;
	const end = lines.findIndex((line, index) => index > start && isNext(line));
	return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/**
 * Rows of every table in the text as cells, without headers and rules; an escaped bar belongs to
 * its cell.
 */
export function tableRows(text: string): string[][] {
	const lines = text.split('\n').map((line) => line.trim());
	const isRule = (line: string | undefined) => /^\|[\s:|-]+\|$/.test(line ?? '');
	const rows = lines.filter(
		(line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1]),
	);
	return rows.map((line) =>
		line
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

export function codeBlocks(text: string, language: string): string[] {
	return [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm'))].map(
		([, code = '']) => code,
	);
}

/** What stands between `<!-- name:start -->` and `<!-- name:end -->`. */
export function markedPart(text: string, name: string): string {
	const found = new RegExp(`<!-- ${name}:start -->\\n([\\s\\S]*?)\\n?<!-- ${name}:end -->`).exec(text);
	if (found === null) throw new Error(`There is no part marked '${name}'`);
	return found[1] ?? '';
}

/** Names of environment variables in code spans; a shortened one stands for its end. */
export function markdownSettings(text: string): string[] {
	return [...text.matchAll(/`…?(_?[A-Z][A-Z0-9_]{5,})(?:=[^`]*)?`/g)].map(([, name = '']) => name);
}
