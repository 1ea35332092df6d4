// The parameters of the parts of a profile that 'update' writes.
import type { INodeProperties } from 'n8n-workflow';
import { PAYLOAD_DESCRIPTION } from '../buttons/buttonProperties';
import { localeProperty, persistentMenuProperty } from '../buttons/menuProperties';
import { LIMITS } from '../refusals/limits';

const greetingProperty: INodeProperties = {
	displayName: 'Greeting',
	name: 'greeting',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Greeting for a Locale',
	default: {},
	description: 'What people read before their first message, Messenger only',
	options: [
		{
			displayName: 'Greeting',
			name: 'values',
			values: [
				localeProperty,
				{
					displayName: 'Text',
					name: 'text',
					type: 'string',
					typeOptions: { rows: 2 },
					default: '',
					placeholder: 'e.g. Hello {{user_first_name}}, what may it be?',
					description:
						'At most 160 characters; Meta fills in <code>{{user_first_name}}</code>, <code>{{user_last_name}}</code> and <code>{{user_full_name}}</code>',
				},
			],
		},
	],
};

const iceBreakersProperty: INodeProperties = {
	displayName: 'Ice Breakers',
	name: 'iceBreakers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Questions for a Locale',
	default: {},
	description: 'Questions that people can tap to begin; in Messenger they hide the Get Started button',
	options: [
		{
			displayName: 'Questions',
			name: 'values',
			values: [
				localeProperty,
				{
					displayName: 'Items',
					name: 'items',
					type: 'fixedCollection',
					typeOptions: {
						multipleValues: true,
						sortable: true,
						maxAllowedFields: LIMITS.iceBreakers.on.messenger.max,
					},
					placeholder: 'Add Question',
					default: {},
					options: [
						{
							displayName: 'Question',
							name: 'values',
							values: [
								{
									displayName: 'Question',
									name: 'question',
									type: 'string',
									default: '',
									placeholder: 'e.g. When are you open?',
									description: 'At most 80 characters',
								},
								{
									displayName: 'Payload',
									name: 'payload',
									type: 'string',
									default: '',
									placeholder: 'e.g. OPENING_HOURS',
									description: PAYLOAD_DESCRIPTION,
								},
							],
						},
					],
				},
			],
		},
	],
};

export const partsProperty: INodeProperties = {
	displayName: 'Parts',
	name: 'profile',
	type: 'collection',
	placeholder: 'Add Part',
	default: {},
	description: 'What is written. Parts that are not added stay at Meta as they are.',
	options: [
		{
			displayName: 'Account Linking URL',
			name: 'accountLinkingUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/login',
			description: 'Where people log in to an account of yours, Messenger only',
		},
		{
			displayName: 'Get Started',
			name: 'getStarted',
			type: 'string',
			default: 'GET_STARTED',
			description:
				'The payload that the trigger gets when somebody taps the button of that name: text, or JSON from an expression. Messenger only; a menu needs it.',
		},
		greetingProperty,
		iceBreakersProperty,
		persistentMenuProperty,
		{
			displayName: 'Whitelisted Domains',
			name: 'whitelistedDomains',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Domain' },
			default: [],
			placeholder: 'e.g. https://example.com',
			description: 'Whose web pages may use Messenger inside a conversation, Messenger only',
		},
	],
};
