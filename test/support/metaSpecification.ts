// Judges calls of the Graph API by what Meta specifies for Pages and apps.
import { SDK_EDGES, SDK_ENUMERATIONS, type NodeType } from './metaSdk.ts';

export interface CallToJudge {
	method: string;
	/** Without version. */
	path: string;
	/** Query and body together. */
	parameters: Record<string, string>;
}

/**
 * The parameters of the edges in use. The SDK for Node.js leaves parameters out; these are from the
 * specification behind it (facebook/facebook-business-sdk-codegen, api_specs/specs/Page.json and
 * Application.json).
 */
const PARAMETERS: Record<string, string[]> = {
	'DELETE custom_user_settings': ['params', 'psid'],
	'GET custom_user_settings': ['psid'],
	'POST custom_user_settings': ['persistent_menu', 'psid'],
	'POST messages': [
		'message',
		'messaging_type',
		'notification_type',
		'payload',
		'persona_id',
		'recipient',
		'reply_to',
		'sender_action',
		'suggestion_action',
		'tag',
		'thread_control',
	],
	'DELETE messenger_profile': ['fields', 'platform'],
	'GET messenger_profile': ['platform'],
	'POST messenger_profile': [
		'account_linking_url',
		'commands',
		'description',
		'get_started',
		'ice_breakers',
		'persistent_menu',
		'platform',
		'whitelisted_domains',
	],
	'DELETE subscribed_apps': [],
	'GET subscribed_apps': [],
	'POST subscribed_apps': ['subscribed_fields'],
	'DELETE subscriptions': ['fields', 'object'],
	'GET subscriptions': [],
	'POST subscriptions': ['callback_url', 'fields', 'include_values', 'object', 'verify_token'],
};

/** Parameters that the specification does not list, and why they are used all the same. */
const EXCEPTIONS: Record<string, string> = {
	'POST messages filedata': 'the part of a multipart body that holds the file: in the documentation',
	'POST messenger_profile greeting':
		'left the specification on 2026-03-10; the documentation and the fields of MessengerProfile have it',
};

/** Every GET takes them. */
const GET_PARAMETERS = ['after', 'fields', 'limit'];
const AUTHENTICATION = ['access_token', 'appsecret_proof', 'appsecret_time'];
/** Edges of a person and of no node at all, on which the SDK is no witness. */
const OTHER_PATHS = ['me/accounts', 'oauth/access_token'];

/** Everything in the call that Meta does not specify; empty for a node without an edge. */
export function strangeNames({ method, path, parameters }: CallToJudge): string[] {
	const [id = '', edge] = path.split('/').filter((segment) => segment !== '');
	if (edge === undefined || OTHER_PATHS.includes(`${id}/${edge}`)) return [];
	const call = `${method} ${edge}`;
	const type: NodeType = edge === 'subscriptions' ? 'Application' : 'Page';
	if (!SDK_EDGES[type].has(call)) return [`${type}: ${call}`];
	const known = [...(PARAMETERS[call] ?? []), ...AUTHENTICATION, ...(method === 'GET' ? GET_PARAMETERS : [])];
	return Object.entries(parameters).flatMap(([name, value]) => {
		if (!known.includes(name) && !Object.hasOwn(EXCEPTIONS, `${call} ${name}`)) return [`${call} ${name}`];
		return strangeValues(name, value).map((one) => `${call} ${name}=${one}`);
	});
}

/** Of a list, which may be JSON or comma-separated, each value that Meta does not know. */
function strangeValues(name: string, value: string): string[] {
	const [, known] = Object.entries(SDK_ENUMERATIONS).find(([parameter]) => parameter === name) ?? [];
	if (known === undefined) return [];
	const values = value.split(/[\s,"[\]]+/).filter((one) => one !== '');
	// Documentation and specification write most of them in letters of different size.
	return values.filter((one) => !known.includes(one) && !known.includes(one.toUpperCase()));
}
