/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- sandbox code never ships */
// A PostgreSQL database of our own: on the server at the usual port if that one lets us in,
// otherwise on a server that we start.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, LOOPBACK } from '../n8n/freePort.ts';
import { startProcessGroup } from '../n8n/processGroup.ts';
import { runStep } from '../n8n/runStep.ts';
import { findProgram, say } from './debian.ts';

const USUAL_PORT = 5432;
const READY_WITHIN_MS = 60_000;
const CONNECT_WITHIN_MS = 5000;
const STOP_GRACE_MS = 10_000;
const POLL_MS = 100;
const SUPERUSER = 'postgres';

export interface Postgres {
	host: string;
	port: number;
	user: string;
	password: string;
	/** New and empty. */
	database: string;
	query(sql: string, values?: unknown[]): Promise<Array<Record<string, unknown>>>;
	/** Drops the database, and ends the server if we started it. */
	stop(): Promise<void>;
}

interface Options {
	/** A folder whose node_modules has n8n's own client, `pg`. */
	clientIn: string;
	/** Where to look for a server that runs already. */
	usualPort?: number;
}

interface Login {
	host: string;
	port: number;
	user: string;
	password: string;
	database: string;
}

interface Server {
	login: Login;
	stop(): Promise<void>;
}

/** The part of `pg` that we use. */
interface Client {
	connect(): Promise<unknown>;
	query(sql: string, values?: unknown[]): Promise<{ rows: Array<Record<string, unknown>> }>;
	end(): Promise<void>;
	on(event: 'error', listener: (error: Error) => void): void;
}
type Connect = (login: Login) => Promise<Client>;

export async function startPostgres({ clientIn, usualPort = USUAL_PORT }: Options): Promise<Postgres> {
	const connect = connectWith(clientIn);
	const server = (await runningServer(connect, usualPort)) ?? (await startServer(connect));
	try {
		const admin = await connect(server.login);
		const database = `messenger_postbacks_${randomBytes(6).toString('hex')}`;
		await admin.query(`CREATE DATABASE ${database}`);
		const login = { ...server.login, database };
		const client = await connect(login);
		return {
			...login,
			query: async (sql, values) => (await client.query(sql, values)).rows,
			async stop() {
				await client.end();
				await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
				await admin.end();
				await server.stop();
			},
		};
	} catch (error) {
		await server.stop();
		throw error;
	}
}

function connectWith(folder: string): Connect {
	const { Client: PgClient } = createRequire(join(folder, 'package.json'))('pg') as {
		Client: new (options: Login & { connectionTimeoutMillis: number }) => Client;
	};
	return async (login) => {
		const client = new PgClient({ ...login, connectionTimeoutMillis: CONNECT_WITHIN_MS });
		client.on('error', () => undefined); // the next query tells
		await client.connect();
		return client;
	};
}

async function runningServer(connect: Connect, port: number): Promise<Server | undefined> {
	const password = process.env.PGPASSWORD ?? '';
	const users = new Set([process.env.PGUSER ?? SUPERUSER, SUPERUSER, userInfo().username]);
	for (const user of users) {
		const login = { host: LOOPBACK, port, user, password, database: 'postgres' };
		if (!(await mayCreateDatabases(connect, login))) continue;
		say(`PostgreSQL: used the server that runs on ${LOOPBACK}:${port}, as ${user}`);
		return { login, stop: async () => undefined };
	}
	return undefined;
}

async function mayCreateDatabases(connect: Connect, login: Login): Promise<boolean> {
	try {
		const client = await connect(login);
		const sql = 'SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user';
		const { rows } = await client.query(sql);
		await client.end();
		return rows[0]?.may === true;
	} catch {
		return false; // nobody listens, or it does not let us in
	}
}

async function startServer(connect: Connect): Promise<Server> {
	const initdb = await findProgram('initdb', 'postgresql');
	const command = join(dirname(initdb), 'postgres');
	const folder = mkdtempSync(join(tmpdir(), 'messenger-postbacks-postgres-'));
	const data = join(folder, 'data');
	const run = async (...[program = '', ...args]: string[]) =>
		await runStep(
			{ title: program, expected: 'about 5 seconds', command: program, args, cwd: folder },
			() => undefined,
		);
	// PostgreSQL refuses to run as root.
	const asUser =
		userInfo().uid === 0 ? ['setpriv', `--reuid=${SUPERUSER}`, `--regid=${SUPERUSER}`, '--init-groups'] : [];
	const removeFolder = () => rmSync(folder, { recursive: true, force: true });
	try {
		if (asUser.length > 0) await run('chown', SUPERUSER, folder);
		await run(...asUser, initdb, '-D', data, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8');
	} catch (error) {
		removeFolder();
		throw error;
	}
	const port = await freePort();
	const serve = [...asUser, command, '-D', data, '-h', LOOPBACK, '-p', String(port), '-k', folder];
	const [program = '', ...args] = serve;
	const group = await startProcessGroup({
		command: program,
		args,
		cwd: folder,
		env: process.env,
		guardedFolders: [folder],
	});
	const stop = async () => {
		await group.end(STOP_GRACE_MS);
		removeFolder();
	};
	const login = { host: LOOPBACK, port, user: SUPERUSER, password: '', database: 'postgres' };
	const deadline = Date.now() + READY_WITHIN_MS;
	while (!(await mayCreateDatabases(connect, login))) {
		if (group.isRunning() && Date.now() < deadline) {
			await sleep(POLL_MS);
			continue;
		}
		await stop();
		throw new Error(`PostgreSQL (${command}) did not get ready on port ${port}:\n${group.output()}`);
	}
	say(`PostgreSQL: started ${command} on ${LOOPBACK}:${port}`);
	return { login, stop };
}
