// Why an event is not an item.
export type SkipReason =
	| 'accountNotSelected'
	| 'answerPassedOn'
	| 'channelNotSelected'
	| 'duplicate'
	| 'echo'
	| 'eventNotSelected'
	| 'fieldNotOurs'
	| 'malformedEvent'
	| 'noRuleMatched'
	| 'notAButtonTap'
	| 'objectUnknown'
	| 'standbyNotIncluded';
