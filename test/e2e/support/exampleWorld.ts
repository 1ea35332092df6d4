/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- test code never ships */
// The example workflows on one real n8n, with a double for each service that they write to. A
// workflow is imported as its file is; then only what its note asks for is filled in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	borrowHosts,
	GOOGLE_HOSTS,
	HUBSPOT_HOST,
	SLACK_HOST,
	startCrm,
	startGoogleSheets,
	startHubSpot,
	startSlack,
	type BorrowedHosts,
	type Crm,
	type Double,
	type GoogleSheets,
	type HubSpot,
	type Slack,
} from '../../../sandbox/doubles/index.ts';
import {
	ensureN8n,
	MESSENGER_TYPE,
	TRIGGER_NAME,
	TRIGGER_TYPE,
	type NodeCredentials,
	type Workflow,
	type WorkflowNode,
} from '../../../sandbox/n8n/index.ts';
import { startPostgres, type Postgres } from '../../../sandbox/services/index.ts';
import { Example, type Json } from './example.ts';
import { World, type Account } from './world.ts';

/** What a user does after the import, by the name of the node. */
export type FillIn = Record<string, { credentials?: NodeCredentials; parameters?: Json }>;

export const FOLDER = join(__dirname, '../../../examples');

/** Types of this package's nodes, which all take the same credential. */
const OURS = [TRIGGER_TYPE, MESSENGER_TYPE, `${MESSENGER_TYPE}Tool`, `${MESSENGER_TYPE}HitlTool`];

export type ExampleFile = Omit<Workflow, 'nodes'> & { nodes: WorkflowNode[] };

export function readExample(file: string): ExampleFile {
	return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ExampleFile;
}

interface Outside {
	google: GoogleSheets;
	hubspot: HubSpot;
	crm: Crm;
	slack: Slack;
	hosts: BorrowedHosts;
	postgres: Postgres;
}

interface Part {
	stop(): Promise<void>;
}

export class ExampleWorld {
	readonly world: World;
	readonly outside: Outside;
	/** In the order of their start. */
	private readonly parts: Part[];

	private constructor(world: World, outside: Outside, parts: Part[]) {
		this.world = world;
		this.outside = outside;
		this.parts = parts;
	}

	static async start(): Promise<ExampleWorld> {
		const parts: Part[] = [];
		const started = async <T extends Part>(part: Promise<T>): Promise<T> => {
			parts.push(await part);
			return await part;
		};
		try {
			const google = await started(startGoogleSheets(['Taps', 'Cards']));
			const hubspot = await started(startHubSpot());
			const crm = await started(startCrm());
			const slack = await started(startSlack(['#alerts']));
			const upstreams = {
				...Object.fromEntries(GOOGLE_HOSTS.map((name) => [name, google.baseUrl])),
				[HUBSPOT_HOST]: hubspot.baseUrl,
				[SLACK_HOST]: slack.baseUrl,
			};
			const hosts = await started(borrowHosts(upstreams));
			const postgres = await started(startPostgres({ clientIn: (await ensureN8n()).dir }));
			const world = await started(World.start({ env: hosts.env }));
			return new ExampleWorld(world, { google, hubspot, crm, slack, hosts, postgres }, parts);
		} catch (error) {
			await stopAll(parts);
			throw error;
		}
	}

	async stop(): Promise<void> {
		await stopAll(this.parts);
	}

	doubles(): Double[] {
		const { google, hubspot, crm, slack } = this.outside;
		return [google, hubspot, crm, slack];
	}

	/** A new one in n8n, as a node refers to it. */
	async credential(type: string, data: Json): Promise<NodeCredentials> {
		return { [type]: await this.world.n8n.api.createCredential({ name: type, type, data }) };
	}

	/**
	 * With the account in all nodes of this package, and its Page in the trigger. Each example gets a
	 * Meta app and a Page of its own, unless it brings them.
	 */
	async open(file: string, fillIn: FillIn = {}, given?: Account): Promise<Example> {
		const { api } = this.world.n8n;
		const account = given ?? (await this.world.addApp());
		const saved = await api.createWorkflow(readExample(file));
		const missing = Object.keys(fillIn).filter((name) => !saved.nodes.some((node) => node.name === name));
		if (missing.length > 0) throw new Error(`${file} has no node ${missing.join(', ')}`);
		const ours = { messengerApi: { id: account.credentialId, name: 'Meta' } };
		const nodes = saved.nodes.map((node) => {
			const { credentials, parameters } = fillIn[node.name] ?? {};
			return {
				...node,
				credentials: OURS.includes(node.type) ? ours : credentials,
				parameters: {
					...node.parameters,
					...(node.name === TRIGGER_NAME ? { pages: [account.page.id] } : {}),
					...parameters,
				},
			};
		});
		await api.updateWorkflow(saved.id, { nodes });
		return new Example(this.world, account, saved.id);
	}

	/** Opens and publishes. */
	async publish(file: string, fillIn?: FillIn): Promise<Example> {
		const example = await this.open(file, fillIn);
		await example.publish();
		return example;
	}
}

async function stopAll(parts: Part[]): Promise<void> {
	for (const part of parts.reverse()) await part.stop();
}
