// HubSpot's contacts at api.hubapi.com for n8n's node of that name, which uses the first version of
// the API: create or update, and read. Written after
// https://legacydocs.hubspot.com/docs/methods/contacts/create_or_update and .../get_contact
import { randomBytes } from 'node:crypto';
import { isRecord, listAt } from '../n8n/json.ts';
import { Refusal, startDouble, type Double } from './double.ts';

export const HUBSPOT_HOST = 'api.hubapi.com';

const FIRST_VID = 101;
const ADDRESS = /^[^@\s/]+@[^@\s/]+\.[^@\s/]+$/;
/** Those that every account has; the rest is for the account's owner to create. */
const BUILT_IN = ['email', 'firstname', 'lastname', 'lifecyclestage', 'message', 'phone'];

export interface HubSpot extends Double {
	readonly token: string;
	/** What the owner of the account does under Settings > Properties. */
	createProperty(name: string): void;
	/** In the order of their creation. */
	contacts(): Array<Record<string, string>>;
}

export async function startHubSpot(): Promise<HubSpot> {
	const token = `pat-eu1-${randomBytes(16).toString('hex')}`;
	const contacts = new Map<number, Map<string, string>>();
	const known = new Set(BUILT_IN);

	const authorise = (authorization: string | undefined) => {
		if (authorization === `Bearer ${token}`) return;
		const message = 'Authentication credentials not found.';
		throw new Refusal(401, { status: 'error', message, category: 'INVALID_AUTHENTICATION' });
	};
	const upsert = (email: string, properties: Array<[string, string]>) => {
		const found = [...contacts].find(([, contact]) => contact.get('email') === email.toLowerCase());
		const vid = found?.[0] ?? FIRST_VID + contacts.size;
		const contact = found?.[1] ?? new Map([['email', email.toLowerCase()]]);
		for (const [name, value] of properties) contact.set(name, value);
		contacts.set(vid, contact);
		return { vid, isNew: found === undefined };
	};

	const double = await startDouble((server) => {
		server.post('/contacts/v1/contact/createOrUpdate/email/:email', async ({ params, headers, body }) => {
			authorise(headers.authorization);
			const email = isRecord(params) ? String(params.email) : '';
			if (!ADDRESS.test(email)) {
				throw invalidProperty('email', 'INVALID_EMAIL', `Email address ${email} is invalid`);
			}
			return upsert(email, readProperties(body, known));
		});
		server.get('/contacts/v1/contact/vid/:vid/profile', async ({ params, headers }) => {
			authorise(headers.authorization);
			const vid = isRecord(params) ? Number(params.vid) : Number.NaN;
			const contact = contacts.get(vid);
			if (contact === undefined) {
				throw new Refusal(404, { status: 'error', message: 'contact does not exist' });
			}
			const properties = Object.fromEntries([...contact].map(([name, value]) => [name, { value }]));
			return { vid, 'canonical-vid': vid, 'is-contact': true, properties };
		});
	}, notServed);
	return {
		...double,
		token,
		createProperty: (name) => void known.add(name),
		contacts: () => [...contacts.values()].map((contact) => Object.fromEntries(contact)),
	};
}

function readProperties(body: unknown, known: ReadonlySet<string>): Array<[string, string]> {
	const extra = isRecord(body) ? Object.keys(body).filter((key) => key !== 'properties') : ['the body'];
	if (extra.length > 0) {
		throw new Refusal(400, { status: 'error', message: `Invalid input JSON: unknown ${extra[0]}` });
	}
	return listAt(body, 'properties').map((entry) => {
		const { property, value, ...unknown } = isRecord(entry) ? entry : {};
		if (typeof property !== 'string' || typeof value !== 'string' || Object.keys(unknown).length > 0) {
			throw new Refusal(400, {
				status: 'error',
				message: `Invalid input JSON: ${JSON.stringify(entry)}`,
			});
		}
		if (!known.has(property)) {
			throw invalidProperty(property, 'PROPERTY_DOESNT_EXIST', `Property "${property}" does not exist`);
		}
		return [property, value];
	});
}

function invalidProperty(name: string, error: string, message: string): Refusal {
	const validationResults = [{ isValid: false, message, error, name }];
	return new Refusal(400, { status: 'error', message: 'Property values were not valid', validationResults });
}

function notServed(method: string, path: string): Refusal {
	return new Refusal(404, { status: 'error', message: `No route for ${method} ${path}` });
}
