// Buttons with which Messenger does something itself: nobody is told of the tap.
import type { Button } from './messageContents.ts';

export function whatTheAppDoes(button: Exclude<Button, { does: 'tap' }>): string {
	switch (button.does) {
		case 'open':
			return `The app would open ${button.target}`;
		case 'call':
			return `The app would call ${button.target}`;
		case 'logIn':
			return `The app would show the login at ${button.target}`;
		case 'logOut':
			return 'The app would end the link to the account';
	}
}
