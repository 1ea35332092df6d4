// Executions started for a mix of traffic as a Page gets it.
import type { Arena, ContenderName } from './arena.ts';
import type { Section } from './report.ts';
import { noise, taps, type Signed, type Source } from './traffic.ts';
import { takeTurn } from './turn.ts';

const CONNECTIONS = 8;
/** Of 20 deliveries: taps, one tap that Meta delivers again, and noise. */
const PATTERN =
	'tap noise noise noise tap noise noise noise tap noise noise noise tap noise noise noise tap again noise noise';

export async function benchSavings(arena: Arena, deliveries: number): Promise<Section> {
	const executionsOf = async (name: ContenderName) => {
		const contender = arena.contenders[name];
		const options = { contender, source: mix(arena), connections: CONNECTIONS, deliveries };
		return (await takeTurn(arena, options)).executions;
	};
	const [ours, facebook] = [await executionsOf('ours'), await executionsOf('facebook')];
	await arena.log.prune();
	return {
		title: 'Executions saved',
		about: `Of ${deliveries} deliveries, a quarter are taps, one in twenty is a tap delivered again, and the rest are receipts and echoes.`,
		figures: [
			{ what: arena.contenders.ours.title, measured: `${ours} executions` },
			{ what: arena.contenders.facebook.title, measured: `${facebook} executions` },
			{ what: 'saved', measured: `${(100 * (1 - ours / facebook)).toFixed(0)} %` },
		],
	};
}

function mix({ sender }: Arena): Source {
	const [nextTap, nextNoise] = [taps(sender), noise(sender)];
	const pattern = PATTERN.split(' ');
	const sent: Signed[] = [];
	let position = 0;
	return () => {
		const kind = pattern[position++ % pattern.length];
		if (kind === 'noise') return nextNoise();
		// One that was accepted some time ago.
		const earlier = kind === 'again' ? (sent.at(-8) ?? sent[0]) : undefined;
		const delivery = earlier ?? nextTap();
		sent.push(delivery);
		return delivery;
	};
}
