// The local Meta, for tests, benchmarks and `npm start`.
export { startMeta } from './startMeta.ts';
export { BAD_GATEWAY, BATCH, BATCH_REFUSED, NO_LIST, PART_TIMED_OUT, PARTS_MISSING } from './batchFaults.ts';
export {
	PASSING_FAILURE,
	refusedWith,
	SENT_BUT_FAILED,
	SENT_WITHOUT_ANSWER,
	throttled,
} from './sendingFaults.ts';
export type {
	App,
	AppSubscription,
	Channel,
	LoginConfiguration,
	Meta,
	MetaOptions,
	NewAppSubscription,
	NewLoginConfiguration,
	NewPage,
	NewToken,
	Page,
	SubscribedObject,
	SubscriptionWrites,
	TokenKind,
} from './types.ts';
export type {
	BodyToSend,
	Delivery,
	EntryToSend,
	EventsToSend,
	PostbackToSend,
	Redelivery,
	RedeliveryPolicy,
	SignMode,
	TestButton,
} from './deliveryTypes.ts';
export type { MessengerProfile } from './profileStore.ts';
export type { NewPerson, Recipient, SentAction, SentMessage, UploadedFile } from './sendingTypes.ts';
export type { Call, Fault, FaultAction } from './callTypes.ts';
