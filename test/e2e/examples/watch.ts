// watch.json: silent while taps arrive, tells what was repaired once, and what is wrong until it is
// mended.
import { callGraph } from '../../sandbox/meta/graphClient.ts';
import type { Example, Json } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';
import { eventually, type Account } from '../support/world.ts';

const CHECK = 'Check and Repair';

let account: Account;
let example: Example;

export function watch(at: () => ExampleWorld): void {
	beforeAll(async () => {
		const { world, outside } = at();
		account = await world.addApp();
		await world.publish(account.credentialId, { pages: [account.page.id] });
		const fillIn = {
			'Tell Somebody': {
				credentials: await at().credential('slackApi', { accessToken: outside.slack.token }),
			},
			// Tests do not have an hour.
			'Every Hour': { parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } } },
		};
		example = await at().open('watch.json', fillIn, account);
		await example.publish();
	});
	afterAll(async () => await at().world.n8n.api.unpublish(example.workflowId));

	const told = () => at().outside.slack.messages();
	const checks = async (): Promise<Json[]> => await example.outputOf(CHECK, 'trigger');
	/** The items of checks that began after this. */
	const nextChecks = async (count: number): Promise<Json[]> => {
		const before = (await checks()).length;
		// The one that is under way may have begun before.
		await eventually(async () => ((await checks()).length > before + count ? true : null), 'the next checks');
		return (await checks()).slice(before + 1);
	};
	const untilTold = async (count: number): Promise<string> => {
		await eventually(async () => (told().length >= count ? true : null), `message ${count}`);
		return told()[count - 1]?.text ?? '';
	};

	it('is silent while taps arrive', async () => {
		for (const item of await nextChecks(1)) expect(item).toMatchObject({ healthy: true, findings: [] });
		expect(told()).toEqual([]);
	});

	it('puts back what was deleted, and tells it once', async () => {
		const { app, page } = account;
		const query = { object: 'page' };
		await callGraph(at().world.meta, { app, method: 'DELETE', path: `${app.id}/subscriptions`, query });
		expect(await untilTold(1)).toMatch(/^Repaired\. Wrote the app's webhook for 'page' back: /);
		const [delivery] = await at().world.meta.sendPostback({ pageId: page.id });
		expect(delivery?.status).toBe(200);
		await nextChecks(1);
		expect(told()).toHaveLength(1);
	});

	it('tells what it cannot mend', async () => {
		at().world.meta.invalidateToken(account.token);
		expect(await untilTold(2)).toMatch(/^Error\. The access token is not valid/);
	});
}
