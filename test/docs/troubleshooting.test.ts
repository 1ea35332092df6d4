/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// docs/TROUBLESHOOTING.md knows every message that publishing can give, every code of Meta's that
// has a remedy, every reason in the log.
import { globSync } from 'node:fs';
import { FINDINGS } from '../../nodes/Messenger/actions/subscription/findingTable';
import { MAX_MEMBERS } from '../../nodes/Messenger/trigger/members/callback';
import { NOTICES, REASONS, REFUSALS, SKIPS } from '../../nodes/Messenger/trigger/reasons';
import { REGISTRATION } from '../../nodes/Messenger/trigger/registrationReasons';
import { expectGenerated } from './generatedPart';
import { read, sectionOf, tableRows } from './markdown';
import { publishMessages, remedies } from './publishMessages';

const FILE = 'docs/TROUBLESHOOTING.md';
const text = read(FILE);
const NODE = 'nodes/Messenger';

/** For these Meta is asked to deliver again. */
const BROUGHT_BACK = new Set(['relayFailed', 'requestFailed', 'answerNotStored', 'answerUndelivered']);

describe('reasons in the log', () => {
	it('are the table that the code has', () => {
		const rows = Object.entries({ ...REFUSALS, ...SKIPS, ...NOTICES }).map(([code, reason]) => {
			const answer = 'status' in reason ? String(reason.status) : BROUGHT_BACK.has(code) ? '500' : '200';
			return `| \`${code}\` | ${answer} | ${reason.level} | ${reason.message} | ${reason.description} |`;
		});
		const header = ['| Reason | Answer | Log level | What happened | What to do |', '|---|---|---|---|---|'];
		expectGenerated(FILE, 'reasons', [...header, ...rows]);
	});

	it('are the table of registrations that the code has', () => {
		const rows = Object.entries(REGISTRATION).map(
			([code, { level, message, description }]) => `| \`${code}\` | ${level} | ${message} | ${description} |`,
		);
		const header = ['| Reason | Log level | What happened | What to do |', '|---|---|---|---|'];
		expectGenerated(FILE, 'registrationReasons', [...header, ...rows]);
	});

	it('have codes of their own', () => {
		const tables = [REFUSALS, SKIPS, NOTICES, REGISTRATION];
		expect(tables.flatMap((table) => Object.keys(table)).sort()).toEqual(Object.keys(REASONS).sort());
	});

	it('are what every line in the log has, and no line is written but by one file', () => {
		const sources = globSync('**/*.ts', { cwd: NODE });
		expect(sources.filter((file) => /\blogger\b/.test(read(`${NODE}/${file}`)))).toEqual([
			'trigger/logLine.ts',
		]);
	});

	it('are written somewhere, each of them', () => {
		const tables = /(?:^|\/)(?:\w*[rR]easons|findings|findingTable)\.ts$/;
		const writing = globSync('**/*.ts', { cwd: NODE }).filter((file) => !tables.test(file));
		const written = writing.map((file) => read(`${NODE}/${file}`)).join('\n');
		expect(Object.keys(REASONS).filter((code) => !written.includes(`'${code}'`))).toEqual([]);
	});

	it('that the documents name as examples are there', () => {
		const named = [...sectionOf(text, 'Reasons in the log').matchAll(/\[(\w+)\]`|reason == "(\w+)"/g)];
		const codes = named.map(([, plain, json]) => plain ?? json ?? '');
		expect(codes.length).toBeGreaterThan(1);
		expect(codes.filter((code) => !(code in REASONS))).toEqual([]);
	});
});

describe('what a check can find', () => {
	it('is the table that the code has', () => {
		const rows = Object.entries(FINDINGS).map(
			([code, { level, what, remedy }]) => `| \`${code}\` | ${level} | ${what} | ${remedy} |`,
		);
		const header = ['| Code | Level | What is the case | What to do |', '|---|---|---|---|'];
		expectGenerated(FILE, 'findings', [...header, ...rows]);
	});

	it('is found somewhere, and stands in the table by what it costs', () => {
		const sources = [
			...['tokenFindings', 'checkToken'].map((file) => `${NODE}/account/${file}.ts`),
			...globSync(`${NODE}/actions/subscription/*.ts`).filter((file) => !file.endsWith('/findingTable.ts')),
		].map(read);
		const isUsed = (code: string) => sources.some((source) => source.includes(`'${code}'`));
		expect(Object.keys(FINDINGS).filter((code) => !isUsed(code))).toEqual([]);
		const levels = Object.values(FINDINGS).map(({ level }) => level);
		const changes = levels.filter((level, index) => level !== levels[index - 1]);
		expect(changes).toEqual(['error', 'warning', 'info']);
	});
});

describe('what the code decides', () => {
	it('is quoted as it is: the answer to a stranger, the largest number of members', () => {
		const answer = 'The verification was not accepted.';
		expect(sectionOf(text, 'It listens, nothing arrives')).toContain(`\`${answer}\``);
		expect(read(`${NODE}/trigger/receive/receive.ts`)).toContain(`'${answer}'`);
		expect(text).toContain(`The limit is ${MAX_MEMBERS} |`);
	});
});

describe("Meta's codes", () => {
	it('are the table that the code has', () => {
		const rows = [...remedies()].map(([remedy, codes]) => `| ${codes} | ${remedy} |`);
		const header = ['| Code | Advice |', '|---|---|'];
		expectGenerated(FILE, 'codes', [...header, ...rows]);
	});
});

describe('what publishing says', () => {
	const rows = tableRows(sectionOf(text, 'What publishing says').split('### ')[0] ?? '');
	const patterns = rows.map(([cell = '']) => cell.replace(/^`|`$/g, ''));
	const matches = (pattern: string, message: string) => {
		const source = pattern.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
		return new RegExp(`^${source.join('.*')}$`).test(message);
	};

	it.each(publishMessages().map((message) => [message]))('has one row for: %s', (message) => {
		expect(patterns.filter((pattern) => matches(pattern, message))).toHaveLength(1);
	});

	it('has no row that nothing says', () => {
		const messages = publishMessages();
		expect(patterns.length).toBeGreaterThan(20);
		expect(patterns.filter((pattern) => !messages.some((message) => matches(pattern, message)))).toEqual([]);
	});

	it('knows every text, because the files that throw write none of their own', () => {
		const sources = globSync('{account,graph,trigger}/**/*.ts', { cwd: NODE });
		const thrown = sources.flatMap((file) => [
			...read(`${NODE}/${file}`).matchAll(/(?:NodeOperationError|RegistrationRefused)\(([^;]*)\)/g),
		]);
		expect(thrown.length).toBeGreaterThan(0);
		const sentence = /["'`][^"'`]* /;
		expect(thrown.filter(([, passed = '']) => sentence.test(passed)).map(([call]) => call)).toEqual([]);
	});
});
