// link: create on n8n-core's engine: which calls it takes, and what it answers.
import { startMeta, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { runWorkflow } from '../support/actionHost';

let meta: Meta;
let account: Account;
let page: Page;

beforeAll(async () => {
	meta = await startMeta();
	account = anAccount(meta, { withInstagram: true });
	page = account.pages[0] as Page;
});
afterAll(async () => await meta.stop());
beforeEach(() => meta.clearCalls());

const by = (id: string) => ({ __rl: true, mode: 'id', value: id });

async function create(parameters: object) {
	const result = await runWorkflow({
		credential: { ...account.credential },
		items: [{ json: {} }],
		start: 'elsewhere',
		steps: [
			{
				name: 'Link',
				type: 'messenger',
				parameters: { resource: 'link', operation: 'create', ref: 'poster', ...parameters },
			},
		],
	});
	return { item: result.items('Link')[0], error: result.error('Link') };
}

describe('a link', () => {
	it('to a Page takes no call', async () => {
		expect((await create({ channel: 'messenger', page: by(page.id) })).item).toEqual({
			link: `https://m.me/${page.id}?ref=poster`,
			channel: 'messenger',
			ref: 'poster',
			accountId: page.id,
		});
		expect(meta.getCalls()).toEqual([]);
	});

	it('to an Instagram account that was typed takes no call and no Page', async () => {
		expect((await create({ channel: 'instagram', username: '@bread.shop' })).item).toEqual({
			link: 'https://ig.me/m/bread.shop?ref=poster',
			channel: 'instagram',
			ref: 'poster',
		});
		expect(meta.getCalls()).toEqual([]);
	});

	it.each(['Page', 'Instagram account'])(
		'to an Instagram account asks Meta for its name, by %s',
		async (what) => {
			const { id = '', username } = page.instagramAccount ?? {};
			const { item } = await create({ channel: 'instagram', page: by(what === 'Page' ? page.id : id) });
			expect(item).toEqual({
				link: `https://ig.me/m/${username}?ref=poster`,
				channel: 'instagram',
				ref: 'poster',
				accountId: id,
			});
		},
	);

	it('tells the ref as the trigger will get it', async () => {
		const { item } = await create({ channel: 'messenger', page: by(page.id), ref: 'Größe 42' });
		expect(item).toMatchObject({ link: `https://m.me/${page.id}?ref=Gr%C3%B6%C3%9Fe%2042`, ref: 'Größe 42' });
	});

	it.each(['messenger', 'instagram'])('past the limit is refused before any call: %s', async (channel) => {
		account = anAccount(meta, { withInstagram: true });
		page = account.pages[0] as Page;
		const { error } = await create({ channel, page: by(page.id), ref: 'x'.repeat(2084) });
		expect(error?.message).toMatch(/^'Ref', as it stands in the link, has 2,084 characters/);
		expect(meta.getCalls()).toEqual([]);
	});

	it('to nowhere is refused in words', async () => {
		expect((await create({ channel: 'messenger' })).error?.message).toBe("'Page' is empty");
		expect((await create({ channel: 'instagram' })).error?.message).toBe("'Page' is empty");
	});

	it('to an account whose name Meta does not tell says what to do', async () => {
		meta.addFault({
			path: '/me/accounts',
			do: {
				body: {
					data: [{ id: '77', name: 'Bare', access_token: 'T', instagram_business_account: { id: '88' } }],
				},
			},
		});
		const token = meta.addToken({ appId: account.app.id, pageIds: [page.id] });
		const credential = { ...account.credential, accessToken: token };
		const before = account;
		account = { ...account, credential };
		const { error } = await create({ channel: 'instagram', page: by('77') });
		account = before;
		expect(error?.message).toBe('Meta does not tell the user name of the Instagram account of Page 77');
	});
});
