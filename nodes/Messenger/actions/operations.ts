// Which function does which operation of which resource.
import type { Operation } from './item/action';
import { create } from './link/create';
import { sendAndWait } from './message/ask/sendAndWait';
import { send } from './message/send';
import { senderAction } from './message/senderAction';
import { deleteParts } from './messengerProfile/deleteParts';
import { get as getProfile } from './messengerProfile/get';
import { update } from './messengerProfile/update';
import { get as getPerson } from './person/get';
import { clearMenu, setMenu } from './person/menu';
import { check } from './subscription/check';

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
	link: { create },
	message: { send, sendAndWait, senderAction },
	messengerProfile: { get: getProfile, update, delete: deleteParts },
	person: { get: getPerson, setMenu, clearMenu },
	subscription: { check },
};

export function findOperation(resource: string, operation: string): Operation | undefined {
	return OPERATIONS[resource]?.[operation];
}
