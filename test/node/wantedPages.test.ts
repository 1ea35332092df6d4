// Which Pages a published trigger takes: those it names, those that its token reached, or none when
// an expression fails.
import {
	aBody,
	anEntry,
	aPostbackEvent,
	APP_SECRET,
	INSTAGRAM_ID,
	metaBytes,
	PAGE_ID,
} from '../support/delivery';
import { host } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { postSigned } from '../support/postSigned.ts';

const STRANGER = '7';

let trigger: HostedTrigger;
let taps = 0;

afterEach(() => jest.restoreAllMocks());

/** In place, as if published: what is noted is given. */
function aTrigger(parameters: object, noted: object = {}): void {
	trigger = host.trigger({
		credential: { appId: '42', appSecret: APP_SECRET },
		parameters: { channels: ['messenger', 'instagram'], ...parameters } as never,
	});
	trigger.appear();
	Object.assign(trigger.staticData, noted);
}

async function tap(id: string, object = 'page'): Promise<void> {
	const body = metaBytes(
		aBody({ object, entry: [anEntry({ id, messaging: [aPostbackEvent({ timestamp: ++taps })] })] }),
	);
	expect((await postSigned(trigger.url, body)).status).toBe(200);
}

const accounts = () => trigger.items().map(({ accountId }) => accountId);
const warnings = () => host.log.filter(({ level }) => level === 'warn').map(({ meta }) => meta.reason);

async function tapEverywhere(): Promise<void> {
	await tap(PAGE_ID);
	await tap(STRANGER);
	await tap(INSTAGRAM_ID, 'instagram');
	await tap(STRANGER, 'instagram');
}

describe('All Pages', () => {
	const ALL = { pageSelection: 'all' };

	it('are those that the token reached when it was published, on both channels', async () => {
		aTrigger(ALL, { pageIds: [PAGE_ID], instagramIds: [INSTAGRAM_ID] });
		await tapEverywhere();
		expect(accounts()).toEqual([PAGE_ID, INSTAGRAM_ID]);
		expect(host.reasons()).toEqual(['accountNotSelected', 'accountNotSelected']);
	});

	it.each([
		['published before they were noted', {}, {}],
		['published before they were noted, with Instagram', {}, { instagramIds: [INSTAGRAM_ID] }],
		['registered by hand', { registration: 'manual' }, { pageIds: [PAGE_ID] }],
	])('are whatever comes, %s', async (_label, parameters, noted) => {
		aTrigger({ ...ALL, ...parameters }, noted);
		await tapEverywhere();
		expect(accounts()).toEqual([PAGE_ID, STRANGER, INSTAGRAM_ID, STRANGER]);
	});
});

describe('Selected Pages', () => {
	it('stay those of the parameter, whatever is noted', async () => {
		aTrigger({ pages: [PAGE_ID] }, { pageIds: [STRANGER], instagramIds: [INSTAGRAM_ID] });
		await tapEverywhere();
		expect(accounts()).toEqual([PAGE_ID, INSTAGRAM_ID]);
	});

	it('left empty with manual registration are all, without a warning', async () => {
		aTrigger({ registration: 'manual', pages: [] });
		await tapEverywhere();
		expect(accounts()).toEqual([PAGE_ID, STRANGER, INSTAGRAM_ID, STRANGER]);
		expect(warnings()).toEqual([]);
	});

	it.each(['={{ [] }}', '={{ $json.body.nothing }}', '={{ "" }}'])(
		'of an expression that gives nothing are none, with either registration: %s',
		async (pages) => {
			for (const registration of ['automatic', 'manual']) {
				host.log.length = 0;
				aTrigger({ registration, pages }, { instagramIds: [INSTAGRAM_ID] });
				await tapEverywhere();
				expect(accounts()).toEqual([]);
				expect(warnings()).toEqual(['noPageSelected']);
			}
		},
	);

	it('of an expression that gives Pages are those, without a warning', async () => {
		aTrigger({ registration: 'manual', pages: `={{ ["${PAGE_ID}"] }}` });
		await tap(PAGE_ID);
		await tap(STRANGER);
		expect(accounts()).toEqual([PAGE_ID]);
		expect(warnings()).toEqual([]);
	});

	it('that an expression fails to give are warned of once an hour, for each trigger', async () => {
		aTrigger({ pages: '={{ [] }}' });
		await tap(PAGE_ID);
		await tap(PAGE_ID);
		expect(warnings()).toEqual(['noPageSelected']);
		expect(host.log.find(({ level }) => level === 'warn')?.message).toContain("'Page Names or IDs'");
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now + 60 * 60_000);
		await tap(PAGE_ID);
		expect(warnings()).toHaveLength(2);
		aTrigger({ pages: '={{ [] }}' });
		await tap(PAGE_ID);
		expect(warnings()).toHaveLength(3);
	});
});
