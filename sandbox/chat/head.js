// The name of the Page, and the way into n8n with the login that its editor will ask for.
import { byId, element } from './element.js';
import { listen } from './store.js';

export function showHead() {
	listen('scene', ({ pageName, editorUrl, login }) => {
		byId('page-name').textContent = pageName;
		byId('login').replaceChildren(
			element('a', { href: editorUrl, target: '_blank', rel: 'noreferrer' }, 'Open the workflow in n8n'),
			`, login ${login.email} and ${login.password}`,
		);
		byId('login').hidden = false;
	});
}
