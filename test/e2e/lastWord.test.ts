/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// A hundred random edits on a real n8n, with pauses, hiccups of Meta and unpublishings in between:
// what Meta holds in the end is what a fresh publication of the last settings makes, or nothing.
// test/node/editingProperty.test.ts makes a thousand on the double.
import { isDeepStrictEqual } from 'node:util';
import { startMeta, type App, type Meta } from '../../sandbox/meta/index.ts';
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { enact, heldAtMeta, Life, type Doer, type Settings } from '../support/lastWord.ts';
import { quiet } from './support/quiet.ts';
import { eventually, World, type Published } from './support/world.ts';

const EDITS_PER_LIFE = 25;
const FIRST_SEED = Number(process.env.SEED ?? 1);
const SEEDS = Array.from({ length: 4 }, (_, index) => FIRST_SEED + index);
/** Longer than a leaving waits for before it begins. */
const LONGEST_PAUSE_MS = 4_000;
/** Longer than the waits between attempts, as often as hiccups can fail one. */
const QUIET_MS = 5_000;
const LIVES_WITHIN_MS = 400_000;

let world: World;
const lives = new Map<number, Promise<RealLife>>();

beforeAll(async () => {
	world = await World.start({ env: { N8N_WORKFLOW_PUBLICATION_CONCURRENCY: String(2 * SEEDS.length) } });
	for (const seed of SEEDS) lives.set(seed, lead(seed));
}, 180_000);
afterAll(async () => {
	await Promise.allSettled(lives.values());
	await world.stop();
});

async function lead(seed: number): Promise<RealLife> {
	const life = await RealLife.begin();
	const fate = new Life(seed, life.pageIds, LONGEST_PAUSE_MS);
	while (life.edits < EDITS_PER_LIFE) await enact(fate.next(), life);
	await life.end();
	return life;
}

interface Holder {
	app: App;
	credentialId: string;
	workflow: Published | null;
}

/** One trigger at a Meta of its own. */
class RealLife implements Doer {
	readonly done: string[] = [];
	/** What stood at Meta at each check. */
	readonly checks: Array<{ done: string[]; held: unknown; wanted: unknown }> = [];
	edits = 0;
	readonly pageIds: string[];
	readonly meta: Meta;
	private readonly holder: Holder;
	private name = TRIGGER_NAME;
	published: Settings | null = null;

	private constructor(meta: Meta, pageIds: string[], holder: Holder) {
		this.meta = meta;
		this.pageIds = pageIds;
		this.holder = holder;
	}

	static async begin(): Promise<RealLife> {
		const meta = await startMeta();
		const pageIds = [1, 2].map(() => meta.addPage({ instagramAccount: {} }).id);
		return new RealLife(meta, pageIds, await addHolder(meta, pageIds));
	}

	async end(): Promise<void> {
		await this.check();
		if (this.published !== null) await this.unpublish();
		await this.check();
		await this.meta.stop();
	}

	async edit(settings: Settings, name = this.name): Promise<void> {
		this.edits += 1;
		const { workflow, credentialId } = this.holder;
		if (workflow === null) this.holder.workflow = await world.addWorkflow(credentialId, { ...settings });
		else {
			await world.editWorkflow(workflow.id, (node) =>
				node.name === this.name ? { ...node, name, parameters: { ...settings } } : node,
			);
			this.name = name;
		}
		const { status, errorMessage } = await world.n8n.api.publish(this.holder.workflow?.id ?? '');
		if (status !== 'published') this.done.push(String(errorMessage));
		this.published = status === 'published' ? settings : null;
	}

	async unpublish(): Promise<void> {
		await world.n8n.api.unpublish(this.holder.workflow?.id ?? '');
		this.published = null;
	}

	async check(): Promise<void> {
		await quiet(this.meta, QUIET_MS);
		this.meta.clearFaults();
		const wanted = await this.wanted();
		const isThere = async () => (isDeepStrictEqual(this.held(this.holder), wanted) ? true : null);
		await eventually(isThere, 'the last word').catch(() => undefined);
		await quiet(this.meta, QUIET_MS);
		this.checks.push({ done: this.done.slice(-25), held: this.held(this.holder), wanted });
	}

	/** What a fresh publication makes, on an app that nothing has happened to. */
	private async wanted(): Promise<unknown> {
		const fresh = await addHolder(this.meta, this.pageIds);
		if (this.published === null) return this.held(fresh);
		fresh.workflow = await world.publish(fresh.credentialId, { ...this.published });
		const held = this.held(fresh);
		await world.n8n.api.unpublish(fresh.workflow.id);
		return held;
	}

	private held({ app, workflow }: Holder): unknown {
		const names = new Map([[workflow?.path ?? '', 'trigger']]);
		return heldAtMeta(this.meta, app.id, this.pageIds, names);
	}
}

async function addHolder(meta: Meta, pageIds: string[]): Promise<Holder> {
	const app = meta.addApp();
	const accessToken = meta.addToken({ appId: app.id, pageIds });
	const credentialId = await world.addCredential(app, { accessToken, baseUrl: meta.baseUrl });
	return { app, credentialId, workflow: null };
}

it.each(SEEDS)(
	'the last word of 25 edits stands at Meta (seed %d)',
	async (seed) => {
		const { checks, edits } = (await lives.get(seed)) as RealLife;
		expect(edits).toBeGreaterThanOrEqual(EDITS_PER_LIFE);
		for (const { done, held, wanted } of checks) expect([done, held]).toEqual([done, wanted]);
	},
	LIVES_WITHIN_MS,
);
