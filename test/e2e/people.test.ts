// Two users of one n8n with the same App ID, which is public. The second has a secret and a Graph
// host of his own, and signs for his own webhook what he likes.
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
import { RecordingHost } from './support/recordingHost.ts';
import { eventually, World, type Account, type Published } from './support/world.ts';

const STRANGERS_TOKEN = 'the-strangers-own-token';
const STRANGERS_PAGE_TOKEN = 'the-strangers-own-page-token';

let world: World;
let host: RecordingHost;
/** Signs with the second user's secret. */
let strangersMeta: Meta;
let account: Account;
let first: Published;
let second: Published;

beforeAll(async () => {
	world = await World.start();
	host = await RecordingHost.start();
});
afterAll(async () => {
	await world.stop();
	await host.stop();
});
beforeEach(async () => {
	host.recorded.length = 0;
	host.script = (path) => ({ body: ownAnswer(path) });
	strangersMeta = await startMeta();
	account = await world.addApp();
	first = await world.publish(account.credentialId, {
		pages: [account.page.id],
		options: { includeSenderProfile: true },
	});
	const stranger = strangersMeta.addApp({ id: account.app.id });
	const strangersCredential = await world.addCredential(stranger, {
		accessToken: STRANGERS_TOKEN,
		verifyToken: 'of-his-own',
		baseUrl: host.baseUrl,
	});
	second = await world.publish(strangersCredential, {
		pages: [account.page.id],
		registration: 'manual',
		options: { includeSenderProfile: true },
	});
});
afterEach(async () => await strangersMeta.stop());

/**
 * A Graph host under which the second user manages that Page, and where everybody is called Nobody.
 */
function ownAnswer(path: string): unknown {
	if (!path.endsWith('/me/accounts')) return { id: '1', name: 'Nobody' };
	return { data: [{ id: account.page.id, name: 'Mine', access_token: STRANGERS_PAGE_TOKEN }] };
}

/** The second user delivers to himself what somebody never tapped. */
const forge = async (senderId: string) => {
	const { id } = account.page;
	const timestamp = Date.now();
	const postback = { mid: `m_${senderId}`, title: 'Forged', payload: senderId };
	const event = { sender: { id: senderId }, recipient: { id }, timestamp, postback };
	const body = { object: 'page', entry: [{ id, time: timestamp, messaging: [event] }] };
	const url = world.n8n.baseUrl + second.path;
	return await strangersMeta.sendBody({ appId: account.app.id, body, url });
};
const tap = async (senderId: string) =>
	await world.meta.sendPostback({ pageId: account.page.id, senderId, payload: senderId });
const names = async (workflow: Published, count: number) =>
	(await world.waitForItems(workflow.id, count)).map(({ sender }) => {
		const { profile } = sender as { profile: { name?: string } | null };
		return profile?.name ?? null;
	});

it("the second user never receives the first one's tokens, and never sees the names of his customers", async () => {
	world.meta.addProfile('PSID-KNOWN', { name: 'Anna Customer' });
	world.meta.addProfile('PSID-OTHER', { name: 'Bert Customer' });
	await tap('PSID-KNOWN');
	expect(await names(first, 1)).toEqual(['Anna Customer']);

	expect(await forge('PSID-KNOWN')).toMatchObject({ status: 200 });
	expect(await forge('PSID-OTHER')).toMatchObject({ status: 200 });
	const seen = await names(second, 2);
	const sent = host.recorded.map(({ text }) => text).join('\n');
	expect(sent).not.toContain(world.meta.pageToken(account.token, account.page.id));
	expect(sent).not.toContain(account.token);
	expect(sent).not.toContain(account.app.secret);
	// His own host answered him, so there was something to be seen.
	expect(seen).toEqual(['Nobody', 'Nobody']);
	expect(new Set(host.recorded.map(({ authorization }) => authorization))).toEqual(
		new Set([`Bearer ${STRANGERS_TOKEN}`, `Bearer ${STRANGERS_PAGE_TOKEN}`]),
	);
	// Nor does the first one see what the second one's host made up.
	await tap('PSID-OTHER');
	expect(await names(first, 2)).toEqual(['Anna Customer', 'Bert Customer']);
});

it('a Graph host that throttles the second user for ever does not hold back what the first one publishes or unpublishes', async () => {
	host.script = () => ({
		status: 400,
		headers: { 'retry-after': '1000000000' },
		body: { error: { message: 'Application request limit reached', type: 'OAuthException', code: 4 } },
	});
	expect(await forge('PSID-KNOWN')).toMatchObject({ status: 200 });
	await world.waitForItems(second.id, 1);
	const throttled = host.recorded.length;
	expect(throttled).toBeGreaterThan(0);
	// His own look-ups are held back.
	expect(await forge('PSID-OTHER')).toMatchObject({ status: 200 });
	await world.waitForItems(second.id, 2);
	expect(host.recorded).toHaveLength(throttled);

	const third = await world.publish(account.credentialId, { pages: [account.page.id] });
	expect(world.callbackUrl(account.app)).toContain(third.path);
	await world.unpublish(first.id);
	await eventually(
		async () => (world.callbackUrl(account.app)?.includes(first.path) === false ? true : null),
		'the first workflow to have left',
	);
	await world.unpublish(third.id);
	await eventually(
		async () => (world.callbackUrl(account.app) === undefined ? true : null),
		'both to have left',
	);
});
