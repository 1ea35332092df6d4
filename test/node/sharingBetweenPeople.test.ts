// Two people on one n8n with the same Meta app: an App ID is public, so it opens nothing that the
// other one's credential has found out.
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import { listPages } from '../support/n8nContexts.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';
import { RecordingServer, throttled } from '../support/recordingServer.ts';

/** The second one's: a Meta of his own, behind a host that notes what it is sent. */
let elsewhere: Meta;
let hisHost: RecordingServer;
let owner: { credential: Record<string, string>; pageId: string; secrets: string[] };
let stranger: { credential: Record<string, string> };

beforeEach(async () => {
	elsewhere = await startMeta();
	hisHost = await new RecordingServer(elsewhere.baseUrl).start();
	const app = meta.addApp();
	const page = meta.addPage({ name: 'Shoe Shop' });
	const token = meta.addToken({ appId: app.id, pageIds: [page.id] });
	meta.addProfile('PSID-7', { name: 'Ada Lovelace' });
	owner = {
		credential: { appId: app.id, appSecret: app.secret, accessToken: token, baseUrl: meta.baseUrl },
		pageId: page.id,
		secrets: [app.secret, token, meta.pageToken(token, page.id)],
	};
	const sameApp = elsewhere.addApp({ id: app.id });
	elsewhere.addPage({ id: page.id });
	elsewhere.addProfile('PSID-7', { name: 'Eve' });
	stranger = {
		credential: {
			appId: app.id,
			appSecret: sameApp.secret,
			accessToken: elsewhere.addToken({ appId: app.id, pageIds: [page.id] }),
			baseUrl: hisHost.baseUrl,
		},
	};
});
afterEach(async () => await Promise.all([elsewhere.stop(), hisHost.stop()]));

const aTrigger = (credential: object): HostedTrigger =>
	host.trigger({
		credential: { ...credential },
		parameters: { pages: [owner.pageId], options: { includeSenderProfile: true } } as never,
	});
/** Each with a workflow of his own, on the n8n of both: Meta's list of callbacks is not shared. */
async function published(credential: object): Promise<HostedTrigger> {
	const trigger = aTrigger(credential);
	await trigger.publish();
	return trigger;
}
const tap = async (at: Meta, senderId = 'PSID-7') =>
	await at.sendPostback({ pageId: owner.pageId, senderId });
const names = (trigger: HostedTrigger) =>
	trigger.items().map(({ sender }) => (sender as { profile: { name: string } | null }).profile?.name ?? null);
const aTap = () =>
	meta.serialise({
		object: 'page',
		entry: [
			{
				id: owner.pageId,
				messaging: [{ sender: { id: 'PSID-7' }, timestamp: Date.now(), postback: { payload: 'X' } }],
			},
		],
	});
/** Whoever has a secret can sign. */
const post = async (to: HostedTrigger, body: Buffer, secret: string) =>
	(await postSigned(to.url, body, { secret })).status;

describe('a second user with the same App ID, a secret and a Base URL of his own', () => {
	it("never receives the first one's Page token, token or secret", async () => {
		const his = await published(stranger.credential);
		await published(owner.credential);
		await tap(meta);
		await tap(elsewhere);
		await tap(elsewhere, 'PSID-8');
		await listPages(stranger.credential);
		// He is called for profiles, with what is his.
		expect(hisHost.requests.filter(({ url }) => url.includes('PSID-'))).toHaveLength(2);
		expect(hisHost.seen).toContain(stranger.credential.accessToken);
		expect(his.items()).toHaveLength(2);
		for (const secret of owner.secrets) expect(hisHost.seen).not.toContain(secret);
	});

	it("never sees the names of the first one's customers, nor shows him others", async () => {
		const [mine, his] = [await published(owner.credential), await published(stranger.credential)];
		await tap(meta);
		await tap(elsewhere);
		await tap(meta);
		expect(names(mine)).toEqual(['Ada Lovelace', 'Ada Lovelace']);
		expect(names(his)).toEqual(['Eve']);
	});

	it.each([
		['another secret', () => ({ appSecret: 'guessed' })],
		['another token', () => ({ accessToken: 'EAAguessed' })],
		['another Base URL', () => ({ baseUrl: hisHost.baseUrl })],
	])('sees none of them with %s alone', async (_label, changes) => {
		const mine = await published(owner.credential);
		await tap(meta);
		expect(names(mine)).toEqual(['Ada Lovelace']);
		const changed: Record<string, string> = { ...owner.credential, ...changes() };
		const his = host.trigger({
			credential: changed,
			parameters: { registration: 'manual', options: { includeSenderProfile: true } } as never,
		});
		his.appear();
		await post(his, aTap(), changed.appSecret ?? '');
		expect(names(his)).toEqual([null]);
	});

	it("does not hold back the first one's calls when his host says that it is throttled", async () => {
		const [mine, his] = [await published(owner.credential), await published(stranger.credential)];
		hisHost.answer = () => throttled('1000000000');
		await tap(elsewhere);
		expect(await messageOf(listPages(stranger.credential))).toContain('rate limit');
		await tap(meta);
		expect(names(his)).toEqual([null]);
		expect(names(mine)).toEqual(['Ada Lovelace']);
		expect(await listPages(owner.credential)).toHaveLength(1);
		await mine.unpublish();
		expect(meta.appSubscriptions(owner.credential.appId ?? '')).toEqual([]);
		// He himself is held back.
		hisHost.requests.length = 0;
		expect(await messageOf(listPages(stranger.credential))).toContain('Wait 15 minutes');
		expect(hisHost.requests).toEqual([]);
	});
});

describe("a workflow that names somebody else's credential", () => {
	it('does not get it from memory when n8n does not give it to this workflow', async () => {
		const mine = await published(owner.credential);
		const refused = {
			get appId(): string {
				throw new Error('n8n: this workflow may not use the credential');
			},
		};
		const his = host.trigger({ credential: refused, parameters: mine.node.parameters });
		his.node.credentials = mine.node.credentials;
		his.appear();
		const body = aTap();
		expect(await post(mine, body, owner.credential.appSecret ?? '')).toBe(200);
		expect(await post(his, body, owner.credential.appSecret ?? '')).toBe(500);
		expect([mine.items().length, his.items().length]).toEqual([1, 0]);
	});
});
