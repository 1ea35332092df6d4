// Does something for the person, and says so when the server would not.
import { act } from './api.js';
import { byId } from './element.js';

export async function attempt(what) {
	try {
		await act(what);
	} catch (error) {
		byId('status').textContent = `Not done: ${error.message}`;
	}
}
