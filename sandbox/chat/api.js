// The two things this page asks of its server: to do something, and to tell what happens.

/** What comes of it is told by `follow`. */
export async function act(what) {
	const response = await fetch('/chat/act', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(what),
	});
	if (!response.ok) throw new Error((await response.json()).message);
}

/** The browser connects again by itself; then everything is told from the beginning. */
export function follow(onHappening, onLost) {
	const stream = new EventSource('/chat/happenings');
	stream.addEventListener('message', ({ data }) => onHappening(JSON.parse(data)));
	stream.addEventListener('error', onLost);
}
