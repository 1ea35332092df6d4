// Meta still sends X-Hub-Signature, a SHA-1, beside X-Hub-Signature-256. It never counts, however
// right it is.
import { aBody, metaBytes, sign, signSha1 } from '../support/delivery';
import { host, publishedByHand } from '../support/freshN8n.ts';
import type { HostedTrigger } from '../support/n8nHost';

let trigger: HostedTrigger;
beforeEach(async () => {
	trigger = await publishedByHand({ options: { ignoreDuplicates: false } });
});

const body = metaBytes(aBody());
const post = async (headers: Record<string, string>) =>
	(
		await fetch(trigger.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body,
		})
	).status;

describe('a SHA-1 signature under the right App Secret', () => {
	it.each([
		['in X-Hub-Signature-256', { 'x-hub-signature-256': signSha1(body) }, 'signatureMalformed'],
		['in X-Hub-Signature alone', { 'x-hub-signature': signSha1(body) }, 'signatureMissing'],
		[
			'in both headers',
			{ 'x-hub-signature': signSha1(body), 'x-hub-signature-256': signSha1(body) },
			'signatureMalformed',
		],
		[
			'beside a wrong SHA-256',
			{ 'x-hub-signature': signSha1(body), 'x-hub-signature-256': sign(body, 'other') },
			'signatureMismatch',
		],
		['that is a SHA-256 in X-Hub-Signature alone', { 'x-hub-signature': sign(body) }, 'signatureMissing'],
	])('%s gets 401 and no execution', async (_label, headers, reason) => {
		expect(await post(headers)).toBe(401);
		expect(host.reasons()).toEqual([reason]);
		expect(trigger.executions).toEqual([]);
	});

	it('beside the right SHA-256 changes nothing, and neither does a wrong one', async () => {
		for (const legacy of [signSha1(body), signSha1(body, 'other')]) {
			expect(await post({ 'x-hub-signature': legacy, 'x-hub-signature-256': sign(body) })).toBe(200);
		}
		expect(trigger.executions).toHaveLength(2);
	});
});
