// One app, one Page with an Instagram account, a user token and a receiver. What a test starts ends
// with it.
import { startMeta, type App, type Meta, type MetaOptions, type Page } from '../../../sandbox/meta/index.ts';
import { startReceiver, type Receiver } from './receiver.ts';

export interface Scene {
	meta: Meta;
	app: App;
	page: Page;
	userToken: string;
	pageToken: string;
	receiver: Receiver;
}

const running: Array<() => Promise<void>> = [];

export async function aScene(options: MetaOptions = {}): Promise<Scene> {
	const meta = await startMeta(options);
	running.push(async () => await meta.stop());
	const receiver = await startReceiver();
	running.push(async () => await receiver.stop());
	const app = meta.addApp();
	const page = meta.addPage({ id: '1000', instagramAccount: { id: '17840001', username: 'shop' } });
	const userToken = meta.addToken({ appId: app.id, pageIds: [page.id] });
	return { meta, app, page, userToken, pageToken: meta.pageToken(userToken, page.id), receiver };
}

/** A scene in which postbacks are subscribed at both levels. */
export async function aSubscribedScene(options: MetaOptions = {}): Promise<Scene> {
	const scene = await aScene(options);
	const { meta, app, page, receiver } = scene;
	for (const object of ['page', 'instagram']) {
		meta.seedAppSubscription(app.id, {
			object,
			callback_url: receiver.callbackUrl,
			fields: ['messaging_postbacks'],
		});
	}
	meta.seedPageSubscription(page.id, app.id, ['messaging_postbacks']);
	return scene;
}

export async function endScenes(): Promise<void> {
	for (let end = running.pop(); end !== undefined; end = running.pop()) await end();
}
