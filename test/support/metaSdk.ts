// What Meta's SDK for Node.js knows, which Meta generates from its own API specification: the edges
// of Pages and apps, and the values of enumerations.
import { Application, FacebookAdsApi, MessengerProfile, Page } from 'facebook-nodejs-business-sdk';

export type NodeType = 'Application' | 'Page';

type EnumeratedParameter =
	| 'messaging_type'
	| 'notification_type'
	| 'platform'
	| 'sender_action'
	| 'subscribed_fields';

export const SDK_ENUMERATIONS: Record<EnumeratedParameter, string[]> = {
	messaging_type: Object.values(Page.MessagingType),
	notification_type: Object.values(Page.NotificationType),
	platform: Object.values(Page.Platform),
	sender_action: Object.values(Page.SenderAction),
	subscribed_fields: Object.values(Page.SubscribedFields),
};

export const SDK_FIELDS: Record<'messengerProfile' | 'page', string[]> = {
	messengerProfile: Object.values(MessengerProfile.Fields),
	page: Object.values(Page.Fields),
};

class RecordingApi extends FacebookAdsApi {
	readonly edges = new Set<string>();

	override async call<T>(method: string, path: string | string[]): Promise<T> {
		const [, edge] = [path].flat().join('/').split('/');
		if (edge !== undefined) this.edges.add(`${method} ${edge}`);
		return await new Promise<T>(() => {});
	}
}

/** `GET subscribed_apps` and so on, found by calling whatever the class has. */
function edgesOf(type: typeof Application | typeof Page): ReadonlySet<string> {
	const api = new RecordingApi('token');
	const node: object = new type('1', {}, undefined, api);
	for (const name of Object.getOwnPropertyNames(type.prototype)) {
		const method: unknown = Reflect.get(node, name);
		if (!/^(get|create|delete)[A-Z]/.test(name) || typeof method !== 'function') continue;
		Reflect.apply(method, node, name.startsWith('delete') ? [{}] : [[], {}]);
	}
	return api.edges;
}

export const SDK_EDGES: Readonly<Record<NodeType, ReadonlySet<string>>> = {
	Application: edgesOf(Application),
	Page: edgesOf(Page),
};
