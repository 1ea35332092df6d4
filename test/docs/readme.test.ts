/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// What the README says of the code: its order, the items it shows, the fields of the credentials.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { MessengerApi } from '../../credentials/MessengerApi.credentials';
import { MessengerOAuth2Api } from '../../credentials/MessengerOAuth2Api.credentials';
import { aBody, anEntry } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';
import { anchorsOf, codeBlocks, read, sectionOf, tableRows } from './markdown';

const readme = read('README.md');

describe('README', () => {
	it('has the sections that users of n8n look for, in their order', () => {
		const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
		expect(headings).toEqual([
			'Installation',
			'Try it in ten minutes, without a Meta account',
			"How it differs from n8n's own nodes",
			'Credentials at Meta',
			'Node reference',
			'Output',
			'The Messenger node',
			'Troubleshooting',
			'Limits',
			'Data and privacy',
			'Compatibility',
			'Development',
			'Version history',
		]);
	});

	it('stays under 300 lines', () => {
		expect(readme.split('\n').length).toBeLessThan(300);
	});

	it('names the n8n that the tests run on', () => {
		const { devDependencies } = JSON.parse(read('package.json')) as {
			devDependencies: Record<string, string>;
		};
		expect(sectionOf(readme, 'Compatibility')).toContain(`n8n ${devDependencies['n8n-core']}`);
	});

	it('has the section that the credentials link to', () => {
		const links = [new MessengerApi(), new MessengerOAuth2Api()].map(
			({ documentationUrl }) => documentationUrl,
		);
		const anchors = links.map((link) => link.split('#')[1] ?? '');
		expect(anchors.filter((anchor) => !anchorsOf(readme).includes(anchor))).toEqual([]);
	});
});

describe('the first ten minutes', () => {
	it('speak of buttons, outputs and payloads that the demo has', () => {
		const steps = sectionOf(readme, 'Try it in ten minutes, without a Meta account');
		const named = [...steps.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)|`([A-Z][^`]+)`/g)].map(
			([, title, code]) => title ?? code ?? '',
		);
		const demo = sandboxSources().join('\n');
		expect(named.length).toBeGreaterThan(6);
		expect(named.filter((name) => !demo.includes(name))).toEqual([]);
	});
});

describe('output, with docs/ITEMS.md,', () => {
	const section = sectionOf(readme, 'Output');
	const [messenger, instagram, flat, raw] = [section, read('docs/ITEMS.md')]
		.flatMap((text) => codeBlocks(text, 'json'))
		.map((code) => JSON.parse(code) as object);
	const INSTAGRAM_EVENT = {
		sender: { id: '7001002003004005' },
		recipient: { id: '17841400000000001' },
		timestamp: 1_790_000_000_002,
		postback: { mid: 'aWdfAbCdEf', title: 'When are you open?', payload: 'HOURS?day=sunday' },
	};
	const messengerBody = aBody({ entry: [anEntry({ messaging: [raw] })] });
	const instagramEntry = anEntry({ id: '17841400000000001', messaging: [INSTAGRAM_EVENT] });
	const instagramBody = aBody({ object: 'instagram', entry: [instagramEntry] });

	// As text, because the order of the keys is part of what is promised.
	it.each([
		['a Messenger item', messenger, messengerBody, 'simplified'],
		['an Instagram item', instagram, instagramBody, 'simplified'],
		['a flat item', flat, messengerBody, 'flat'],
		['a raw item', raw, messengerBody, 'raw'],
	] as const)('shows %s as the code makes it', (_label, shown, body, form) => {
		const { items } = readBody(body, openFilters(), form);
		expect(JSON.stringify(shown, null, 1)).toBe(JSON.stringify(items[0], null, 1));
	});
});

describe('credentials', () => {
	const isShown = ({ type }: INodeProperties) => type !== 'hidden' && type !== 'notice';
	const fieldsOf = ({ properties }: ICredentialType) => properties.filter(isShown);
	const token = fieldsOf(new MessengerApi());
	const oAuth2 = fieldsOf(new MessengerOAuth2Api());
	const expected = [
		...token,
		...oAuth2.filter(({ name }) => !token.some((field) => field.name === name)),
	].map(({ displayName, name, default: value }) => {
		const places = [token, oAuth2].map((fields) => fields.some((field) => field.name === name));
		const where = places.every(Boolean) ? 'both' : places[0] ? 'Messenger API' : 'Messenger OAuth2 API';
		const defaults = [value].flat().filter((each) => each !== '');
		return [displayName, where, defaults.map((each) => `\`${String(each)}\``).join(', ')];
	});

	it('have exactly the fields of the table, with their defaults', () => {
		const rows = tableRows(sectionOf(readme, 'Credentials at Meta')).map((cells) => cells.slice(0, 3));
		expect(rows).toEqual(expected);
	});

	it('have each field explained in docs/META-SETUP.md, with the place where its value is', () => {
		const section = sectionOf(read('docs/META-SETUP.md'), 'Where each value comes from');
		const explained = tableRows(section).flatMap(([names = '']) => names.split(', '));
		expect(explained).toEqual(expect.arrayContaining(expected.map(([displayName]) => displayName)));
	});
});

function sandboxSources(): string[] {
	const files = readdirSync('sandbox', { recursive: true }).map(String);
	const sources = files.filter((file) => /\.(ts|js)$/.test(file) && !file.includes('node_modules'));
	return sources.map((file) => read(join('sandbox', file)));
}
