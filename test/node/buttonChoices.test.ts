// The values of a rule that can be picked: the buttons of the chosen Pages, as they are at Meta.
import { startMeta, type Meta, type Page } from '../../sandbox/meta/index.ts';
import { anAccount, type Account } from '../support/account.ts';
import { listButtons } from '../support/n8nContexts';

let meta: Meta;
let account: Account;
let page: Page;
let other: Page;

beforeAll(async () => {
	meta = await startMeta();
});
afterAll(async () => await meta.stop());
beforeEach(() => {
	account = anAccount(meta, { pages: 2, withInstagram: true });
	[page, other] = account.pages as [Page, Page];
	const menu = [{ type: 'postback', title: 'Prices', payload: 'PRICES' }];
	meta.seedMessengerProfile(page.id, {
		get_started: { payload: 'START' },
		persistent_menu: [{ locale: 'default', call_to_actions: menu }],
	});
	const questions = [{ question: 'Do you deliver?', payload: 'DELIVERY' }];
	const profile = { ice_breakers: [{ locale: 'default', call_to_actions: questions }] };
	meta.seedMessengerProfile(page.id, profile, 'instagram');
	meta.clearCalls();
});

const chosen = (channels: string[], pages = [page.id]) => ({ channels, pages });
const offered = async (of: 'getButtonPayloads' | 'getButtonTitles', parameters: object) =>
	(await listButtons(account.credential, of, parameters as never)).map(({ name, value, description }) => [
		name,
		value,
		description,
	]);

it('payloads are those of Get Started, menu and ice breakers on the chosen channels', async () => {
	expect(await offered('getButtonPayloads', chosen(['messenger', 'instagram']))).toEqual([
		['Get Started', 'START', 'Get Started of Demo Page, Messenger: START'],
		['Prices', 'PRICES', 'menu of Demo Page, Messenger: PRICES'],
		['Do you deliver?', 'DELIVERY', 'ice breaker of Demo Page, Instagram: DELIVERY'],
	]);
});

it('titles leave out Get Started, which Meta words by language', async () => {
	expect(await offered('getButtonTitles', chosen(['messenger']))).toEqual([
		['Prices', 'Prices', 'menu of Demo Page, Messenger'],
	]);
});

it('cost one call for a Page and channel within a minute, of the ten in ten minutes that Meta takes', async () => {
	for (let open = 0; open < 3; open++) await offered('getButtonPayloads', chosen(['messenger']));
	const reads = meta.getCalls().filter(({ path }) => path.endsWith('/messenger_profile'));
	expect(reads).toHaveLength(1);
});

it('are told to be missing where the Pages have none', async () => {
	await expect(offered('getButtonPayloads', chosen(['messenger'], [other.id]))).rejects.toThrow(
		'The chosen Pages have no Get Started, menu or ice breakers. Set them up with the Messenger node, or type the value.',
	);
});
