// Meta's GET at the webhook URL: who gets the challenge back.
import { host, publishedByHand, VERIFY_TOKEN } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';
import { expectNothing } from '../support/receiving.ts';

const HANDSHAKE = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${VERIFY_TOKEN}`;
const OF_SOMEBODY_ELSE = HANDSHAKE.replace(VERIFY_TOKEN, 'wrong');

let trigger: HostedTrigger;
beforeEach(async () => {
	trigger = await publishedByHand();
});

async function get(query: string) {
	const response = await fetch(`${trigger.url}?${query}`);
	return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

describe('a handshake', () => {
	it.each([
		['with the right token', HANDSHAKE],
		['with its hub keys renamed', HANDSHAKE.replaceAll('hub.', 'hub_')],
	])('%s gets the challenge as plain text, and starts nothing', async (_label, query) => {
		expect(await get(query)).toEqual({
			status: 200,
			text: '1158201444',
			type: 'text/plain; charset=utf-8',
		});
		await expectNothing(trigger);
	});

	it.each([
		['with another token', OF_SOMEBODY_ELSE, 'handshakeTokenMismatch'],
		['without a token', 'hub.mode=subscribe&hub.challenge=1158201444', 'handshakeIncomplete'],
		['of another mode', HANDSHAKE.replace('subscribe', 'unsubscribe'), 'handshakeIncomplete'],
		['without a mode', HANDSHAKE.replace('hub.mode=subscribe&', ''), 'handshakeIncomplete'],
	])('%s gets 403 and no echo, and starts nothing', async (_label, query, reason) => {
		const { status, text } = await get(query);
		expect(status).toBe(403);
		expect(text).not.toContain('1158201444');
		expect(host.reasons()).toEqual([reason]);
		await expectNothing(trigger);
	});

	it('that is a page opened in a browser gets 403 without a warning', async () => {
		expect((await get('')).status).toBe(403);
		expect(host.log.map(({ level }) => level)).toEqual(['debug']);
	});

	it('repeated with another token does not become a flood of warnings', async () => {
		for (let number = 0; number < 50; number++) await get(OF_SOMEBODY_ELSE);
		expect(host.lines('warn')).toHaveLength(5);
	});
});
