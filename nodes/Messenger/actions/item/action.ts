// What every operation gets, and what it gives back.
import type { IExecuteFunctions } from 'n8n-workflow';
import type { MessengerCredential } from '../../account/credential';
import type { JsonObject } from '../../graph/json';

/** One execution of the node. */
export interface Action {
	n8n: IExecuteFunctions;
	credential: MessengerCredential;
}

/** What is to be done for one item: read and checked, but not begun. */
export interface Task {
	/** Tasks of one lane go one after another, in the order of the items. */
	lane: string;
	/** Whom it is about, for the error item; null where it is about nobody, or nobody by ID. */
	recipientId: string | null;
	/**
	 * The JSON of the output item.
	 * @throws {ActionFailure}
	 */
	run(): Promise<JsonObject>;
}

/** @throws {ActionFailure} for parameters that are missing or past a limit */
export type Operation = (action: Action, itemIndex: number) => Task;
