// The choices of a rule's value: the live buttons of the Pages and channels that are chosen.
import { NodeOperationError, type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';
import { credentialType, readAuthentication } from '../../account/authentication';
import { readCredential, type MessengerCredential } from '../../account/credential';
import { graphError } from '../../account/graphError';
import { LookUps } from '../../account/lookUps';
import { findPages } from '../../account/pages';
import type { Channel } from '../../graph/channel';
import { GraphApi, type PageAccess } from '../../graph/graphApi';
import { mapInParallel } from '../../graph/inParallel';
import type { JsonObject } from '../../graph/json';
import { ProfileApi } from '../../graph/profileApi';
import { httpOf } from '../../graph/request';
import { CHANNELS } from '../events/fields';
import { buttonFields, pageButtons, type PageButton } from '../pageButtons';
import { readSettings } from '../settings';

/** Meta takes few calls for a profile, and a list is opened often. */
const REMEMBERED_MS = 60_000;
const PARALLEL_PAGES = 5;
const NO_BUTTON =
	'The chosen Pages have no Get Started, menu or ice breakers. Set them up with the Messenger node, or type the value.';

const PLACES: Record<PageButton['place'], string> = {
	getStarted: 'Get Started',
	menu: 'menu',
	iceBreaker: 'ice breaker',
};

const profiles = new LookUps<JsonObject>(1_000, REMEMBERED_MS);

interface FoundButton extends PageButton {
	/** "Sunny Bakery, Messenger". */
	of: string;
}

export async function getButtonPayloads(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return choices(
		this,
		(await findButtons(this)).map(({ place, title, payload, of }) => ({
			name: title ?? PLACES[place],
			value: payload,
			description: `${PLACES[place]} of ${of}: ${payload}`,
		})),
	);
}

export async function getButtonTitles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return choices(
		this,
		(await findButtons(this)).flatMap(({ place, title, of }) =>
			title === null ? [] : [{ name: title, value: title, description: `${PLACES[place]} of ${of}` }],
		),
	);
}

/** One for each value. */
function choices(
	context: ILoadOptionsFunctions,
	options: readonly INodePropertyOptions[],
): INodePropertyOptions[] {
	// The editor would say 'No data'.
	if (options.length === 0) throw new NodeOperationError(context.getNode(), NO_BUTTON);
	return [...new Map(options.map((option) => [option.value, option])).values()];
}

async function findButtons(context: ILoadOptionsFunctions): Promise<FoundButton[]> {
	const source = { getNodeParameter: (name: string) => context.getCurrentNodeParameter(name) };
	const authentication = readAuthentication(source);
	const data = await context.getCredentials(credentialType(authentication));
	const credential = readCredential(data, authentication);
	try {
		const { channels, pageIds } = readSettings(source);
		const { pages } = await findPages(new GraphApi(httpOf(context), credential), pageIds);
		const places = pages.flatMap((page) =>
			channels
				.filter((channel) => channel === 'messenger' || page.instagram !== null)
				.map((channel) => ({ page, channel })),
		);
		const found = await mapInParallel(places, PARALLEL_PAGES, async ({ page, channel }) => {
			const buttons = pageButtons(await profileOf(context, credential, page, channel));
			return buttons.map((button) => ({ ...button, of: `${page.name}, ${CHANNELS[channel].displayName}` }));
		});
		return found.flat();
	} catch (error) {
		throw graphError(context.getNode(), error, credential);
	}
}

async function profileOf(
	context: ILoadOptionsFunctions,
	credential: MessengerCredential,
	page: PageAccess,
	channel: Channel,
): Promise<JsonObject> {
	const key = [credential.fingerprint, page.id, channel].join('/');
	const api = new ProfileApi(httpOf(context), credential, page, channel);
	return await profiles.get(key, Date.now(), async () => ({
		value: await api.read(buttonFields(channel)),
		ageMs: REMEMBERED_MS,
	}));
}
