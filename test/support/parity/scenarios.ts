// The life of a trigger as scenarios: what is done, not what comes of it. A life-cycle test that
// matters stands here.
import type { Fault, FaultAction, Meta } from '../../../sandbox/meta/index.ts';
import { APP_ID, P, Q, type Scenario, type Scene } from './stage.ts';

type Step = Scenario['steps'][number];
type Method = 'GET' | 'POST' | 'DELETE';

const REFUSAL: FaultAction = {
	status: 403,
	body: { error: { message: 'No role on this Page', code: 200, fbtrace_id: 'TRACE' } },
};
const HICCUP: FaultAction = { status: 500, body: '<html>' };
const RESET: FaultAction = { reset: true };
const SILENCE: FaultAction = { hang: true };

const CALLS: Array<[method: Method, path: string]> = [
	['GET', `${APP_ID}/subscriptions`],
	['POST', `${APP_ID}/subscriptions`],
	['GET', 'debug_token'],
	['GET', 'me/accounts'],
	['GET', `${P}/subscribed_apps`],
	['POST', `${P}/subscribed_apps`],
];

const fault = (meta: Meta, action: FaultAction, times: number, more: Partial<Fault> = {}) =>
	meta.addFault({ path: '', ...more, times, do: action });
const at = ([method, path]: [Method, string]): Partial<Fault> => ({ method, path });

const publish: Step = ['publish', async ({ first }) => void (await first.publish())];
const publishSecond: Step = ['publish the second', async ({ second }) => void (await second.publish())];
const unpublish: Step = ['unpublish', async ({ first }) => await first.unpublish()];
const edit = (what: string, parameters: Record<string, unknown>): Step => [
	what,
	async ({ first }) => void (await first.edit({ parameters })),
];
const whileFaulty = (action: FaultAction, times: number, more: Partial<Fault>, [what, act]: Step): Step => [
	what,
	async (scene: Scene) => {
		fault(scene.meta, action, times, more);
		await act(scene);
	},
];
const mended = ([what, act]: Step): Step => [
	what,
	async (scene: Scene) => {
		scene.meta.clearFaults();
		await act(scene);
	},
];
const endToken = (meta: Meta, token: string) => meta.invalidateToken(token, { code: 190, subcode: 463 });

const plain: Scenario[] = [
	{ name: 'published and unpublished', steps: [publish, unpublish] },
	{
		name: 'published, with a change beside the trigger',
		steps: [publish, ['edit beside', async ({ first }) => void (await first.edit({ beside: 'moved' }))]],
	},
	{
		name: 'edited in what registering is not about, twice',
		steps: [publish, edit('to flat', { output: 'flat' }), edit('to raw', { output: 'raw' }), unpublish],
	},
	{
		name: 'edited from Page P to Q, then to both',
		steps: [publish, edit('to Q', { pages: [Q] }), edit('to both', { pages: [P, Q] }), unpublish],
	},
	{
		name: 'edited by a channel more, then less',
		steps: [
			publish,
			edit('to both', { channels: ['messenger', 'instagram'] }),
			edit('to Instagram', { channels: ['instagram'] }),
			unpublish,
		],
	},
	{
		name: 'edited by kinds of events more, then less',
		steps: [
			publish,
			edit('to three', { events: ['postback', 'quickReply', 'referral'] }),
			edit('to one', { events: ['quickReply'] }),
			unpublish,
		],
	},
	{
		name: 'moved to another app',
		steps: [
			publish,
			['another app', async ({ first }) => void (await first.edit({ credential: 'other' }))],
			unpublish,
		],
	},
	{
		name: 'renamed, and edited under the new name',
		parameters: { pageSelection: 'all', channels: ['messenger', 'instagram'] },
		steps: [
			publish,
			['rename', async ({ first }) => void (await first.edit({ name: 'Taps' }))],
			edit('to flat', { output: 'flat' }),
			unpublish,
		],
	},
	{ name: 'unpublished, and published again unchanged', steps: [publish, unpublish, publish] },
	{
		name: 'published where a member is, and unpublished as owner',
		hasSecond: true,
		steps: [publish, publishSecond, unpublish],
	},
	{
		name: 'edited as owner and as member',
		hasSecond: true,
		steps: [
			publish,
			publishSecond,
			edit('owner to flat', { output: 'flat' }),
			['member to flat', async ({ second }) => void (await second.edit({ parameters: { output: 'flat' } }))],
			edit('owner to Q', { pages: [Q] }),
			['unpublish the member', async ({ second }) => await second.unpublish()],
			unpublish,
		],
	},
];

