// Every limit of a profile at its edge and one past it: the node lets through what Meta takes, and
// refuses what Meta refuses, without a call.
import { LIMITS, type LimitName } from '../../nodes/Messenger/actions/refusals/limits';
import { startMeta, type Channel, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { callGraph } from '../sandbox/meta/graphClient.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow } from '../support/actionHost';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
beforeEach(() => {
	account = anAccount(meta, { withInstagram: true });
	page = account.pages[0] as Page;
	meta.seedMessengerProfile(page.id, { get_started: { payload: 'START' } });
});

const text = (length: number) => 'x'.repeat(length);
const list = <Row>(length: number, row: Row) => Array.from({ length }, () => row);
const item = (title = 'Prices') => ({ type: 'postback', title, payload: 'PRICES' });
const question = (words = 'Open?') => ({ question: words, payload: 'HOURS' });
const localized = (facts: object) => [{ locale: 'default', ...facts }];
const rows = (values: object[]) => ({ values });

interface Case {
	/** What the user fills in, and the same in Meta's terms. */
	parts: object;
	body: object;
}
const menu = (items: object[]): Case => ({
	parts: { persistentMenu: rows(localized({ items: rows(items) })) },
	body: { persistent_menu: localized({ call_to_actions: items }) },
});
const iceBreakers = (items: object[]): Case => ({
	parts: { iceBreakers: rows(localized({ items: rows(items) })) },
	body: { ice_breakers: localized({ call_to_actions: items }) },
});

/** A profile with so much of the one thing. */
const CASES: Partial<Record<LimitName, (amount: number) => Case>> = {
	menuItems: (n) => menu(list(n, item())),
	menuItemTitle: (n) => menu([item(text(n))]),
	iceBreakers: (n) => iceBreakers(list(n, question())),
	question: (n) => iceBreakers([question(text(n))]),
	greeting: (n) => ({
		parts: { greeting: rows(localized({ text: text(n) })) },
		body: { greeting: localized({ text: text(n) }) },
	}),
	whitelistedDomains: (n) => ({
		parts: { whitelistedDomains: list(n, 'https://a.example') },
		body: { whitelisted_domains: list(n, 'https://a.example') },
	}),
	payload: (n) => ({ parts: { getStarted: text(n) }, body: { get_started: { payload: text(n) } } }),
};

async function update(channel: Channel, profile: object) {
	meta.clearCalls();
	const work = runWorkflow({
		credential: { ...account.credential },
		items: [{ json: {} }],
		start: 'elsewhere',
		steps: [
			{
				name: 'Profile',
				type: 'messenger',
				parameters: {
					resource: 'messengerProfile',
					operation: 'update',
					channel,
					page: { __rl: true, mode: 'id', value: page.id },
					specifyProfile: 'fields',
					profile,
				},
			},
		],
	});
	// n8n itself counts rows that are typed in, and does not run the workflow with too many.
	return await work.then(
		(result) => result.error('Profile')?.message,
		(issues: Error) => issues.message,
	);
}

/** Whether Meta takes it, asked directly. */
async function isTaken(channel: Channel, json: object): Promise<boolean> {
	const answer = await callGraph(meta, {
		method: 'POST',
		path: `${page.id}/messenger_profile`,
		app: account.app,
		token: meta.pageToken(account.token, page.id),
		query: channel === 'instagram' ? { platform: channel } : {},
		json,
	});
	return answer.status === 200;
}

const channels = ['messenger', 'instagram'] as const;
const edges = Object.entries(CASES).flatMap(([name, build]) =>
	channels.flatMap((channel) => {
		const bound = LIMITS[name as LimitName].on[channel];
		const isOn = bound !== null && !(name === 'payload' && channel === 'instagram');
		return isOn ? [{ name, channel, build, min: 0, ...bound }] : [];
	}),
);

describe.each(edges)('$name on $channel', ({ channel, build, max }) => {
	it(`takes ${max}, as Meta does`, async () => {
		const { parts, body } = build(max);
		expect(await update(channel, parts)).toBeUndefined();
		expect(await isTaken(channel, body)).toBe(true);
	});

	it(`refuses ${max + 1} without a call, as Meta would`, async () => {
		const { parts, body } = build(max + 1);
		expect(await update(channel, parts)).toMatch(/ takes |At most \d+ fields/);
		expect(meta.getCalls()).toEqual([]);
		expect(await isTaken(channel, body)).toBe(false);
	});
});

describe.each(edges.filter(({ min }) => min > 0))('$name on $channel', ({ channel, build, min }) => {
	it(`takes ${min} at least, as Meta does`, async () => {
		expect(await update(channel, build(min).parts)).toBeUndefined();
		expect(await update(channel, build(min - 1).parts)).toMatch(/ takes /);
		expect(await isTaken(channel, build(min - 1).body)).toBe(false);
	});
});
