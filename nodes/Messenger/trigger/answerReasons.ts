// What became of a tap that answers a question of a Messenger node, and its texts for the log.

export type AnswerReason =
	| 'answeredQuestion'
	| 'answerTooLate'
	| 'answerNotYours'
	| 'answerOfAnotherN8n'
	| 'answerNotStored'
	| 'answerUndelivered'
	| 'ticketUnreadable';

interface AnswerText {
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	description: string;
}

export const ANSWERS: Record<AnswerReason | 'thanksNotSent', AnswerText> = {
	answeredQuestion: {
		level: 'debug',
		message: 'A tap answered a question, and the execution that waited for it goes on',
		description: 'No action is needed',
	},
	answerNotStored: {
		level: 'warn',
		message: 'A tap came before n8n had stored the execution that it answers',
		description: 'Meta was asked to deliver it again; no action is needed',
	},
	answerNotYours: {
		level: 'info',
		message:
			'A tap came from somebody who was not asked, or answers a question that another one has replaced',
		description: 'No action is needed; in a loop only the latest question is open',
	},
	answerOfAnotherN8n: {
		level: 'warn',
		message: 'A tap answers a question that was asked under another address than that of this n8n',
		description:
			'If this n8n has moved, questions that were open before cannot be answered any more. If two n8n share the Meta app, only the one that receives its webhooks gets answers',
	},
	answerTooLate: {
		level: 'info',
		message:
			'A tap answers a question for which nothing waits any more: it was answered, timed out or deleted',
		description: "No action is needed; with 'Late Answers' such a tap can start the workflow",
	},
	answerUndelivered: {
		level: 'error',
		message: 'A tap could not be brought to the execution that it answers, because n8n does not reach itself',
		description:
			"Let n8n reach its own public address from inside, or enter in 'Internal URL' of the credential where it reaches itself; let a proxy in front pass /webhook-waiting/ through. Meta was asked to deliver it again unless something refused it for good",
	},
	thanksNotSent: {
		level: 'warn',
		message: 'A question was answered, and its thank-you could not be sent',
		description: "Do what Meta's words in the line ask for; it is not tried again",
	},
	ticketUnreadable: {
		level: 'warn',
		message: 'A tap has an answer that was not sealed with this App Secret',
		description:
			"If 'App Secret' was changed, enter the one before it in 'Additional App Secrets', and open questions can be answered again",
	},
};
