// Publishing and unpublishing as steps whose Graph calls are counted, so that each can be made to
// fail, and what came of it.
import { startMeta, type Call, type Fault, type FaultAction, type Meta } from '../../sandbox/meta/index.ts';
import { N8nHost, type HostedTrigger } from './n8nHost';

const host = new N8nHost();
const open = new Set<Meta>();

export const startScenes = async () => await host.start();
export const stopScenes = async () => await host.stop();
export async function endScenes(): Promise<void> {
	await Promise.all([...open].map(async (meta) => await meta.stop()));
	open.clear();
	host.triggers.clear();
}

export interface Scene {
	meta: Meta;
	secrets: string[];
	/** Needs both Pages; `beside` needs the second only. */
	trigger: HostedTrigger;
	beside: HostedTrigger;
	/** Both levels at Meta, with this scene's own names taken out so that scenes can be compared. */
	state(): string;
	warnings(): string[];
	errors(): string[];
}

const PAGE_IDS = ['1000', '2000'];
let scenes = 0;

/** A Meta for each case: faults count every call, and a rate limit holds back the whole app. */
async function aScene(): Promise<Scene> {
	const meta = await startMeta();
	open.add(meta);
	const app = meta.addApp({ id: String(700_000 + scenes++) });
	for (const id of PAGE_IDS) meta.addPage({ id, instagramAccount: { id: `17${id}` } });
	const token = meta.addToken({ appId: app.id, pageIds: PAGE_IDS });
	const credential = { appId: app.id, appSecret: app.secret, accessToken: token, baseUrl: meta.baseUrl };
	const aTrigger = (pages: string[]) =>
		host.trigger({
			credential,
			name: `Trigger ${app.id} for ${pages.length}`,
			parameters: { pages, channels: ['messenger', 'instagram'] },
		});
	const [trigger, beside] = [aTrigger(PAGE_IDS), aTrigger(PAGE_IDS.slice(1))];
	const state = () =>
		JSON.stringify(meta.snapshot())
			.replaceAll(app.id, 'APP')
			.replaceAll(trigger.path, '/TRIGGER')
			.replaceAll(beside.path, '/BESIDE')
			.replaceAll(/&tag=[0-9a-f]{64}/g, '&tag=TAG');
	const secrets = [app.secret, token, ...PAGE_IDS.map((id) => meta.pageToken(token, id))];
	const lines = (wanted: string) =>
		host.log.flatMap(({ level, message, meta: { nodeName } }) =>
			level === wanted && nodeName === trigger.node.name ? message : [],
		);
	const [warnings, errors] = [() => lines('warn'), () => lines('error')];
	return { meta, secrets, trigger, beside, state, warnings, errors };
}

/**
 * What n8n does: a clean-up after each failed publication, and the webhooks taken away before
 * `delete`.
 */
export const publish = async ({ trigger }: Scene) => await trigger.publish();
/** Leaving goes on in the background, and what it gives up is in the log. */
const unpublish = async ({ trigger, errors }: Scene) => {
	const before = errors().length;
	await trigger.unpublish();
	const [message] = errors().slice(before);
	if (message !== undefined) throw new Error(message);
};

export const STEPS = {
	publishing: { prepare: async () => {}, run: publish, undo: unpublish, attempts: 5 },
	joining: {
		prepare: async ({ beside }: Scene) => await beside.publish(),
		run: publish,
		undo: unpublish,
		attempts: 5,
	},
	leaving: {
		prepare: async ({ trigger, beside }: Scene) => {
			await trigger.publish();
			await beside.publish();
		},
		run: unpublish,
		undo: publish,
		attempts: 3,
	},
	'leaving last': {
		prepare: async ({ trigger }: Scene) => await trigger.publish(),
		run: unpublish,
		undo: publish,
		attempts: 3,
	},
} as const;
export type StepName = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as StepName[];

export interface Recorded {
	before: string;
	after: string;
	calls: Call[];
}

/** Any of the calls. */
export const ANY_CALL =
	/register the webhook|remove the webhook|webhook subscriptions|access token|token's Pages|Page [12]000/;

