// Makes an element: properties, attributes (those with a dash or a role), then children. Text stays
// text.
export function element(tag, properties = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (name.includes('-') || name === 'role') made.setAttribute(name, value);
		else made[name] = value;
	}
	made.append(...children.filter((child) => child !== null));
	return made;
}

export const byId = (id) => document.getElementById(id);
