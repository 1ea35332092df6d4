/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// Puts the parts together and starts the local Meta on a free loopback port.
import fastify from 'fastify';
import { CallBudget } from './callBudget.ts';
import { serveControl } from './control.ts';
import { Deliveries } from './deliveries.ts';
import type { GraphContext } from './endpoint.ts';
import { Faults } from './faults.ts';
import { serveGraph } from './graphServer.ts';
import { Ledger } from './ledger.ts';
import { serveLoginDialog } from './loginDialog.ts';
import { Logins, SHORT_LIVED_SECONDS } from './logins.ts';
import { MediaLibrary } from './media.ts';
import { MetaState } from './metaState.ts';
import { Outbox } from './outbox.ts';
import { People } from './people.ts';
import { ProfileStore } from './profileStore.ts';
import { Sender } from './sender.ts';
import type { SentAction, SentMessage } from './sendingTypes.ts';
import { serialise, sign } from './signing.ts';
import { Tokens } from './tokens.ts';
import type { Meta, MetaOptions } from './types.ts';

const TIMEOUT_MS = 5000;
/** Of a Page's profile, and of one person's settings. */
const PROFILE_BUDGET = { calls: 10, spanMs: 10 * 60 * 1000 };
const ACCOUNTS_PAGE_SIZE = 25;
/** More than Meta takes of a file, so that the refusal is Graph's. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

export async function startMeta(given: MetaOptions = {}): Promise<Meta> {
	const world = new MetaState();
	const tokens = new Tokens(world);
	const faults = new Faults();
	const ledger = new Ledger();
	const people = new People(world);
	const profiles = new ProfileStore();
	const profileBudget = new CallBudget(PROFILE_BUDGET);
	const personBudget = new CallBudget(PROFILE_BUDGET);
	const messages = new Outbox<SentMessage>();
	const actions = new Outbox<SentAction>();
	const stopping = new AbortController();
	const options = {
		subscriptionWrites: given.subscriptionWrites ?? 'replace',
		loginTokenSeconds: given.loginTokenSeconds ?? SHORT_LIVED_SECONDS,
	};
	const logins = new Logins(world, tokens, options);
	let baseUrl = '';
	let usageHeaders: Record<string, string> = {};

	const deliveries = new Deliveries({
		world,
		timeoutMs: given.deliveryTimeoutMs ?? TIMEOUT_MS,
		stopped: stopping.signal,
	});
	const sender = new Sender(world, deliveries, people);
	const context: GraphContext = {
		world,
		tokens,
		logins,
		people,
		profiles,
		profileBudget,
		personBudget,
		media: new MediaLibrary({
			timeoutMs: given.mediaTimeoutMs ?? TIMEOUT_MS,
			stopped: stopping.signal,
		}),
		messages,
		actions,
		echo: (sent) => deliveries.goesOn(sender.sendEcho(sent)),
		options,
		accountsPageSize: given.accountsPageSize ?? ACCOUNTS_PAGE_SIZE,
		handshakeTimeoutMs: given.handshakeTimeoutMs ?? TIMEOUT_MS,
		stopped: stopping.signal,
		baseUrl: () => baseUrl,
	};
	const server = fastify({ forceCloseConnections: true, bodyLimit: BODY_LIMIT_BYTES });

	const meta: Meta = {
		get baseUrl() {
			return baseUrl;
		},
		options,
		addApp: (app) => world.addApp(app),
		addPage: (page) => world.addPage(page),
		addToken: (token) => tokens.add(token),
		addLoginConfiguration: (configuration) => logins.addConfiguration(configuration),
		pageToken: (userToken, pageId) => {
			const holder = tokens.find(userToken);
			const token = holder === undefined ? undefined : tokens.pageToken(holder, pageId);
			if (token === undefined) throw new Error(`This token does not open Page ${pageId}`);
			return token;
		},
		invalidateToken: (token, why) => tokens.invalidate(token, why),
		closePage: (token, pageId) => tokens.closePage(token, pageId),
		addPerson: (person) => people.add(person),
		messengerProfile: (pageId, channel = 'messenger') => profiles.of(world.page(pageId).id, channel),
		seedMessengerProfile: (pageId, profile, channel = 'messenger') =>
			profiles.set(world.page(pageId).id, channel, profile),
		personMenu: (pageId, psid) => profiles.menuOf(world.page(pageId).id, psid) ?? null,
		onProfileChanged: (listener) => profiles.listen(listener),
		refillBudgets: () => {
			profileBudget.refill();
			personBudget.refill();
		},
		sentMessages: () => messages.all(),
		onMessageSent: (listener) => messages.listen(listener),
		sentActions: () => actions.all(),
		onActionSent: (listener) => actions.listen(listener),
		addProfile: (userId, profile) => void world.profiles.set(userId, profile),
		appSubscriptions: (appId) => world.describeAppSubscriptions(world.app(appId).id),
		pageSubscription: (pageId, appId) => {
			const fields = world.pageSubscription(world.page(pageId).id, world.app(appId).id);
			return fields === null ? null : [...fields];
		},
		seedAppSubscription: (appId, subscription) => world.seedAppSubscription(appId, subscription),
		seedPageSubscription: (pageId, appId, fields) => world.seedPageSubscription(pageId, appId, fields),
		snapshot: () => world.snapshot(),
		sendPostback: async (postback) => await sender.sendPostback(postback),
		sendEvents: async (events) => await sender.sendEvents(events),
		sendTestButton: async (test) => await sender.sendTestButton(test),
		sendBody: async (body) => await sender.sendBody(body),
		redeliver: async (delivery, how) => await deliveries.redeliver(delivery, how),
		deliveries: () => deliveries.all(),
		setRedelivery: (policy) => deliveries.setRedelivery(policy),
		settled: async () => await deliveries.settled(),
		signFor: (appId, bytes) => sign(world.app(appId).secret, bytes),
		serialise,
		addFault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		getCalls: () => ledger.all(),
		clearCalls: () => ledger.clear(),
		advanceClock: (ms) => world.advanceClock(ms),
		setUsageHeaders: (headers) => void (usageHeaders = headers ?? {}),
		stop: async () => {
			stopping.abort();
			await deliveries.settled();
			await server.close();
		},
	};

	given.routes?.(server);
	serveControl(server, meta);
	serveLoginDialog(server, context);
	serveGraph(server, { context, faults, ledger, usageHeaders: () => usageHeaders });
	baseUrl = await server.listen({ host: '127.0.0.1', port: given.port ?? 0 });
	return meta;
}
