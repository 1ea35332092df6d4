// The HTML of the login dialog: what the app asks for, each Page and permission with a box to
// untick.

export interface Choice {
	value: string;
	label: string;
	note?: string;
	/** Part of a configuration, which is granted as a whole. */
	isFixed?: boolean;
}

export interface LoginPage {
	appName: string;
	pages: Choice[];
	permissions: Choice[];
	/** The dialog's own query, sent back with the decision. */
	query: string;
}

export function loginPage({ appName, pages, permissions, query }: LoginPage): string {
	return document(
		`Log in to ${appName}`,
		`<p>${escapeHtml(appName)} asks for access to your account. This is the simulated Meta: nothing leaves this machine.</p>
		<form method="post" action="?${escapeHtml(query)}">
			${choices('Pages', 'pages', pages)}
			${choices('Permissions', 'scopes', permissions)}
			<div class="buttons">
				<button type="submit" name="decision" value="cancel">Cancel</button>
				<button type="submit" name="decision" value="continue" class="primary">Continue</button>
			</div>
		</form>`,
	);
}

export function refusedPage(message: string): string {
	return document('The login cannot be shown', `<p role="alert">${escapeHtml(message)}</p>`);
}

function choices(legend: string, name: string, list: readonly Choice[]): string {
	const rows = list.map(({ value, label, note, isFixed }) => {
		const box = `<input type="checkbox" name="${name}" value="${escapeHtml(value)}" checked${isFixed === true ? ' disabled' : ''}>`;
		const small = note === undefined ? '' : ` <small>${escapeHtml(note)}</small>`;
		return `<label>${box} <span>${escapeHtml(label)}${small}</span></label>`;
	});
	const content = rows.length === 0 ? '<p>None</p>' : rows.join('\n');
	return `<fieldset><legend>${legend}</legend>${content}</fieldset>`;
}

const STYLE = `
	:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
	body { margin: 0; padding: 1.5rem; display: grid; justify-content: center; }
	main { width: min(26rem, calc(100vw - 3rem)); }
	h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
	fieldset { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .5rem; margin: 0 0 1rem; }
	legend { font-weight: 600; padding: 0 .25rem; }
	label { display: flex; gap: .6rem; padding: .3rem .1rem; align-items: baseline; }
	small { display: block; opacity: .75; }
	.buttons { display: flex; gap: .75rem; justify-content: flex-end; }
	button { font: inherit; padding: .5rem 1.25rem; border-radius: .4rem; border: 1px solid currentColor; background: none; color: inherit; cursor: pointer; }
	.primary { background: #0a5bd3; border-color: #0a5bd3; color: #fff; }
	:focus-visible { outline: 3px solid #0a5bd3; outline-offset: 2px; }`;

function document(title: string, content: string): string {
	return `<!doctype html>
<html lang="en">
<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<title>${escapeHtml(title)}</title>
	<style>${STYLE}</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body>
</html>`;
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
