// One example workflow in n8n, with the Meta app that taps it.
import type { Channel, Delivery, PostbackToSend, SentMessage } from '../../../sandbox/meta/index.ts';
import type { ExecutionSummary } from '../../../sandbox/n8n/index.ts';
import type { Account, World } from './world.ts';

export type Json = Record<string, unknown>;

export class Example {
	private readonly world: World;
	readonly account: Account;
	readonly workflowId: string;

	constructor(world: World, account: Account, workflowId: string) {
		this.world = world;
		this.account = account;
		this.workflowId = workflowId;
	}

	async publish(): Promise<void> {
		expect(await this.world.n8n.api.publish(this.workflowId)).toEqual({ status: 'published' });
	}

	/** What Meta took for people of this Page, in order. */
	sent(): SentMessage[] {
		return this.world.meta.sentMessages().filter(({ pageId }) => pageId === this.account.page.id);
	}

	/** One delivery of one tap, which n8n has to accept. */
	async tap(postback: Omit<PostbackToSend, 'pageId'>): Promise<Delivery> {
		const taps = await this.world.meta.sendPostback({ pageId: this.account.page.id, ...postback });
		return accepted(taps);
	}

	/** The same for events of any kind. */
	async send(events: Json[], channel: Channel = 'messenger'): Promise<Delivery> {
		const entries = [{ pageId: this.account.page.id, messaging: events }];
		return accepted(await this.world.meta.sendEvents({ channel, entries }));
	}

	async redeliver(delivery: Delivery): Promise<void> {
		accepted([await this.world.meta.redeliver(delivery)]);
	}

	/**
	 * Waits until that many executions have been started by taps, and makes sure that each of them
	 * succeeded.
	 */
	async ran(count: number): Promise<ExecutionSummary[]> {
		return await this.succeeded('webhook', count);
	}

	/** 'Execute workflow' from a trigger that a person starts. */
	async runFrom(triggerName: string): Promise<void> {
		const { api } = this.world.n8n;
		const earlier = (await api.executions(this.workflowId)).filter(({ mode }) => mode === 'manual');
		const { body } = await api.request('GET', `/rest/workflows/${this.workflowId}`);
		const run = { workflowData: (body as { data: Json }).data, triggerToStartFrom: { name: triggerName } };
		const answer = await api.request('POST', `/rest/workflows/${this.workflowId}/run`, run);
		expect(answer).toMatchObject({ status: 200 });
		await this.succeeded('manual', earlier.length + 1);
	}

	/**
	 * The json of what a node put out over all executions of one mode, in order: those of taps by
	 * default.
	 */
	async outputOf(nodeName: string, ofMode = 'webhook'): Promise<Json[]> {
		const { api } = this.world.n8n;
		const executions = (await api.executions(this.workflowId)).filter(({ mode }) => mode === ofMode);
		const outputs = await Promise.all(
			executions.map(async ({ id }) => (await api.items(id, nodeName)).flat() as Json[]),
		);
		return outputs.flat();
	}

	private async succeeded(mode: string, count: number): Promise<ExecutionSummary[]> {
		const { api } = this.world.n8n;
		const ofMode = (all: ExecutionSummary[]) => all.filter((execution) => execution.mode === mode);
		// One too many would show as soon as it has begun.
		const begun = ofMode(await api.executions(this.workflowId));
		expect(begun.length).toBeLessThanOrEqual(count);
		for (let wanted = count; ; wanted += 1) {
			const finished = await api.waitForExecutions(this.workflowId, wanted, 60_000);
			for (const { id, status } of finished) {
				const why = status === 'success' ? undefined : await api.executionError(id);
				expect({ status, why }).toEqual({ status: 'success', why: undefined });
			}
			const ours = ofMode(finished);
			if (ours.length >= count) return ours;
		}
	}
}

function accepted(deliveries: Delivery[]): Delivery {
	expect(deliveries.map(({ status, answer }) => ({ status, answer }))).toEqual([
		{ status: 200, answer: 'EVENT_RECEIVED' },
	]);
	return deliveries[0] as Delivery;
}
