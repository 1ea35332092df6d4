// What would keep a registration from working, in words.
import { blocking, enumerate, type Finding } from '../../account/findings';
import type { Channel } from '../../graph/channel';
import { quoteMeta, type MetaError } from '../../graph/graphFailure';
import { CHANNELS } from '../events/fields';
import type { RuleFinding } from '../events/routing';

export const NO_VERIFY_TOKEN = blocking(
	"'Verify Token' of the credential is empty: fill in a text of your own, and enter the same text in Meta's dashboard.",
);
export const NO_PAGE = blocking("No Page is selected: choose at least one in 'Page Names or IDs'.");
export const NO_PAGE_AT_ALL = blocking(
	'The access token gives access to no Page: grant it one and create the token again.',
);
export const NO_RULE = blocking(
	"'Routing' is 'Rules' and there is no rule, so nothing would come out: add a rule, or set 'Routing' to 'Single Output'.",
);
export const NO_CHANNEL = blocking("No channel is selected: choose at least one in 'Channels'.");
export const NO_EVENT = blocking("No event is selected: choose at least one in 'Trigger On'.");
export const NO_INSTAGRAM_ACCOUNT = blocking(
	"None of the Pages has a linked Instagram professional account: link one in the Page's settings, or remove 'Instagram' from 'Channels'.",
);

/** For channels where Meta has none of the chosen events. */
export function silentChannels(channels: readonly Channel[]): Finding[] {
	return channels.map((channel) => {
		const { displayName } = CHANNELS[channel];
		return blocking(
			`${displayName} has none of the events chosen in 'Trigger On': choose another as well, or remove '${displayName}' from 'Channels'.`,
		);
	});
}

export function unreachablePages(pages: ReadonlyArray<{ id: string; error: MetaError | null }>): Finding[] {
	if (pages.length === 0) return [];
	const ids = pages.map(({ id }) => id);
	const quoted = pages[0]?.error ? ` ${quoteMeta(pages[0].error)}` : '';
	const which = ids.length === 1 ? `Page ${ids[0]}` : `Pages ${enumerate(ids)}`;
	return [blocking(`The access token cannot manage ${which}: check the ID and the token's access.${quoted}`)];
}

export function ruleFindings(findings: readonly RuleFinding[]): Finding[] {
	return findings.map(({ ruleNumber, why }) => blocking(`Rule ${ruleNumber} ${why}.`));
}
