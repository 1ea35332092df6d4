// What the world can do to a receiver: taps, batches, the Test button and raw bodies, each to the
// right apps.
import type { Deliveries } from './deliveries.ts';
import type { BodyToSend, Delivery, EventsToSend, PostbackToSend, TestButton } from './deliveryTypes.ts';
import { accountOf, entriesFor, objectOf, type Recipient } from './events.ts';
import type { MetaState } from './metaState.ts';
import type { People } from './people.ts';
import { echoEvent, postbackEvent, sampleValue } from './samples.ts';
import type { SentMessage } from './sendingTypes.ts';
import { serialise } from './signing.ts';
import type { SubscribedObject } from './types.ts';

export class Sender {
	private readonly world: MetaState;
	private readonly deliveries: Deliveries;
	private readonly people: People;

	constructor(world: MetaState, deliveries: Deliveries, people: People) {
		this.world = world;
		this.deliveries = deliveries;
		this.people = people;
	}

	async sendPostback(postback: PostbackToSend): Promise<Delivery[]> {
		const { pageId, channel, standby } = postback;
		const object = objectOf(channel ?? 'messenger');
		const account = accountOf(this.world.page(pageId), object);
		const event = postbackEvent(postback, { account, object, now: this.world.nextTimestamp() });
		const entry = standby === true ? { pageId, standby: [event] } : { pageId, messaging: [event] };
		return await this.sendEvents({ ...(channel === undefined ? {} : { channel }), entries: [entry] });
	}

	async sendEvents({ channel, appId, entries }: EventsToSend): Promise<Delivery[]> {
		const object = objectOf(channel ?? 'messenger');
		const appIds = appId === undefined ? [...this.world.apps.keys()] : [this.world.app(appId).id];
		const now = this.world.nextTimestamp();
		for (const { pageId, messaging = [], standby = [] } of entries) {
			for (const event of [...messaging, ...standby]) this.people.hear(pageId, channel ?? 'messenger', event);
		}
		const deliveries = appIds.flatMap((id) => {
			const recipient: Recipient = { appId: id, object };
			const entry = entriesFor(this.world, recipient, entries, now);
			return entry.length === 0 ? [] : this.post(recipient, { object, entry });
		});
		return await Promise.all(deliveries);
	}

	async sendEcho(sent: SentMessage): Promise<void> {
		const { pageId, channel } = sent;
		const event = echoEvent(sent, accountOf(this.world.page(pageId), objectOf(channel)));
		await this.sendEvents({ channel, entries: [{ pageId, messaging: [event] }] });
	}

	async sendTestButton(test: TestButton): Promise<Delivery> {
		const { appId, object = 'page', field = 'messaging_postbacks' } = test;
		const value = test.value === undefined ? sampleValue(object, field) : test.value;
		const time = Math.floor(this.world.now / 1000);
		return await this.post(
			{ appId, object },
			{ object, entry: [{ id: '0', time, changes: [{ field, value }] }] },
		);
	}

	async sendBody({ appId, object = 'page', body, sign, url, headers }: BodyToSend): Promise<Delivery> {
		return await this.deliveries.deliver({
			appId,
			object,
			url: url ?? this.callback(appId, object),
			body: bytesOf(body),
			...(sign === undefined ? {} : { sign }),
			...(headers === undefined ? {} : { headers }),
		});
	}

	private async post({ appId, object }: Recipient, body: unknown): Promise<Delivery> {
		return await this.deliveries.deliver({
			appId,
			object,
			url: this.callback(appId, object),
			body: serialise(body),
		});
	}

	private callback(appId: string, object: SubscribedObject): string {
		const subscription = this.world.appSubscription(this.world.app(appId).id, object);
		if (subscription === undefined) throw new Error(`App ${appId} has no callback for object '${object}'`);
		return subscription.callbackUrl;
	}
}

function bytesOf(body: unknown): Buffer {
	if (Buffer.isBuffer(body)) return body;
	return typeof body === 'string' ? Buffer.from(body, 'utf8') : serialise(body);
}
