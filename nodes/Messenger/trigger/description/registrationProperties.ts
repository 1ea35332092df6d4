// The parameters that say who registers the webhook at Meta, and what a person has to do who does
// it by hand.
import type { INodeProperties } from 'n8n-workflow';

// n8n leaves only links and bulleted lists in a notice.
const MANUAL_STEPS = [
	"Put a text of your own into 'Verify Token' of the credential, then publish this workflow: Meta calls it as soon as you save its URL.",
	"In Meta's App Dashboard open 'Webhooks' and choose 'Page' (for Instagram 'Instagram'). The callback URL is the 'Production URL' under 'Webhook URLs' at the top of this panel; the verify token is your text.",
	"Subscribe the fields for your 'Trigger On': messaging_postbacks for button taps, messages for quick replies, messaging_referrals (for Instagram messaging_referral) and messages for referrals, messaging_optins for opt-ins, messaging_account_linking for log-ins (Messenger only).",
	'Subscribe each Page to the same fields in the Messenger settings of the app.',
	"'Execute step' receives only what Meta sends to the 'Test URL'.",
];

export const registrationProperties: INodeProperties[] = [
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'Publishing registers the webhook with Meta, unpublishing removes it',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: "You register the webhook in Meta's App Dashboard",
			},
		],
		default: 'automatic',
	},
	{
		displayName: `By hand, in this order:<ul>${MANUAL_STEPS.map((step) => `<li>${step}</li>`).join('')}</ul>`,
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
];
