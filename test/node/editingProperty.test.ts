/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code never ships */
// A thousand edits in a row, with pauses, hiccups of Meta and unpublishings in between: what Meta
// holds in the end is what a fresh publication of the last settings makes, or nothing.
import { waiting } from '../../nodes/Messenger/trigger/pause';
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { enact, heldAtMeta, Life, type Doer, type Settings } from '../support/lastWord.ts';
import { N8nHost, type HostedTrigger } from '../support/n8nHost';

const RUNS = 20;
const EDITS_PER_RUN = 50;
const PACE = 0.02;
/** Of a leaving, at this pace. */
const LEAVE_DELAY_MS = 1_000 * PACE;
const FIRST_SEED = Number(process.env.SEED ?? 1);

const host = new N8nHost();
const oldPace = waiting.pace;

beforeAll(async () => {
	waiting.pace = PACE;
	await host.start();
});
afterAll(async () => {
	await background.settled();
	await host.stop();
	waiting.pace = oldPace;
});

/**
 * One trigger at a Meta of its own; in every second run beside another one that stays published.
 */
class Run implements Doer {
	readonly done: string[] = [];
	edits = 0;
	readonly meta: Meta;
	private readonly account: Account;
	private readonly trigger: HostedTrigger;
	private readonly beside: HostedTrigger | null;
	published: Settings | null = null;

	private constructor(meta: Meta, isShared: boolean) {
		this.meta = meta;
		this.account = anAccount(meta, { pages: 2, withInstagram: true });
		this.trigger = this.aTrigger({});
		this.beside = isShared ? this.aTrigger({ pages: this.pageIds.slice(0, 1) }) : null;
	}

	static async begin(isShared: boolean): Promise<Run> {
		const run = new Run(await startMeta(), isShared);
		await run.beside?.publish();
		return run;
	}

	get pageIds(): string[] {
		return this.account.pages.map(({ id }) => id);
	}

	async unpublish(): Promise<void> {
		await this.trigger.tearDown();
		this.published = null;
	}

	async check(): Promise<void> {
		const paths = [this.trigger, ...(this.beside === null ? [] : [this.beside])].map(({ path }) => path);
		await background.settled((key) => paths.some((path) => key.endsWith(path)));
		this.meta.clearFaults();
		const held = this.held(this.meta, this.account, this.trigger, this.beside);
		expect([this.done.slice(-25), held]).toEqual([this.done.slice(-25), await this.wanted()]);
	}

	async end(): Promise<void> {
		await this.check();
		await this.meta.stop();
	}

	/** Of what is not published, n8n publishes what was saved. */
	async edit(settings: Settings, name?: string): Promise<void> {
		this.edits += 1;
		const parameters = { ...settings };
		try {
			if (this.published !== null) await this.trigger.edit({ parameters, name }, 5);
			else {
				this.trigger.node.parameters = parameters;
				await this.trigger.publish({ attempts: 5 });
			}
			this.published = settings;
		} catch (error) {
			this.done.push(String(error));
			this.published = null;
		}
	}

	private aTrigger(parameters: Partial<Settings>, { credential } = this.account): HostedTrigger {
		return host.trigger({ credential: { ...credential }, parameters });
	}

	/** What a fresh publication makes, on an app that nothing has happened to. */
	private async wanted() {
		const meta = await startMeta();
		const account = anAccount(meta, { pages: 2, withInstagram: true });
		const idOf = (id: string) => account.pages[this.pageIds.indexOf(id)]?.id ?? '';
		const publish = async (parameters: Partial<Settings>) => {
			const trigger = this.aTrigger({ ...parameters, pages: parameters.pages?.map(idOf) }, account);
			await trigger.publish();
			return trigger;
		};
		const beside = this.beside === null ? null : await publish({ pages: this.pageIds.slice(0, 1) });
		const trigger = this.published === null ? null : await publish(this.published);
		const held = this.held(meta, account, trigger, beside);
		for (const one of [trigger, beside]) one?.vanish();
		await meta.stop();
		return held;
	}

	private held(meta: Meta, account: Account, trigger: HostedTrigger | null, beside: HostedTrigger | null) {
		const pageIds = account.pages.map(({ id }) => id);
		const names = new Map([
			[trigger?.path ?? '', 'trigger'],
			[beside?.path ?? '', 'beside'],
		]);
		return heldAtMeta(meta, account.app.id, pageIds, names);
	}
}

it.each(Array.from({ length: RUNS }, (_, index) => FIRST_SEED + index))(
	'the last word of fifty edits stands at Meta (seed %d)',
	async (seed) => {
		const run = await Run.begin(seed % 2 === 0);
		const life = new Life(seed, run.pageIds, 3 * LEAVE_DELAY_MS);
		while (run.edits < EDITS_PER_RUN) await enact(life.next(), run);
		await run.end();
	},
	60_000,
);
