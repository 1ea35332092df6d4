// Why an event is not an item.
export type SkipReason =
	| 'accountNotSelected'
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
