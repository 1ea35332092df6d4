// Sends deliveries one after the other, keeps each in the history, and finds out what became of it.
import type { Delivery, Meta } from '../meta/index.ts';
import type { Fates } from './deliveryOutcomes.ts';
import { describeDelivery } from './deliveryView.ts';
import type { Bubble, Exchange, History } from './history.ts';
import type { Channel } from './pageOffers.ts';

/** The bubble that the delivery belongs to. */
type Origin = Pick<Bubble, 'id' | 'channel'>;

interface Started {
	origin: Origin;
	delivery: Delivery;
	exchangeId: number;
}

export class Courier {
	private readonly meta: Meta;
	private readonly history: History;
	private readonly fates: Fates;
	/**
	 * Of each channel the newest one that started or resumed an execution: only then are the same
	 * bytes a repetition.
	 */
	private readonly newest = new Map<Channel, Started>();
	/** In turn, so that each delivery has its own part of n8n's log. */
	private turn: Promise<unknown> = Promise.resolve();

	constructor(setting: { meta: Meta; history: History; fates: Fates }) {
		this.meta = setting.meta;
		this.history = setting.history;
		this.fates = setting.fates;
	}

	/** Resolves once it is known what became of each delivery. */
	async send(
		origin: Origin,
		deliver: () => Promise<Delivery[]>,
		variant: 'first' | 'standby' = 'first',
	): Promise<Exchange[]> {
		const { deliveries, settle } = await this.inTurn(deliver);
		this.history.setState(origin.id, deliveries.length === 0 ? 'unsubscribed' : 'sent');
		const exchanges = deliveries.map(async (delivery) => {
			const exchange = await settle(this.keep(origin, delivery, { variant, repeats: null }), delivery);
			if (['executed', 'resumed'].includes(exchange.outcome.state)) {
				this.newest.set(origin.channel, { origin, delivery, exchangeId: exchange.id });
			}
			return exchange;
		});
		return await Promise.all(exchanges);
	}

	/**
	 * The newest one that did something in n8n: byte for byte, as Meta delivers again, or signed with
	 * another secret.
	 */
	async repeat(channel: Channel, variant: 'again' | 'forged'): Promise<Exchange[]> {
		const original = this.newest.get(channel);
		if (original === undefined) return [];
		const how = variant === 'forged' ? { sign: 'wrongSecret' as const } : {};
		const { deliveries, settle } = await this.inTurn(async () => [
			await this.meta.redeliver(original.delivery, how),
		]);
		const relation = { variant, repeats: original.exchangeId };
		const exchanges = deliveries.map((delivery) =>
			settle(this.keep(original.origin, delivery, relation), delivery),
		);
		return await Promise.all(exchanges);
	}

	private async inTurn(deliver: () => Promise<Delivery[]>): Promise<{
		deliveries: Delivery[];
		settle: (exchange: Exchange, delivery: Delivery) => Promise<Exchange>;
	}> {
		const sending = this.turn.then(async () => {
			const mark = await this.fates.mark();
			return { mark, deliveries: await deliver() };
		});
		this.turn = sending.catch(() => undefined);
		const { mark, deliveries } = await sending;
		const settle = async (exchange: Exchange, delivery: Delivery) => {
			this.history.settle(exchange, await this.fates.of(delivery, mark));
			return exchange;
		};
		return { deliveries, settle };
	}

	private keep(
		{ id: bubbleId, channel }: Origin,
		delivery: Delivery,
		relation: Pick<Exchange, 'variant' | 'repeats'>,
	): Exchange {
		const facts = describeDelivery(delivery);
		return this.history.addExchange({
			channel,
			bubbleId,
			...relation,
			...facts,
			outcome: { state: 'waiting' },
		});
	}
}
