// A check in the workflow of a trigger, on whatever n8n: it reads the trigger's parameters with
// their expressions, and n8n keeps what it notes from one run to the next.
import { callGraph } from '../../sandbox/meta/graphClient.ts';
import { publishWith } from './watch.ts';
import type { World } from './world.ts';

export function testCheckBesideTrigger(worldOf: () => World): void {
	it('a check knows the triggers beside it, notes what is in order, and puts it back', async () => {
		const world = worldOf();
		const account = await world.addApp();
		const { app, page, token } = account;
		world.meta.seedMessengerProfile(page.id, {
			get_started: { payload: 'HOURS' },
			persistent_menu: [
				{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'Prices', payload: 'PRICES' }] },
			],
		});
		const condition = { field: 'payload', operator: 'equals', value: "={{ 'hours'.toUpperCase() }}" };
		const workflow = await world.addWorkflow(account.credentialId, {
			pages: `={{ ['${page.id}'] }}`,
			routing: 'rules',
			rules: { values: [{ combine: 'all', conditions: { values: [condition] } }] },
		});
		const check = await publishWith(world, workflow, account.credentialId, { repair: true });
		const healthy = await check();
		expect(healthy).toMatchObject({
			healthy: true,
			findings: [{ code: 'buttonWithoutRule', pageId: page.id }],
			repaired: [],
			app: { isOurs: true },
			pages: [{ id: page.id, fields: ['messaging_postbacks'], missingFields: [] }],
		});

		const query = { object: 'page' };
		await callGraph(world.meta, { app, method: 'DELETE', path: `${app.id}/subscriptions`, query });
		await callGraph(world.meta, {
			app,
			method: 'DELETE',
			path: `${page.id}/subscribed_apps`,
			token: world.meta.pageToken(token, page.id),
		});
		const mended = await check();
		expect(mended).toMatchObject({ healthy: true, findings: [{ code: 'buttonWithoutRule' }] });
		expect(mended.repaired).toHaveLength(2);
		expect(mended.app).toEqual(healthy.app);
		const [delivery] = await world.meta.sendPostback({ pageId: page.id, payload: 'HOURS' });
		expect(delivery?.status).toBe(200);
		expect((await check()).repaired).toEqual([]);
	});
}
