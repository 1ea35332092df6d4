// Which function does which operation of which resource.
import type { Operation } from './item/action';
import { sendAndWait } from './message/ask/sendAndWait';
import { send } from './message/send';
import { senderAction } from './message/senderAction';

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
	message: { send, sendAndWait, senderAction },
};

export function findOperation(resource: string, operation: string): Operation | undefined {
	return OPERATIONS[resource]?.[operation];
}
