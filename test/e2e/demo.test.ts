/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code never ships */
// `npm start` as a person runs it: what it prints, and that nothing of it stays behind, however it
// ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './support/world.ts';

const UP_WITHIN_MS = 180_000;

interface Run {
	child: ChildProcess;
	output(): string;
	ended: Promise<number | null>;
	/** Where all that it makes in the temporary folder lies. */
	folder: string;
}

const runs: Run[] = [];
afterEach(async () => {
	for (const { child, ended, folder } of runs.splice(0)) {
		interrupt(child);
		await ended;
		rmSync(folder, { recursive: true, force: true });
	}
});

function start(...args: string[]): Run {
	const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
	// No tarball is given: the package is built.
	const env = { ...process.env, TMPDIR: folder, MESSENGER_POSTBACKS_TARBALL: undefined };
	const child = spawn('npm', ['start', ...args], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	const chunks: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
	}
	const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
	const run = { child, output: () => chunks.join(''), ended, folder };
	runs.push(run);
	return run;
}

/** As Ctrl-C in a terminal does: npm, its shell and the demo get it at once. */
function interrupt({ pid, exitCode, signalCode }: ChildProcess): void {
	if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGINT');
}

/**
 * Processes that were started with this folder in their command line, environment, or as where they
 * are.
 */
function processesOf(folder: string): string[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.filter((pid) => {
			try {
				const facts = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
				return facts.some((text) => text.includes(folder));
			} catch {
				return false; // ended meanwhile
			}
		});
}

/** npm keeps compiled code of its own there. */
const filesLeftIn = (folder: string): string[] =>
	readdirSync(folder).filter((name) => name !== 'node-compile-cache');

const itemIn = (output: string): unknown => JSON.parse(/^\{\n[^]*?^\}$/m.exec(output)?.[0] ?? 'null');

it(
	'npm start -- --once prints the item of the first tap, ends well, and leaves nothing behind',
	async () => {
		const { output, ended, folder } = start('--', '--once');
		await expect(ended).resolves.toBe(0);
		expect(output()).toContain("Tapping 'Buy a sourdough loaf' in Messenger");
		expect(output()).toMatch(/Delivered to n8n: 200 in \d+ ms/);
		expect(output()).toContain("output 'Order' got this item:");
		expect(itemIn(output())).toMatchObject({
			event: 'postback',
			title: 'Buy a sourdough loaf',
			payloadData: { action: 'BUY', sku: 7 },
			isStandby: false,
		});
		expect(processesOf(folder)).toEqual([]);
		expect(filesLeftIn(folder)).toEqual([]);
	},
	UP_WITHIN_MS + 60_000,
);

it(
	'npm start keeps running with a chat page and an editor until it is interrupted, and leaves nothing behind',
	async () => {
		const { child, output, ended, folder } = start();
		const up = async () => /Chat page:\s+(http:\S+)/.exec(output())?.[1] ?? null;
		const chatUrl = await eventually(up, 'the address of the chat page', UP_WITHIN_MS);
		const editorUrl = /n8n editor:\s+(http:\S+)/.exec(output())?.[1] ?? '';
		for (const url of [chatUrl, editorUrl]) {
			await expect(fetch(url).then(({ status }) => status)).resolves.toBe(200);
			expect(new URL(url).hostname).toBe('127.0.0.1');
		}
		// A page that is still open must not hold it up.
		const stream = await fetch(`${chatUrl}/happenings`);
		expect(processesOf(folder).length).toBeGreaterThan(1);
		interrupt(child);
		await ended;
		await stream.text().catch(() => 'cut off');
		expect(output()).toContain('Stopping');
		await eventually(
			async () => (processesOf(folder).length === 0 ? true : null),
			'the end of all it started',
		);
		expect(filesLeftIn(folder)).toEqual([]);
		await expect(fetch(chatUrl)).rejects.toThrow();
		await expect(fetch(editorUrl)).rejects.toThrow();
	},
	UP_WITHIN_MS + 60_000,
);
