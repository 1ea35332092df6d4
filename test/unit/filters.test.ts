import { aBody, anEntry, aPostbackEvent, aQuickReplyEvent, INSTAGRAM_ID, PAGE_ID } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';

const page = aBody();
const instagram = aBody({ object: 'instagram', entry: [anEntry({ id: INSTAGRAM_ID })] });
const standby = aBody({ entry: [{ id: PAGE_ID, standby: [aPostbackEvent()] }] });
const quickReply = aBody({ entry: [anEntry({ messaging: [aQuickReplyEvent()] })] });

// Each row shows the same body passing and being skipped, so that neither can hold by accident.
describe('filters', () => {
	it.each([
		[
			'a Page that is not selected',
			page,
			{ pageIds: new Set([PAGE_ID]) },
			{ pageIds: new Set(['2']) },
			'accountNotSelected',
		],
		[
			'an Instagram account whose Page is not selected',
			instagram,
			{ instagramIds: new Set([INSTAGRAM_ID]) },
			{ instagramIds: new Set(['2']) },
			'accountNotSelected',
		],
		[
			'a channel that is not selected',
			instagram,
			{ channels: new Set(['instagram'] as const) },
			{ channels: new Set(['messenger'] as const) },
			'channelNotSelected',
		],
		[
			'a kind of event that is not selected',
			quickReply,
			{ events: new Set(['quickReply'] as const) },
			{ events: new Set(['postback'] as const) },
			'eventNotSelected',
		],
		[
			'standby when it is not included',
			standby,
			{ includeStandby: true },
			{ includeStandby: false },
			'standbyNotIncluded',
		],
	])('keep out %s', (_label, body, passing, skipping, reason) => {
		expect(readBody(body, openFilters(passing)).items).toHaveLength(1);
		expect(readBody(body, openFilters(skipping))).toEqual({ items: [], skipped: [reason] });
	});

	it('do not compare an Instagram account with Page IDs', () => {
		expect(readBody(instagram, openFilters({ pageIds: new Set(['2']) })).items).toHaveLength(1);
	});

	it('read a body without object as Instagram only for a trigger on Instagram alone', () => {
		const bare = { field: 'messaging_postbacks', value: aPostbackEvent() };
		const onInstagram = openFilters({ channels: new Set(['instagram']) });
		expect(readBody(bare).items).toMatchObject([{ channel: 'messenger' }]);
		expect(readBody(bare, onInstagram).items).toMatchObject([{ channel: 'instagram' }]);
	});
});