const recorded = new Map<StepName, Recorded>();
export async function record(step: StepName): Promise<Recorded> {
	const known = recorded.get(step);
	if (known !== undefined) return known;
	const scene = await aScene();
	await STEPS[step].prepare(scene);
	const before = scene.state();
	scene.meta.clearCalls();
	await STEPS[step].run(scene);
	const found = { before, after: scene.state(), calls: scene.meta.getCalls() };
	recorded.set(step, found);
	return found;
}

const DOING: Array<[RegExp, RegExp]> = [
	[/^GET .*\/subscriptions$/, /read the app's webhook subscriptions/],
	[/^POST .*\/subscriptions$/, /register the webhook for object '(page|instagram)'/],
	[/^DELETE .*\/subscriptions$/, /remove the webhook for object '(page|instagram)'/],
	[/^GET .*debug_token$/, /check the access token/],
	[/^GET .*me\/accounts$/, /list the token's Pages/],
	[/^GET .*\/subscribed_apps$/, /read the subscriptions of Page [12]000/],
	[/^POST .*\/subscribed_apps$/, /subscribe Page [12]000/],
	[/^DELETE .*\/subscribed_apps$/, /unsubscribe Page [12]000/],
	// A batch: told as what was asked for one of the Pages.
	[/^POST \/$/, /(read the subscriptions of|subscribe|unsubscribe) Page [12]000/],
];

export function doingOf({ method, path }: Call): RegExp {
	const found = DOING.find(([call]) => call.test(`${method} ${path}`));
	if (found === undefined) throw new Error(`unknown call ${method} ${path}`);
	return found[1];
}

export interface Case {
	step: StepName;
	/** The call at which the fault begins, and how many it hits. */
	index?: number;
	action?: FaultAction;
	times?: number;
	/** Instead of one counted fault. */
	faults?: Fault[];
	attempts?: number;
}

export interface Outcome {
	scene: Scene;
	label: string;
	messages: string[];
	/** After each attempt that failed. */
	states: string[];
}

/** Attempts the step as often as n8n does, with its faults waiting at Meta. */
export async function runCase({ step, index = 0, action = {}, times = 1, ...more }: Case): Promise<Outcome> {
	const { prepare, run, attempts } = STEPS[step];
	const { calls } = await record(step);
	const call = calls[index];
	/** By the call itself: those that go out at the same time come in any order. */
	const only = (): Fault => {
		const isSame = (one: Call) => one.method === call?.method && pathEnd(one) === pathEnd(call);
		const skip = calls.slice(0, index).filter(isSame).length;
		const method = call?.method as Fault['method'];
		return { method, path: new RegExp(`${call && pathEnd(call)}$`), skip, times, do: action };
	};
	const scene = await aScene();
	await prepare(scene);
	const faults = more.faults ?? [times === Infinity ? { path: '', skip: index, times, do: action } : only()];
	for (const fault of faults) scene.meta.addFault(fault);
	const label = `${step} #${index} ${call?.method} ${call?.path}`;
	const outcome: Outcome = { scene, label, messages: [], states: [] };
	for (let attempt = 1; attempt <= (more.attempts ?? attempts); attempt++) {
		const message = await run(scene).then(
			() => null,
			(error: unknown) => (error instanceof Error ? error.message : String(error)),
		);
		if (message === null) break;
		outcome.messages.push(message);
		outcome.states.push(scene.state());
	}
	return outcome;
}

/** Without the version, and the app's ID, which each scene has of its own. */
function pathEnd({ path }: Call): string {
	return path.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '/').replace(/^\/700\d+/, '');
}

/** Each tells which call failed and how, and no secret. */
export function expectMessages({ scene, label, messages }: Outcome, says: RegExp, doing: RegExp): void {
	for (const message of messages) {
		expect({ label, message }).toEqual({ label, message: expect.stringMatching(says) });
		expect({ label, message }).toEqual({ label, message: expect.stringMatching(doing) });
		for (const secret of scene.secrets) expect(message).not.toContain(secret);
	}
}
