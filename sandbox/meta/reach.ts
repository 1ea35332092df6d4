// Whether a Page may write to a person: whom it knows, with which permission, and until when.
import type { GraphContext } from './endpoint.ts';
import { GraphError } from './graphError.ts';
import type { Person } from './people.ts';
import type { Recipient } from './sendingTypes.ts';
import type { Page } from './types.ts';

/** @throws {GraphError} when the person cannot be reached */
export function reach({ people }: GraphContext, page: Page, recipient: Recipient): Person {
	const person = people.find(page.id, recipient);
	if (person === undefined) {
		throw new GraphError({ message: '(#100) No matching user found', code: 100, subcode: 2018001 });
	}
	return person;
}
