// A small CRM that takes leads over HTTP, as no particular product does: an API key in a header,
// strict bodies, and one lead per idempotency key, which works as in
// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header
import { randomBytes } from 'node:crypto';
import { isRecord } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';

const FIELDS = ['external_id', 'channel', 'plan', 'button', 'campaign', 'created_at'];

export interface Lead {
	key: string;
	lead: Record<string, unknown>;
}

export interface Crm extends Double {
	readonly apiKey: string;
	leads(): Lead[];
	/** The keys of all requests, also of those that failed. */
	attempts(): string[];
	/** The next requests are answered 503. */
	failNext(count: number): void;
}

export async function startCrm(): Promise<Crm> {
	const apiKey = randomBytes(16).toString('hex');
	const leads = new Map<string, Record<string, unknown>>();
	const attempts: string[] = [];
	let failures = 0;
	const double = await startDouble(
		(server) => {
			server.post('/api/leads', async ({ headers, body }, reply) => {
				if (headers['x-api-key'] !== apiKey) throw new Refusal(401, { message: 'unknown API key' });
				const key = headers['idempotency-key'];
				if (typeof key !== 'string' || key === '') {
					throw new Refusal(400, { message: 'no Idempotency-Key' });
				}
				attempts.push(key);
				if (failures > 0) {
					failures -= 1;
					return await reply.code(503).send({ message: 'try again' });
				}
				const names = isRecord(body) ? Object.keys(body) : [];
				const [wrong] = [...FIELDS, ...names].filter(
					(name) => !FIELDS.includes(name) || !names.includes(name),
				);
				if (!isRecord(body) || wrong !== undefined) {
					throw new Refusal(422, { message: `missing or unknown field ${wrong}` });
				}
				const isNew = !leads.has(key);
				if (isNew) leads.set(key, body);
				return await reply.code(isNew ? 201 : 200).send({ external_id: body.external_id });
			});
		},
		(method, path) => new Refusal(404, { message: `no ${method} ${path}` }),
	);
	return {
		...double,
		apiKey,
		leads: () => [...leads].map(([key, lead]) => ({ key, lead })),
		attempts: () => [...attempts],
		failNext: (count) => void (failures = count),
	};
}
