/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// A workflow that was published with an older package, after n8n was restarted with this one. The
// fixture is the package as it was before its files were put into folders of their own.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage } from '../../sandbox/n8n/index.ts';
import { PACKAGE_NAME, repositoryRoot } from '../../sandbox/n8n/repositoryRoot.ts';
import { installTarball } from '../../sandbox/n8n/userFolder.ts';
import { World, type Account, type Published } from './support/world.ts';

const OLD = join(repositoryRoot(), 'test/fixtures/package-0.1.0.tgz');
/** What no two taps have in common. */
const OWN = { id: '', mid: '', timestamp: '' };

let world: World;
let account: Account;
let workflow: Published;
let before: { callback: string | undefined; items: unknown[]; page: string[] | null };

const tap = async () => {
	const sent = await world.meta.sendPostback({ pageId: account.page.id, payload: 'TAP', title: 'Tap' });
	expect(sent).toMatchObject([{ status: 200 }]);
};
const itemsAfterTap = async (count: number) => {
	await tap();
	return (await world.waitForItems(workflow.id, count)).map((item) => ({ ...item, ...OWN }));
};
const found = () => ({
	callback: world.callbackUrl(account.app),
	page: world.meta.pageSubscription(account.page.id, account.app.id),
});

beforeAll(async () => {
	world = await World.start({ tarball: OLD });
	account = await world.addApp();
	workflow = await world.publish(account.credentialId, {
		pages: [account.page.id],
		channels: ['messenger', 'instagram'],
		events: ['postback', 'quickReply'],
	});
	before = { ...found(), items: await itemsAfterTap(1) };
	const { n8n } = world;
	await n8n.stop({ keep: true });
	rmSync(join(n8n.userFolder, '.n8n/nodes/node_modules', PACKAGE_NAME), { recursive: true });
	await installTarball(await packPackage(), n8n.userFolder);
	await n8n.restart();
}, 240_000);
afterAll(async () => await world.stop());

it('keeps its place at Meta, and a tap is the item that it was, with empty details', async () => {
	expect(before.callback).toContain(workflow.path);
	const items = before.items.map((item) => ({ ...(item as object), details: null }));
	expect({ ...found(), items: (await itemsAfterTap(2)).slice(1) }).toEqual({ ...before, items });
});

it('is edited and unpublished with the new one, and nothing is left at Meta', async () => {
	await world.editTrigger(workflow.id, { parameters: { output: 'flat' } });
	expect(await world.n8n.api.publish(workflow.id)).toMatchObject({ status: 'published' });
	await tap();
	expect((await world.waitForItems(workflow.id, 3))[2]).toHaveProperty('is_test');
	await world.unpublish(workflow.id);
	expect(found()).toEqual({ callback: undefined, page: null });
});
