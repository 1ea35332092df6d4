// ad-click-referral.json: a bare tap gets the referral of the ad click before it.
import type { Example, Json } from '../support/example.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

const START = 1_790_000_000_000;
const MINUTE = 60_000;
const AD = { ref: 'spring', source: 'ADS', type: 'OPEN_THREAD', ad_id: '120' };
const BARE = { ref: null, source: null, ad_id: null };

let example: Example;

const click = (sender: string, timestamp: number, referral: Json = AD) => ({
	sender: { id: sender },
	timestamp,
	referral,
});

export function adClickReferral(at: () => ExampleWorld): void {
	let count = 0;
	/** What 'Use the Tap' put out for it. */
	const used = async (senderId: string, timestamp: number, referral?: Json): Promise<Json | undefined> => {
		await example.tap({ senderId, timestamp, referral, payload: 'GET_STARTED', title: 'Get Started' });
		await example.ran((count += 1));
		return (await example.outputOf('Use the Tap')).at(-1);
	};
	const clicked = async (...clicks: Json[]) => {
		await example.send(clicks);
		await example.ran((count += 1));
	};

	beforeAll(async () => {
		example = await at().open('ad-click-referral.json');
		await example.runFrom('Create the Table Once');
		await example.publish();
	});

	it('adds the click to the bare tap that follows within ten minutes', async () => {
		await clicked(click('PSID-1', START));
		expect(await used('PSID-1', START + 3000)).toEqual({
			event_id: expect.stringMatching(/^[0-9a-f]{32}$/),
			sender_id: 'PSID-1',
			title: 'Get Started',
			payload: 'GET_STARTED',
			ref: 'spring',
			source: 'ADS',
			ad_id: '120',
		});
		expect(await used('PSID-1', START + 10 * MINUTE)).toMatchObject({ ad_id: '120' });
	});

	it('adds nothing to a later tap, nor to the tap of somebody else', async () => {
		expect(await used('PSID-1', START + 10 * MINUTE + 1)).toMatchObject(BARE);
		expect(await used('PSID-2', START + 3000)).toMatchObject(BARE);
		await example.tap({ userRef: 'REF-1', timestamp: START + 3000, payload: 'GET_STARTED' });
		await example.ran((count += 1));
		expect((await example.outputOf('Use the Tap')).at(-1)).toMatchObject({ sender_id: null, ...BARE });
	});

	it('keeps the referral that a tap has itself, and mixes no click into it', async () => {
		const own = { ref: 'flyer', source: 'SHORTLINK', type: 'OPEN_THREAD' };
		expect(await used('PSID-1', START + 4000, own)).toMatchObject({
			ref: 'flyer',
			source: 'SHORTLINK',
			ad_id: null,
		});
	});

	it('remembers the latest click of each person', async () => {
		const later = { ...AD, ref: 'summer', ad_id: '121' };
		await clicked(click('PSID-1', START + MINUTE, later), click('PSID-3', START + MINUTE));
		expect(await used('PSID-1', START + 2 * MINUTE)).toMatchObject({ ref: 'summer', ad_id: '121' });
		expect(await used('PSID-3', START + 2 * MINUTE)).toMatchObject({ ref: 'spring', ad_id: '120' });
	});

	it('joins every tap of one delivery with its own click', async () => {
		const tap = (sender: string) => ({
			sender: { id: sender },
			timestamp: START + 3 * MINUTE,
			postback: { mid: `m_${sender}`, title: 'Get Started', payload: 'GET_STARTED' },
		});
		await clicked(tap('PSID-3'), tap('PSID-4'), tap('PSID-1'));
		const joined = (await example.outputOf('Use the Tap')).slice(-3);
		expect(Object.fromEntries(joined.map(({ sender_id, ad_id }) => [sender_id, ad_id]))).toEqual({
			'PSID-1': '121',
			'PSID-3': '120',
			'PSID-4': null,
		});
	});
}
