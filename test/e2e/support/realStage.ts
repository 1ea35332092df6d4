/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// A real n8n as a stage for life-cycle scenarios.
import { setTimeout as sleep } from 'node:timers/promises';
import { TRIGGER_NAME, type Listening, type WorkflowNode } from '../../../sandbox/n8n/index.ts';
import type { Actor, Change, Json, Settling, Situation, Stage } from '../../support/parity/stage.ts';
import { quiet } from './quiet.ts';
import type { Published, World } from './world.ts';

/** What a background step may wait for, with room for a slow machine. */
const SETTLES_WITHIN_MS = 45_000;
/** Longer than every wait before a first step in the background. */
const QUIET_MS = 4_000;
const POLL_MS = 50;

export class RealStage implements Stage {
	private readonly world: World;

	constructor(world: World) {
		this.world = world;
	}

	get origin(): string {
		return this.world.n8n.baseUrl;
	}

	async addActor({ credential, otherCredential, parameters }: Situation): Promise<Actor> {
		const { api } = this.world.n8n;
		const [own, other] = [credential, otherCredential].map(
			async (data) => (await api.createCredential({ name: 'Meta', type: 'messengerApi', data })).id,
		);
		const workflow = await this.world.addWorkflow((await own) ?? '', parameters);
		return new RealActor(this.world, workflow, (await other) ?? '');
	}

	async settled({ meta, isAsExpected }: Settling): Promise<void> {
		const deadline = Date.now() + SETTLES_WITHIN_MS;
		while (!isAsExpected() && Date.now() < deadline) await sleep(POLL_MS);
		await quiet(meta, QUIET_MS);
	}
}

class RealActor implements Actor {
	readonly path: string;
	readonly testPath: string;
	private readonly world: World;
	private readonly id: string;
	private readonly otherCredentialId: string;
	private readonly seen = new Set<string>();
	private triggerName = TRIGGER_NAME;
	private listening: Listening | null = null;

	constructor(world: World, { id, path, testPath }: Published, otherCredentialId: string) {
		this.world = world;
		this.id = id;
		this.otherCredentialId = otherCredentialId;
		this.path = path;
		this.testPath = testPath;
	}

	async publish(): Promise<string | null> {
		const { status, errorMessage } = await this.world.n8n.api.publish(this.id);
		return status === 'published' ? null : (errorMessage ?? `ended with '${status}'`);
	}

	async unpublish(): Promise<void> {
		await this.world.n8n.api.unpublish(this.id);
	}

	async edit(change: Change): Promise<string | null> {
		await this.world.editWorkflow(this.id, (node) => this.changed(node, change));
		if (change.name !== undefined) this.triggerName = change.name;
		return await this.publish();
	}

	async listen(): Promise<string | null> {
		this.listening = await this.world.n8n.api.listen(this.id, this.triggerName);
		return this.listening.errorMessage ?? null;
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}

	async newItems(): Promise<Json[]> {
		const { api } = this.world.n8n;
		const begun = (await api.executions(this.id)).filter(({ id }) => !this.seen.has(id)).length;
		const finished = await api.waitForExecutions(this.id, this.seen.size + begun);
		const fresh = finished.filter(({ id }) => !this.seen.has(id));
		for (const { id } of fresh) this.seen.add(id);
		const outputs = await Promise.all(fresh.map(async ({ id }) => await api.items(id, this.triggerName)));
		return outputs.flatMap(([items]) => (items ?? []) as Json[]);
	}

	private changed(node: WorkflowNode, { parameters, name, credential, beside }: Change): WorkflowNode {
		if (node.name !== this.triggerName) {
			return beside === undefined ? node : { ...node, position: [node.position[0] + 20, 0] };
		}
		return {
			...node,
			name: name ?? node.name,
			parameters: { ...node.parameters, ...parameters },
			credentials:
				credential === undefined
					? node.credentials
					: { messengerApi: { id: this.otherCredentialId, name: 'Meta' } },
		};
	}
}
