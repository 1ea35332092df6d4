/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test code never ships */
// The processes of docs/compose.yml as local ones: five n8n on PostgreSQL and Redis, a proxy, the
// script that requeues jobs, and somebody who starts what has died again, as Docker's `restart:
// always` does.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureN8n, packPackage, startN8n, type N8n } from '../../../sandbox/n8n/index.ts';
import { startProcessGroup, type ProcessGroup } from '../../../sandbox/n8n/processGroup.ts';
import { startPostgres, startRedis, type Postgres, type Redis } from '../../../sandbox/services/index.ts';
import { composeConfig } from './composeConfig.ts';
import { databaseEnvironment } from './databaseEnvironment.ts';
import { QueueFrontDoor } from './queueFrontDoor.ts';

type Mode = 'main' | 'webhook' | 'worker';

const LOCK_DURATION_MS = 15_000;
const REQUEUE_EVERY_SECONDS = 5;
const GRACE_MS = 5000;

/** One n8n that is started again when it dies. */
export class Member {
	readonly n8n: N8n;
	readonly name: string;
	isUp = true;
	/** How it ended, each time. */
	readonly deaths: string[] = [];
	private readonly events: string;
	private isStopping = false;
	private readonly watch: Promise<void>;

	private constructor(n8n: N8n, name: string, events: string) {
		this.n8n = n8n;
		this.name = name;
		this.events = events;
		this.watch = this.keepUp();
	}

	static async start(name: string, mode: Mode, env: Record<string, string>, folder: string): Promise<Member> {
		const events = join(folder, name);
		mkdirSync(events);
		const n8n = await startN8n({
			install: await ensureN8n(),
			tarball: await packPackage(),
			mode,
			env: { ...env, N8N_EVENTBUS_LOGWRITER_LOGFULLPATH: join(events, 'n8n.log') },
		});
		return new Member(n8n, name, events);
	}

	/** Executions that this worker has begun and not finished, by its log. */
	runningJobs(): number {
		const count = (words: string) => this.n8n.log().split(words).length - 1;
		return count('Worker started execution') - count('Worker finished execution');
	}

	/** Does nothing the second time. */
	async stop(): Promise<void> {
		if (this.isStopping) return;
		this.isStopping = true;
		if (!this.isUp) await this.watch;
		await this.n8n.stop();
		await this.watch;
	}

	private async keepUp(): Promise<void> {
		while (!this.isStopping) {
			const how = await this.n8n.ended();
			if (this.isStopping) return;
			this.isUp = false;
			this.deaths.push(how);
			// The tmpfs of the compose file is empty after a restart.
			rmSync(this.events, { recursive: true, force: true });
			mkdirSync(this.events);
			try {
				await this.n8n.restart();
			} catch (error) {
				this.deaths.push(String(error));
				return;
			}
			this.isUp = true;
		}
	}
}

interface Parts {
	postgres: Postgres;
	redis: Redis;
	requeue: ProcessGroup;
	main: Member;
	webhooks: Member[];
	workers: Member[];
}

export class QueueFleet {
	readonly postgres: Postgres;
	readonly redis: Redis;
	readonly main: Member;
	readonly webhooks: Member[];
	readonly workers: Member[];
	private readonly requeue: ProcessGroup;
	private readonly undo: Undo;

	private constructor(parts: Parts, undo: Undo) {
		this.postgres = parts.postgres;
		this.redis = parts.redis;
		this.requeue = parts.requeue;
		this.main = parts.main;
		this.webhooks = parts.webhooks;
		this.workers = parts.workers;
		this.undo = undo;
	}

	static async start(): Promise<QueueFleet> {
		const undo = new Undo();
		try {
			return new QueueFleet(await startParts(undo), undo);
		} catch (error) {
			await undo.run().catch(() => undefined);
			throw error;
		}
	}

	members(): Member[] {
		return [this.main, ...this.webhooks, ...this.workers];
	}

	/** Jobs that the script gave back to the queue. */
	requeuedJobs(): number {
		const lines = this.requeue.output().split('\n');
		return lines.reduce((sum, line) => sum + (Number(line) || 0), 0);
	}

	async stop(): Promise<void> {
		await Promise.all(this.members().map(async (member) => await member.stop()));
		await this.undo.run();
	}
}

/** What has been started, to be stopped in the opposite order. */
class Undo {
	private readonly steps: Array<() => Promise<void>> = [];

	add(step: () => Promise<void>): void {
		this.steps.unshift(step);
	}

	/** Takes every step; then throws the first error. */
	async run(): Promise<void> {
		const errors: unknown[] = [];
		for (const step of this.steps) await step().catch((error: unknown) => errors.push(error));
		if (errors.length > 0) throw errors[0];
	}
}

async function startParts(undo: Undo): Promise<Parts> {
	const folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-queue-'));
	undo.add(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	const postgres = await startPostgres({ clientIn: (await ensureN8n()).dir });
	undo.add(async () => await postgres.stop());
	const redis = await startRedis(composeConfig('redis.sh'));
	undo.add(async () => await redis.stop());
	const requeue = await startRequeue(redis, folder);
	undo.add(async () => await requeue.end(GRACE_MS));
	const door = await QueueFrontDoor.open();
	undo.add(async () => await door.close());

	const env = environment(postgres, redis, door.baseUrl);
	const start = async (name: string, mode: Mode) => {
		const member = await Member.start(name, mode, env, folder);
		undo.add(async () => await member.stop());
		return member;
	};
	// The main process migrates the database; the others need it migrated.
	const main = await start('main', 'main');
	const others = await Promise.allSettled([
		start('webhook-1', 'webhook'),
		start('webhook-2', 'webhook'),
		start('worker-1', 'worker'),
		start('worker-2', 'worker'),
	]);
	const [webhook1, webhook2, worker1, worker2] = others.map(valueOf);
	const webhooks = [webhook1, webhook2].filter((member) => member !== undefined);
	const workers = [worker1, worker2].filter((member) => member !== undefined);
	await door.use({ main: main.n8n.port, webhooks: webhooks.map(({ n8n }) => n8n.port) });
	return { postgres, redis, requeue, main, webhooks, workers };
}

/** All have to be settled before one failure stops the rest. */
function valueOf<Value>(result: PromiseSettledResult<Value>): Value {
	if (result.status === 'rejected') throw result.reason;
	return result.value;
}

/** As in docs/compose.yml. */
function environment(postgres: Postgres, redis: Redis, baseUrl: string): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		WEBHOOK_URL: `${baseUrl}/`,
		...databaseEnvironment(postgres),
		QUEUE_BULL_REDIS_HOST: redis.host,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
		QUEUE_WORKER_LOCK_DURATION: String(LOCK_DURATION_MS),
		QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	};
}

async function startRequeue(redis: Redis, folder: string): Promise<ProcessGroup> {
	const file = join(folder, 'requeue.lua');
	writeFileSync(file, composeConfig('requeue.lua'));
	const call = `'${redis.cli}' -h ${redis.host} -p ${redis.port} --eval '${file}'`;
	return await startProcessGroup({
		command: 'sh',
		args: ['-c', `while sleep ${REQUEUE_EVERY_SECONDS}; do ${call}; done`],
		cwd: folder,
		env: process.env,
	});
}
