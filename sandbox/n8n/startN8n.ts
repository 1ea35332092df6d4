/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Starts, stops, kills and restarts one real n8n process on loopback, with the packed package
// installed in it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nInstall } from './ensureN8n.ts';
import { freePort, LOOPBACK } from './freePort.ts';
import { guard } from './guard.ts';
import { isRecord } from './json.ts';
import { createN8nApi, type N8nApi } from './n8nApi.ts';
import { n8nEnvironment, type N8nMode } from './n8nEnvironment.ts';
import { startProcessGroup, type ProcessGroup } from './processGroup.ts';
import { installTarball, newUserFolder } from './userFolder.ts';

const READY_WITHIN_MS = 120_000;
const STOP_GRACE_MS = 15_000;
const POLL_MS = 100;
const LOG_LINES_SHOWN = 40;
const COMMANDS: Record<N8nMode, string> = { main: 'start', webhook: 'webhook', worker: 'worker' };

export interface StartOptions {
	install: N8nInstall;
	/** From packPackage(). */
	tarball: string;
	/** Default: a new temporary folder, removed by stop(). One that is given stays. */
	userFolder?: string;
	/** Default: a free one. */
	port?: number;
	/** Comes on top of ours. */
	env?: Record<string, string>;
	/** Default: main. The others want a queue, which the caller provides through `env`. */
	mode?: N8nMode;
	/** Keeps a temporary user folder after stop(). */
	keepUserFolder?: boolean;
	signal?: AbortSignal;
}

export interface N8n {
	baseUrl: string;
	port: number;
	userFolder: string;
	/** Of the process that runs now; restart() changes it. */
	readonly pid: number;
	/** REST as the editor uses it; of a main process only. */
	api: N8nApi;
	/** All output since the first start. */
	log(): string;
	/**
	 * Resolves once the process that runs now has ended, with how it did: 'exit code 0', 'signal
	 * SIGKILL', and the like.
	 */
	ended(): Promise<string>;
	/**
	 * SIGTERM, SIGKILL after 15 s; then removes a temporary user folder, unless `keep` asks for it or
	 * keepUserFolder did.
	 */
	stop(options?: { keep?: boolean }): Promise<void>;
	/** SIGKILL for the whole group at once; keeps the user folder for restart(). */
	kill(): Promise<void>;
	/** Starts again with the same port and user folder, after kill() or stop({ keep: true }). */
	restart(): Promise<void>;
}

/** Resolves once n8n is ready. Rejects with the end of its log if it dies or 120 s pass. */
export async function startN8n(options: StartOptions): Promise<N8n> {
	const mode = options.mode ?? 'main';
	const temporary = options.userFolder === undefined;
	const userFolder = options.userFolder ?? newUserFolder();
	const dismissGuard = temporary && !options.keepUserFolder ? guard({ folders: [userFolder] }) : undefined;
	let earlierLog = '';
	let current: ProcessGroup | undefined;
	let isUp = false;

	const removeUserFolder = async () => {
		if (dismissGuard === undefined) return;
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 10 });
		await dismissGuard();
	};

	try {
		const port = options.port ?? (await freePort());
		const environment = n8nEnvironment({
			version: options.install.version,
			userFolder,
			port,
			runnersBrokerPort: await freePort(),
			mode,
			overrides: options.env,
		});
		const baseUrl = `http://${LOOPBACK}:${port}`;
		await installTarball(options.tarball, userFolder);

		const start = async () => {
			if (current?.isRunning()) throw new Error('n8n runs already: stop or kill it before restart()');
			earlierLog += current?.output() ?? '';
			// Left by a kill; n8n would wait 10 s because of it.
			rmSync(join(userFolder, '.n8n', 'crash.journal'), { force: true });
			current = await startProcessGroup({
				command: options.install.nodePath,
				args: [options.install.cliPath, COMMANDS[mode]],
				cwd: userFolder,
				env: environment,
			});
			await waitUntilReady(current, baseUrl, mode, options.signal);
		};
		await start();
		isUp = true;

		return {
			baseUrl,
			port,
			userFolder,
			get pid() {
				return current?.pid ?? 0;
			},
			api: createN8nApi(baseUrl),
			ended: async () => (await current?.ended) ?? 'never started',
			log: () => earlierLog + (current?.output() ?? ''),
			async stop({ keep = false } = {}) {
				await current?.end(STOP_GRACE_MS);
				if (!keep) await removeUserFolder();
			},
			async kill() {
				current?.signal('SIGKILL');
				await current?.ended;
			},
			restart: start,
		};
	} finally {
		if (!isUp) {
			await current?.end(STOP_GRACE_MS);
			await removeUserFolder();
		}
	}
}

async function waitUntilReady(
	group: ProcessGroup,
	baseUrl: string,
	mode: N8nMode,
	signal?: AbortSignal,
): Promise<void> {
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await isReady(baseUrl, mode))) {
		if (signal?.aborted || !group.isRunning() || Date.now() > deadline) {
			const died = !group.isRunning();
			await group.end(STOP_GRACE_MS);
			signal?.throwIfAborted();
			const tail = group.output().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
			const how = died ? `ended (${await group.ended})` : `was not ready after ${READY_WITHIN_MS / 1000} s`;
			throw new Error(`n8n ${how}. The end of its log:\n${tail}`);
		}
		await sleep(POLL_MS);
	}
}

/**
 * `/healthz` alone would answer before the database is migrated, and `/healthz/readiness` before
 * the REST API is there.
 */
async function isReady(baseUrl: string, mode: N8nMode): Promise<boolean> {
	try {
		const readiness = await fetch(`${baseUrl}/healthz/readiness`, { signal: AbortSignal.timeout(5000) });
		await readiness.arrayBuffer();
		if (!readiness.ok || mode !== 'main') return readiness.ok;
		const settings = await fetch(`${baseUrl}/rest/settings`, { signal: AbortSignal.timeout(5000) });
		const body: unknown = await settings.json();
		return settings.ok && isRecord(body);
	} catch {
		return false; // not listening yet, or not JSON yet
	}
}
