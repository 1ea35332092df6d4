// What registering and unregistering share: who we are, how Meta and the other members are asked,
// what was found.
import type { MessengerCredential } from '../../account/credential';
import { fingerprintOf } from '../../account/fingerprint';
import type { AppRecord } from '../../graph/appRecord';
import type { Channel } from '../../graph/channel';
import type { GraphApi } from '../../graph/graphApi';
import { ALL_CHANNELS, CHANNELS, wantedFields } from '../events/fields';
import { formatCallback } from '../members/callback';
import type { Replies } from '../members/memberReply';
import { askMembers, type Asker } from '../members/members';
import type { FieldsByChannel } from '../members/wants';
import type { RegistrationReason } from '../registrationReasons';
import type { TriggerSettings } from '../settings';
import { deriveVerifyToken } from '../verify/verifyToken';
import type { Wish } from './registered';
import { sickMemberText } from './registrationTexts';
import { membersToAsk, type Self } from './subscription';

/** A write that somebody else's overtook is repeated this often. */
export const MAX_ROUNDS = 3;

export interface Registrar {
	api: GraphApi;
	/** How the other members are asked. */
	asker: Asker;
	credential: MessengerCredential;
	self: Self;
	settings: TriggerSettings;
	warn(reason: RegistrationReason, message: string): void;
}

export function fieldsOf({ channels, events, includesStandby }: TriggerSettings): FieldsByChannel {
	return Object.fromEntries(
		channels.map((channel) => [channel, wantedFields(channel, events, includesStandby)]),
	);
}

export function wishOf({ self, credential, settings }: Registrar): Wish {
	return {
		url: self.origin + self.path,
		appId: credential.appId,
		fields: fieldsOf(settings),
		chosen: settings.pageIds,
	};
}

export function recordOf(records: readonly AppRecord[], channel: Channel): AppRecord | null {
	return records.find(({ object }) => object === CHANNELS[channel].object) ?? null;
}

/** Every other member of both objects' callbacks; one that cannot tell is named in the log. */
export async function askOthers(registrar: Registrar, records: readonly AppRecord[]): Promise<Replies> {
	const { asker, self, warn } = registrar;
	const ofOurs = ALL_CHANNELS.flatMap((channel) => recordOf(records, channel) ?? []);
	const paths = membersToAsk(self, ofOurs);
	const replies = await askMembers(asker, self.origin, paths);
	for (const [path, { answer, status }] of replies) {
		if (answer === 'sick') warn('memberSick', sickMemberText(path, status));
	}
	return replies;
}

/** Meta makes its handshake with the first of the members before it answers. */
export async function writeApp(
	{ api, credential, self }: Pick<Registrar, 'api' | 'credential' | 'self'>,
	channel: Channel,
	{ members, fields }: { members: string[]; fields: readonly string[] },
): Promise<void> {
	await api.writeAppRecord({
		object: CHANNELS[channel].object,
		callbackUrl: formatCallback({ origin: self.origin, members }, credential.appSecret),
		fields,
		verifyToken: deriveVerifyToken(credential, members.slice(1)),
	});
}

/**
 * The same for all credentials that can change this app's record at this Meta, and for nobody
 * else's.
 */
export function appKeyOf({ appId, appSecret, baseUrl }: MessengerCredential): string {
	return fingerprintOf([appId, appSecret, baseUrl]);
}
