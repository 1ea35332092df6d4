// 'Options' of a message.
import type { INodeProperties } from 'n8n-workflow';

export const messageOptions: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName:
				'Human Agent is for answers that a person of your team writes. Meta does not allow it for automatic messages.',
			name: 'humanAgentNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { messagingType: ['MESSAGE_TAG'] } },
		},
		{
			displayName: 'Messaging Type',
			name: 'messagingType',
			type: 'options',
			options: [
				{
					name: 'Message Tag',
					value: 'MESSAGE_TAG',
					description: 'Up to 7 days after the last message, for what a person writes',
				},
				{
					name: 'Response',
					value: 'RESPONSE',
					description: 'Answers something within 24 hours',
				},
				{
					name: 'Update',
					value: 'UPDATE',
					description: 'Not an answer, but within 24 hours',
				},
				{
					name: 'Utility',
					value: 'UTILITY',
					description: 'An approved template, only with Message Type JSON',
				},
			],
			default: 'RESPONSE',
		},
		{
			displayName: 'Metadata',
			name: 'metadata',
			type: 'string',
			default: '',
			description: "Comes back in Meta's echo of the message, unseen by the person",
		},
		{
			displayName: 'Notification Type',
			name: 'notificationType',
			type: 'options',
			options: [
				{ name: 'No Push', value: 'NO_PUSH', description: 'No notification' },
				{ name: 'Regular', value: 'REGULAR', description: 'With sound or vibration' },
				{ name: 'Silent Push', value: 'SILENT_PUSH', description: 'On the screen only' },
			],
			default: 'REGULAR',
		},
		{
			displayName: 'Persona ID',
			name: 'personaId',
			type: 'string',
			default: '',
			description: 'A persona of the Page in whose name the message is shown, Messenger only',
		},
		{
			displayName: 'Reply To',
			name: 'replyTo',
			type: 'string',
			default: '',
			placeholder: 'e.g. m_AG5Hz2U...',
			description: 'The <code>mid</code> of a message that this one answers and quotes',
		},
		{
			displayName: 'Split Long Text',
			name: 'splitLongText',
			type: 'boolean',
			default: false,
			description:
				'Whether a text past the limit becomes several messages, cut at paragraphs, sentences or words',
		},
		{
			displayName: 'Tag',
			name: 'tag',
			type: 'options',
			options: [{ name: 'Human Agent', value: 'HUMAN_AGENT' }],
			default: 'HUMAN_AGENT',
			displayOptions: { show: { messagingType: ['MESSAGE_TAG'] } },
		},
		{
			displayName: 'Typing',
			name: 'typing',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 20 },
			default: 2,
			description: 'For how many seconds typing is shown before the message',
		},
	],
};
