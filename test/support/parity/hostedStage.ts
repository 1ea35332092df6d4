// The double of n8n as a stage.
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { background } from '../../../nodes/Messenger/trigger/register/lifecycle';
import { N8nHost, type HostedTrigger } from '../n8nHost';
import type { Actor, Change, Json, Settling, Situation, Stage } from './stage.ts';

const ATTEMPTS = 5;

export class HostedStage implements Stage {
	private readonly host = new N8nHost();

	get origin(): string {
		return this.host.origin;
	}

	async start(): Promise<void> {
		await this.host.start();
	}

	async stop(): Promise<void> {
		await background.settled();
		await this.host.stop();
	}

	async addActor({ credential, otherCredential, parameters }: Situation): Promise<Actor> {
		const trigger = this.host.trigger({
			credential: credential as IDataObject,
			parameters: parameters as INodeParameters,
		});
		return new HostedActor(this.host, trigger, otherCredential as IDataObject);
	}

	async settled({ actors }: Settling): Promise<void> {
		await this.host.quiet();
		const paths = actors.flatMap(({ path, testPath }) => [path, testPath]);
		for (const actor of actors) if (actor instanceof HostedActor) await actor.tester?.testEnded();
		await background.settled((key) => paths.some((path) => key.endsWith(path)));
	}
}

class HostedActor implements Actor {
	readonly path: string;
	readonly testPath: string;
	tester: HostedTrigger | null = null;
	private readonly host: N8nHost;
	private readonly trigger: HostedTrigger;
	private readonly otherCredential: IDataObject;
	private readonly seen = new Map<HostedTrigger, number>();

	constructor(host: N8nHost, trigger: HostedTrigger, otherCredential: IDataObject) {
		this.host = host;
		this.trigger = trigger;
		this.otherCredential = otherCredential;
		this.path = trigger.path;
		this.testPath = trigger.path.replace('/webhook/', '/webhook-test/');
	}

	async publish(): Promise<string | null> {
		return await messageOf(async () => await this.trigger.publish({ attempts: ATTEMPTS }));
	}

	async unpublish(): Promise<void> {
		await this.trigger.tearDown();
	}

	async edit({ parameters, name, credential, beside }: Change): Promise<string | null> {
		// n8n leaves alone what did not change.
		if (beside !== undefined) return null;
		const changes = {
			...(name === undefined ? {} : { name }),
			...(credential === undefined ? {} : { credential: this.otherCredential }),
			parameters: { ...this.trigger.node.parameters, ...parameters } as INodeParameters,
		};
		return await messageOf(async () => await this.trigger.edit(changes, ATTEMPTS));
	}

	async listen(): Promise<string | null> {
		const tester = this.trigger.tester();
		this.tester = tester;
		return await messageOf(async () => await tester.listen());
	}

	async stop(): Promise<void> {
		await this.tester?.stopListening();
	}

	async newItems(): Promise<Json[]> {
		await this.host.quiet();
		return [this.trigger, ...(this.tester === null ? [] : [this.tester])].flatMap((source) => {
			const items = source.items();
			const found = items.slice(this.seen.get(source) ?? 0);
			this.seen.set(source, items.length);
			return found;
		});
	}
}

async function messageOf(work: () => Promise<void>): Promise<string | null> {
	return await work().then(
		() => null,
		(error: Error) => error.message,
	);
}
