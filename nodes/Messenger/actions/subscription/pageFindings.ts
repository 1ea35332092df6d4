// PURE: what is wrong at the Pages: what they send to the app, and the buttons they show.
import { quoteMeta, type MetaError } from '../../graph/graphFailure';
import type { JsonObject } from '../../graph/json';
import { pageButtons } from '../../trigger/pageButtons';
import { missingFrom } from '../../trigger/register/subscription';
import { refusalOf } from '../refusals/metaRefusals';
import { finding, whyFailed, type HealthFinding } from './findings';
import type { SeenPage } from './situation';

export function pageFindings(seen: SeenPage): HealthFinding[] {
	return [...subscriptionFindings(seen), ...profileFindings(seen)];
}

export function missingFields({ fields, needed }: SeenPage): string[] {
	return fields.ok ? missingFrom(fields.value ?? [], needed) : [];
}

function subscriptionFindings(seen: SeenPage): HealthFinding[] {
	const { page, fields, needed } = seen;
	const pageId = page.id;
	if (!fields.ok) {
		return [
			finding('pageNotRead', `What ${nameOf(page)} sends to the app is not known`, {
				pageId,
				remedy: whyFailed(fields.failure),
			}),
		];
	}
	if (fields.value === null && needed.length > 0) {
		return [
			finding(
				'pageNotSubscribed',
				`${nameOf(page)} is not subscribed to the app, so its taps do not arrive`,
				{ pageId },
			),
		];
	}
	const missing = missingFields(seen);
	return missing.length === 0
		? []
		: [
				finding(
					'pageFieldMissing',
					`${nameOf(page)} is not subscribed to ${missing.join(', ')}, which a trigger needs`,
					{ pageId },
				),
			];
}

function profileFindings({ page, profiles: { messenger, instagram } }: SeenPage): HealthFinding[] {
	const unread = [messenger, instagram].flatMap((profile) =>
		profile?.ok === false ? [profile.failure] : [],
	);
	const refused = unread.map((failure) => {
		const { outcome } = failure;
		const isSecondary =
			outcome.kind === 'refused' && refusalOf(outcome.error)?.kind === 'otherAppHasConversation';
		const pageId = page.id;
		return isSecondary
			? finding('notPrimaryReceiver', `Another app is the primary receiver of ${nameOf(page)}`, { pageId })
			: finding('profileNotRead', `The buttons of ${nameOf(page)} were not checked`, {
					pageId,
					remedy: whyFailed(failure),
				});
	});
	return [...refused, ...(messenger?.ok === true ? shownFindings(page, messenger.value) : [])];
}

function shownFindings(page: SeenPage['page'], profile: JsonObject): HealthFinding[] {
	const places = new Set(pageButtons(profile).map(({ place }) => place));
	const hasMenu = profile.persistent_menu !== undefined;
	const pageId = page.id;
	return [
		...(hasMenu && !places.has('getStarted')
			? [
					finding(
						'menuWithoutGetStarted',
						`${nameOf(page)} has a menu, but no Get Started, so Messenger does not show the menu`,
						{ pageId },
					),
				]
			: []),
		...(places.has('iceBreaker') && places.has('getStarted')
			? [
					finding(
						'iceBreakersHideGetStarted',
						`${nameOf(page)} shows its ice breakers in place of Get Started`,
						{ pageId },
					),
				]
			: []),
	];
}

export function unreachableFindings(
	pages: ReadonlyArray<{ id: string; error: MetaError | null }>,
): HealthFinding[] {
	return pages.map(({ id, error }) => {
		const quote = error === null ? '' : ` ${quoteMeta(error)}`;
		return finding(
			'pageNotReachable',
			`The access token does not open Page ${id}, so nobody is answered there, and whether its taps arrive cannot be seen${quote}`,
			{ pageId: id },
		);
	});
}

export function nameOf({ id, name }: { id: string; name: string }): string {
	return name === id ? `Page ${id}` : `Page '${name}' (${id})`;
}
