/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test code never ships */
// The public address of an n8n in queue mode: production webhooks go to the webhook processors in
// turn, the rest to the main process.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, LOOPBACK } from '../../../sandbox/n8n/freePort.ts';

const CHECK_EVERY_MS = 500;
const CHECK_TIMEOUT_MS = 2000;

export interface Upstreams {
	main: number;
	webhooks: number[];
}

export class QueueFrontDoor {
	readonly baseUrl: string;
	private upstreams: Upstreams = { main: 0, webhooks: [] };
	/**
	 * Ports that said they are ready when they were last asked. n8n answers 200 to everything while
	 * it starts.
	 */
	private readonly ready = new Set<number>();
	private turn = 0;
	private isOpen = true;
	private checking: Promise<unknown> = Promise.resolve();
	private readonly server: Server;

	private constructor(port: number) {
		this.baseUrl = `http://${LOOPBACK}:${port}`;
		this.server = createServer((asked, answer) => void this.pass(asked, answer));
		this.server.listen(port, LOOPBACK);
	}

	static async open(): Promise<QueueFrontDoor> {
		const door = new QueueFrontDoor(await freePort());
		await once(door.server, 'listening');
		return door;
	}

	/** Resolves once each of them has been asked whether it is ready. */
	async use(upstreams: Upstreams): Promise<void> {
		this.upstreams = upstreams;
		const ports = [upstreams.main, ...upstreams.webhooks];
		await Promise.all(ports.map(async (port) => await this.check(port)));
		this.checking = Promise.all(ports.map(async (port) => await this.keepChecking(port)));
	}

	async close(): Promise<void> {
		this.isOpen = false;
		await this.checking;
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private async keepChecking(port: number): Promise<void> {
		while (this.isOpen) {
			await sleep(CHECK_EVERY_MS);
			await this.check(port);
		}
	}

	private async check(port: number): Promise<void> {
		const url = `http://${LOOPBACK}:${port}/healthz/readiness`;
		const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
		const isReady = await fetch(url, { signal }).then(
			async (answer) => (await answer.arrayBuffer()) && answer.ok,
			() => false,
		);
		if (isReady) this.ready.add(port);
		else this.ready.delete(port);
	}

	/**
	 * A processor that refuses the connection is passed over; one that dies in between costs a 502,
	 * as with HAProxy.
	 */
	private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
		const isWebhook = asked.url?.startsWith('/webhook/');
		try {
			const body = Buffer.concat(await asked.toArray());
			const ports = isWebhook ? this.webhooksInTurn() : [this.upstreams.main];
			const passedOn = await firstToAnswer(
				ports.filter((port) => this.ready.has(port)),
				asked,
				body,
				(port) => this.ready.delete(port),
			);
			answer.writeHead(passedOn.statusCode ?? 502, passedOn.headers);
			passedOn.on('error', () => answer.destroy()).pipe(answer);
		} catch {
			answer.writeHead(502).end('Bad Gateway');
		}
	}

	private webhooksInTurn(): number[] {
		const { webhooks } = this.upstreams;
		this.turn += 1;
		return webhooks.map((_, index) => webhooks[(index + this.turn) % webhooks.length] ?? 0);
	}
}

async function firstToAnswer(
	ports: number[],
	asked: IncomingMessage,
	body: Buffer,
	onRefusal: (port: number) => void,
): Promise<IncomingMessage> {
	for (const [index, port] of ports.entries()) {
		try {
			const { method, url: path, headers } = asked;
			const passing = request({ host: LOOPBACK, port, method, path, headers, agent: false });
			passing.end(body);
			const [answer] = (await once(passing, 'response')) as [IncomingMessage];
			return answer;
		} catch (error) {
			const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
			if (isRefused) onRefusal(port);
			if (!isRefused || index === ports.length - 1) throw error;
		}
	}
	throw new Error('nobody to pass it on to');
}