const listen: Step = ['listen', async ({ first }) => void (await first.listen())];
const stop: Step = ['stop', async ({ first }) => await first.stop()];
const afterTap: Step = ['after the tap', async () => undefined];
const tests: Scenario[] = [
	{ name: 'tested while published, until a tap', steps: [publish, listen, afterTap, unpublish] },
	{
		name: 'tested alone and stopped, with taps that it does not want',
		parameters: { pages: [Q], events: ['referral'] },
		steps: [listen, stop],
	},
	{
		name: 'tested while published, and stopped',
		parameters: { events: ['quickReply'] },
		steps: [publish, listen, stop, unpublish],
	},
	{
		name: 'tested beside another one',
		hasSecond: true,
		steps: [publishSecond, listen, afterTap],
	},
	{
		name: 'tested with a Page that its token does not reach, beside another one',
		hasSecond: true,
		parameters: { pages: [P, '999'] },
		steps: [publishSecond, listen, afterTap],
	},
	{
		name: 'tested while Meta refuses its Page',
		steps: [
			whileFaulty(REFUSAL, Infinity, at(['POST', `${P}/subscribed_apps`]), listen),
			mended(listen),
			afterTap,
		],
	},
];

const faultsAtPublishing: Scenario[] = CALLS.flatMap((call): Scenario[] => {
	const where = call.join(' ').replace(APP_ID, 'app').replace(P, 'page');
	return [
		{
			name: `refused at ${where}, then published`,
			steps: [whileFaulty(REFUSAL, Infinity, at(call), publish), mended(publish)],
		},
		{ name: `published although ${where} has a hiccup`, steps: [whileFaulty(HICCUP, 1, at(call), publish)] },
		{
			name: `published although ${where} is cut off once`,
			steps: [whileFaulty(RESET, 1, at(call), publish)],
		},
	];
});

const faults: Scenario[] = [
	...faultsAtPublishing,
	{
		name: 'published although the first question gets no answer',
		steps: [whileFaulty(SILENCE, 1, at(['GET', `${APP_ID}/subscriptions`]), publish)],
	},
	{
		name: 'published although a write gets no answer',
		steps: [whileFaulty(SILENCE, 1, at(['POST', `${P}/subscribed_apps`]), publish)],
	},
	{
		name: 'published although the answer to a write is lost',
		steps: [
			whileFaulty({ afterEffect: true, reset: true }, 1, at(['POST', `${APP_ID}/subscriptions`]), publish),
		],
	},
	{
		name: 'not published when every call fails, then published',
		steps: [whileFaulty(HICCUP, Infinity, {}, publish), mended(publish)],
	},
	{
		name: 'published with the fifth attempt',
		steps: [whileFaulty(HICCUP, 4, at(['POST', `${P}/subscribed_apps`]), publish)],
	},
	{
		name: 'unpublished with a hiccup',
		steps: [publish, whileFaulty(HICCUP, 1, {}, unpublish)],
	},
	{
		name: 'unpublished with a hiccup at the Page',
		steps: [publish, whileFaulty(HICCUP, 2, { method: 'DELETE' }, unpublish)],
	},
	{
		name: 'unpublished as owner with a hiccup at the hand-over',
		hasSecond: true,
		steps: [publish, publishSecond, whileFaulty(HICCUP, 2, { method: 'POST' }, unpublish)],
	},
	{
		name: 'edited in what registering is not about, with a hiccup',
		steps: [publish, whileFaulty(HICCUP, 1, {}, edit('to flat', { output: 'flat' })), unpublish],
	},
	{
		name: 'edited by a Page, with a hiccup',
		steps: [
			publish,
			whileFaulty(HICCUP, 1, at(['POST', `${Q}/subscribed_apps`]), edit('to both', { pages: [P, Q] })),
			unpublish,
		],
	},
	{
		name: 'edited by a Page that Meta refuses, left a while later, then mended',
		steps: [
			publish,
			whileFaulty(
				REFUSAL,
				Infinity,
				at(['POST', `${Q}/subscribed_apps`]),
				edit('to both', { pages: [P, Q] }),
			),
			mended(edit('to P', { pages: [P] })),
			unpublish,
		],
	},
	{
		name: 'edited after its token has ended',
		steps: [
			publish,
			[
				'to flat',
				async ({ first, meta, token }) => {
					endToken(meta, token);
					await first.edit({ parameters: { output: 'flat' } });
				},
			],
			edit('to two kinds', { events: ['postback', 'quickReply'] }),
			edit('to Q', { pages: [P, Q] }),
		],
	},
	{
		name: 'refused beside somebody else, until it may replace',
		prepare: (meta) =>
			meta.seedAppSubscription(APP_ID, {
				object: 'page',
				callback_url: 'https://crm.example/hook',
				fields: ['leadgen', 'messaging_postbacks'],
			}),
		steps: [publish, edit('with Replace', { options: { existingCallback: 'replace' } }), unpublish],
	},
];

export const SCENARIOS: Scenario[] = [...plain, ...tests, ...faults];
