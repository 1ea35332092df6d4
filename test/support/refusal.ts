import { ActionFailure } from '../../nodes/Messenger/actions/refusals/actionFailure';

/** What a user reads when it is refused; null when it is taken. */
export function refusalOf(work: () => unknown): string | null {
	try {
		work();
		return null;
	} catch (error) {
		expect(error).toBeInstanceOf(ActionFailure);
		const { message, description } = (error as ActionFailure).facts;
		return `${message}. ${description}`;
	}
}
