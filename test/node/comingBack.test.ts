// A trigger that was told to leave and is there again, or still, when it begins to: n8n calls
// `delete` in one process and `create` in another, or takes the route away later than it says.
import { pause } from '../../nodes/Messenger/trigger/pause';
import { background } from '../../nodes/Messenger/trigger/register/lifecycle';
import { anAccount, sharedCallback, type Account } from '../support/account.ts';
import { until } from '../support/eventually.ts';
import { meta } from '../support/freshMeta.ts';
import { host } from '../support/freshN8n.ts';
import { messageOf } from '../support/messageOf.ts';
import { anotherProcess, type HostedTrigger } from '../support/n8nHost';
import { usePace } from '../support/pace.ts';

const PACE = 0.02;
const LEAVE_DELAY_MS = 3_000;
usePace(PACE);

let account: Account;
let empty: unknown;
beforeEach(() => {
	account = anAccount(meta, { withInstagram: true, pages: 2 });
	empty = meta.snapshot();
});

const aTrigger = (parameters: object = {}): HostedTrigger =>
	host.trigger({
		credential: { ...account.credential, verifyToken: 'my-verify-token' },
		parameters: { pages: account.pageIds, ...parameters } as never,
	});
const published = async (parameters: object = {}) => {
	const trigger = aTrigger(parameters);
	await trigger.publish();
	meta.clearCalls();
	return trigger;
};
const change = (trigger: HostedTrigger, parameters: object) =>
	(trigger.node.parameters = { ...trigger.node.parameters, ...parameters } as never);
const tap = async () =>
	(await meta.sendPostback({ pageId: account.pageIds[0] ?? '' })).map(({ status }) => status);

describe('a trigger that another process of n8n publishes again', () => {
	/** n8n 1.123 with several main processes calls every such publication a new one. */
	const publishElsewhere = async (trigger: HostedTrigger) => {
		await trigger.tearDown();
		trigger.process = anotherProcess();
		await trigger.publish();
	};

	it('stays registered, with a line for whoever looks', async () => {
		const trigger = await published();
		await publishElsewhere(trigger);
		await background.settled();
		expect(account.record()?.callback_url).toBe(trigger.url);
		expect(await tap()).toEqual([200]);
		expect(trigger.items()).toHaveLength(1);
		expect(host.reasons()).toEqual(['registrationKept']);
	});

	it('stays registered among others', async () => {
		const trigger = await published();
		const other = await published();
		await publishElsewhere(trigger);
		await background.settled();
		expect(account.record()?.callback_url).toBe(sharedCallback(account.app, trigger, other));
	});

	it.each([
		['', 0],
		[', with the next attempt', 1],
	])('for less leaves what it no longer wants%s', async (_when, times) => {
		const trigger = await published({
			channels: ['messenger', 'instagram'],
			events: ['postback', 'quickReply'],
		});
		change(trigger, {
			channels: ['messenger'],
			events: ['postback'],
			pages: account.pageIds.slice(0, 1),
		});
		await publishElsewhere(trigger);
		meta.addFault({ method: 'DELETE', path: /./, times, do: { status: 500, body: '<html>' } });
		await background.settled();
		expect([account.record()?.fields, account.record('instagram')]).toEqual([
			['messaging_postbacks'],
			undefined,
		]);
		expect([account.fieldsOfPage(0), account.fieldsOfPage(1)]).toEqual([['messaging_postbacks'], null]);
	});

	it('and unpublishes a moment later leaves Meta', async () => {
		const trigger = await published();
		await publishElsewhere(trigger);
		await trigger.unpublish();
		await trigger.process.background.settled();
		await background.settled();
		expect(meta.snapshot()).toEqual(empty);
	});

	it('in vain leaves Meta', async () => {
		const trigger = await published();
		meta.addFault({
			method: 'GET',
			path: /debug_token$/,
			times: Infinity,
			do: { status: 500, body: '<html>' },
		});
		change(trigger, { events: ['postback', 'quickReply'] });
		expect(await messageOf(publishElsewhere(trigger))).toContain('HTTP 500');
		await trigger.process.background.settled();
		await background.settled();
		expect(meta.snapshot()).toEqual(empty);
	});
});

describe('a trigger that is unpublished leaves Meta', () => {
	it('though n8n takes its route away later than it says', async () => {
		const trigger = await published();
		const { requests } = trigger;
		await trigger.call('delete');
		await until(() => trigger.requests > requests);
		expect(account.record()?.callback_url).toBe(trigger.url);
		trigger.vanish();
		await background.settled();
		expect(meta.snapshot()).toEqual(empty);
	});

	it('though n8n cannot call itself', async () => {
		host.goBehindRouter();
		const trigger = await published();
		await trigger.unpublish();
		expect(meta.snapshot()).toEqual(empty);
	});

	it('while its n8n is silent for a moment only when it has not answered before', async () => {
		const trigger = await published();
		await trigger.call('delete');
		const { requests } = trigger;
		await until(() => trigger.requests > requests);
		host.foreign.set(trigger.path, (_request, response) => void response.status(503).send(''));
		await pause(LEAVE_DELAY_MS);
		host.foreign.delete(trigger.path);
		await background.settled();
		expect(account.record()?.callback_url).toBe(trigger.url);
	});
});

describe('an edit that leaves the route where it was', () => {
	it('to manual registration ends the automatic one', async () => {
		const trigger = await published();
		await trigger.edit({ parameters: { ...trigger.node.parameters, registration: 'manual' } });
		await background.settled();
		expect(meta.snapshot()).toEqual(empty);
	});

	it('to another app leaves the old one, also when n8n had the old secret in use', async () => {
		const trigger = await published();
		await tap();
		const other = anAccount(meta);
		await trigger.edit({
			credential: { ...other.credential },
			parameters: { ...trigger.node.parameters, pages: other.pageIds },
		});
		await background.settled();
		expect([account.record(), account.fieldsOfPage()]).toEqual([undefined, null]);
		expect(other.record()?.callback_url).toBe(trigger.url);
	});

	it.each([
		['and nothing else', 0],
		['and takes a Page away', 1],
	])("to another 'Base URL' %s stays registered", async (_what, pagesLess) => {
		const trigger = await published();
		const baseUrl = account.credential.baseUrl.replace('127.0.0.1', 'localhost');
		expect(baseUrl).not.toBe(account.credential.baseUrl);
		const pages = account.pageIds.slice(pagesLess);
		await trigger.edit({
			credential: { ...account.credential, baseUrl },
			parameters: { ...trigger.node.parameters, pages },
		});
		await background.settled();
		expect(account.record()?.callback_url).toBe(trigger.url);
		expect([account.fieldsOfPage(0), account.fieldsOfPage(1)]).toEqual([
			pagesLess === 0 ? ['messaging_postbacks'] : null,
			['messaging_postbacks'],
		]);
	});
});
