// The objects an app can subscribe to, and the webhook fields of each.

const PAGE_FIELDS = [
	'affiliation',
	'attire',
	'awards',
	'bio',
	'birthday',
	'category',
	'checkins',
	'company_overview',
	'culinary_team',
	'current_location',
	'description',
	'email',
	'feed',
	'founded',
	'general_info',
	'general_manager',
	'group_feed',
	'hometown',
	'hours',
	'inbox_labels',
	'leadgen',
	'leadgen_fat',
	'live_videos',
	'local_delivery',
	'location',
	'members',
	'mention',
	'message_context',
	'message_deliveries',
	'message_echoes',
	'message_edits',
	'message_mention',
	'message_reactions',
	'message_reads',
	'messages',
	'messaging_account_linking',
	'messaging_appointments',
	'messaging_checkout_updates',
	'messaging_customer_information',
	'messaging_direct_sends',
	'messaging_fblogin_account_linking',
	'messaging_feedback',
	'messaging_game_plays',
	'messaging_handovers',
	'messaging_in_thread_lead_form_submit',
	'messaging_optins',
	'messaging_optouts',
	'messaging_payments',
	'messaging_policy_enforcement',
	'messaging_postbacks',
	'messaging_pre_checkouts',
	'messaging_referrals',
	'mission',
	'name',
	'page_about_story',
	'page_change_proposal',
	'page_upcoming_change',
	'parking',
	'payment_options',
	'personal_info',
	'personal_interests',
	'phone',
	'picture',
	'price_range',
	'product_review',
	'products',
	'public_transit',
	'publisher_subscriptions',
	'ratings',
	'registration',
	'response_feedback',
	'send_cart',
	'standby',
	'user_action',
	'video_text_question_responses',
	'videos',
	'website',
];
const INSTAGRAM_FIELDS = [
	'comments',
	'live_comments',
	'mentions',
	'message_edit',
	'message_reactions',
	'messages',
	'messaging_handover',
	'messaging_optins',
	'messaging_postbacks',
	'messaging_referral',
	'messaging_seen',
	'response_feedback',
	'standby',
	'story_insights',
];

const FIELDS = new Map<string, ReadonlySet<string>>([
	['page', new Set(PAGE_FIELDS)],
	['instagram', new Set(INSTAGRAM_FIELDS)],
	['user', new Set(['email', 'feed', 'friends', 'likes', 'name', 'photos', 'videos'])],
	['permissions', new Set(['connected', 'email', 'pages_messaging', 'pages_show_list'])],
	['payments', new Set(['actions', 'disputes'])],
]);

export const SUBSCRIBABLE_OBJECTS: readonly string[] = [...FIELDS.keys()];

/** Instagram fields that a Page subscription knows under another name. */
const PAGE_SPELLINGS = new Map([
	['message_edit', 'message_edits'],
	['messaging_handover', 'messaging_handovers'],
	['messaging_referral', 'messaging_referrals'],
	['messaging_seen', 'message_reads'],
]);

export function fieldsOf(object: string): string[] {
	return [...(FIELDS.get(object) ?? [])];
}

export function isObjectName(object: string): boolean {
	return FIELDS.has(object);
}

export function isFieldOf(object: string, field: string): boolean {
	return FIELDS.get(object)?.has(field) ?? false;
}

/** The name under which the Page that an Instagram account is linked to subscribes a field. */
export function pageSpelling(object: string, field: string): string {
	return object === 'instagram' ? (PAGE_SPELLINGS.get(field) ?? field) : field;
}

/** Whether subscribing the field on a Page needs pages_messaging. */
export function isMessagingField(field: string): boolean {
	return (
		/^messag(e|es|ing)(_|$)/.test(field) || ['response_feedback', 'send_cart', 'standby'].includes(field)
	);
}

/** The same field as an Instagram app subscription spells it. */
export function spellingOf(object: string, pageField: string): string {
	if (object !== 'instagram') return pageField;
	const [spelling = pageField] = [...PAGE_SPELLINGS].find(([, name]) => name === pageField) ?? [];
	return spelling;
}
