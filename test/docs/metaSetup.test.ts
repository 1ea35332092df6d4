// docs/META-SETUP.md agrees with the code about permissions, webhook fields and defaults, and says
// where each step is from.
import { MessengerOAuth2Api } from '../../credentials/MessengerOAuth2Api.credentials';
import { neededPermissions } from '../../nodes/Messenger/account/tokenFindings';
import { CHANNELS, EVENT_KINDS, STANDBY_FIELD } from '../../nodes/Messenger/trigger/events/fields';
import { read, sectionOf, tableRows } from './markdown';

const text = read('docs/META-SETUP.md');
const code = (name: string) => `\`${name}\``;

describe('permissions', () => {
	const rows = tableRows(sectionOf(text, '5. The permissions'));
	const marked = (pattern: RegExp) => rows.filter(([, , by = '']) => pattern.test(by)).map(([name]) => name);

	it('that publishing checks are marked so, those of Instagram apart', () => {
		const always = neededPermissions(false);
		const instagram = neededPermissions(true).filter((name) => !always.includes(name));
		expect(marked(/^both credentials, checked$/)).toEqual(always.map(code));
		expect(marked(/checked with the channel Instagram/)).toEqual(instagram.map(code));
	});

	it('that the OAuth2 credential asks for are all there', () => {
		const { properties } = new MessengerOAuth2Api();
		const scopes = JSON.stringify(properties).match(/\b(?:pages|instagram|business)_[a-z_]+\b/g) ?? [];
		expect(rows.map(([name]) => name).sort()).toEqual([...new Set(scopes)].map(code).sort());
	});

	it('are the same in the README', () => {
		const short = sectionOf(read('README.md'), 'Credentials at Meta');
		expect(neededPermissions(true).filter((name) => !short.includes(code(name)))).toEqual([]);
	});
});

describe('registering by hand', () => {
	it('names the fields that the code subscribes', () => {
		const kinds = Object.entries(EVENT_KINDS).map(([kind, { displayName }]) => {
			const fieldOf = (channel: keyof typeof CHANNELS) =>
				CHANNELS[channel].fields[kind as keyof typeof EVENT_KINDS].map(code).join(', ') || 'none';
			return [displayName, fieldOf('messenger'), fieldOf('instagram')];
		});
		const standby = ['option *Include Standby Events*', code(STANDBY_FIELD), code(STANDBY_FIELD)];
		expect(tableRows(sectionOf(text, 'Registering by hand'))).toEqual([...kinds, standby]);
	});
});

describe('sources', () => {
	const NEED_NONE = ['Where each value comes from', '7. Test the credential', 'What nobody tried', 'Sources'];
	const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);

	it.each(headings.filter((heading) => !NEED_NONE.includes(heading)))(
		'stand in the section: %s',
		(heading) => {
			expect(sectionOf(text, heading)).toMatch(/(Meta|Reported|n8n):\s+\[[^\]]+\]\[\w+\]/);
		},
	);

	it('are all in the closing list', () => {
		const listed = [...sectionOf(text, 'Sources').matchAll(/\]\[(\w+)\]/g)].map(([, key]) => key);
		const cited = [...text.matchAll(/\]\[(\w+)\]/g)].map(([, key]) => key);
		expect([...new Set(cited)].sort()).toEqual([...new Set(listed)].sort());
		expect(listed.length).toBeGreaterThan(20);
	});
});
