// Shows the conversation, taps buttons, and shows the item that n8n made of the latest tap. No framework, no build step.

const ITEM_WITHIN_MS = 15_000;
const POLL_MS = 150;
const INTRODUCTIONS = {
	welcome: 'The first screen of a new conversation',
	iceBreaker: 'Questions people ask',
	message: 'What can we do for you?',
	link: 'Coming from a link with a ref',
};

const byId = (id) => document.getElementById(id);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let conversation;
let channel = 'messenger';

await start();

async function start() {
	for (;;) {
		const response = await fetch('/chat/conversation');
		if (response.ok) {
			conversation = await response.json();
			break;
		}
		byId('status').textContent = 'n8n is still starting …';
		await sleep(1000);
	}
	byId('page-name').textContent = conversation.pageName;
	byId('editor').href = conversation.editorUrl;
	const tabs = [...document.querySelectorAll('[role=tab]')];
	for (const tab of tabs) {
		tab.addEventListener('click', () => choose(tab, tabs));
		tab.addEventListener('keydown', (event) => {
			if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
			const other = tabs.find((candidate) => candidate !== tab);
			other.focus();
			choose(other, tabs);
		});
	}
	byId('status').textContent = 'Tap a button in the conversation.';
	showButtons();
}

function choose(chosen, tabs) {
	for (const tab of tabs) {
		tab.setAttribute('aria-selected', String(tab === chosen));
		tab.tabIndex = tab === chosen ? 0 : -1;
	}
	byId('conversation').setAttribute('aria-labelledby', chosen.id);
	channel = chosen.id.replace('tab-', '');
	byId('messages').replaceChildren();
	showButtons();
}

function showButtons() {
	const here = conversation.buttons.filter((button) => button.channel === channel);
	const offers = Object.entries(INTRODUCTIONS).map(([place, text]) => {
		const buttons = here.filter((button) => button.place === place);
		return buttons.length > 0 ? offer(text, buttons) : '';
	});
	byId('offers').replaceChildren(...offers);
	byId('menu').replaceChildren(...here.filter(({ place }) => place === 'menu').map(tapButton));
}

function offer(text, buttons) {
	const box = document.createElement('div');
	box.className = 'offer';
	const introduction = document.createElement('p');
	introduction.textContent = text;
	box.append(introduction, ...buttons.flatMap((button) => [tapButton(button), note(button)]));
	return box;
}

function tapButton(button) {
	const element = document.createElement('button');
	element.textContent = button.title;
	element.dataset.button = button.id;
	element.addEventListener('click', () => tap(button));
	return element;
}

function note(button) {
	const element = document.createElement('small');
	element.textContent = button.note ?? '';
	return element;
}

async function tap(button) {
	const buttons = [...document.querySelectorAll('[data-button]')];
	const tapped = document.activeElement;
	for (const element of buttons) element.disabled = true;
	const outcome = say(button.title);
	try {
		outcome.textContent = 'sending …';
		const { deliveries, after } = await post('/chat/tap', { button: button.id });
		outcome.textContent = deliveries.map(describe).join(', ') || 'nothing is subscribed to it';
		outcome.scrollIntoView({ block: 'end' });
		byId('status').textContent = 'Delivered, waiting for n8n …';
		showItem(deliveries.length > 0 ? await itemAfter(after) : null);
	} catch (error) {
		byId('status').textContent = `No answer: ${error.message}`;
	} finally {
		for (const element of buttons) element.disabled = false;
		tapped?.focus();
	}
}

function say(title) {
	const entry = byId('outcome').content.cloneNode(true).firstElementChild;
	entry.querySelector('.bubble').textContent = title;
	byId('messages').append(entry);
	entry.scrollIntoView({ block: 'end' });
	return entry.querySelector('small');
}

function describe({ status, durationMs }) {
	return `delivered: ${status ?? 'no answer'} in ${Math.round(durationMs)} ms`;
}

async function itemAfter(after) {
	const deadline = Date.now() + ITEM_WITHIN_MS;
	while (Date.now() < deadline) {
		const response = await fetch(`/chat/item?after=${encodeURIComponent(after)}`);
		if (response.status === 200) return await response.json();
		await sleep(POLL_MS);
	}
	return null;
}

function showItem(result) {
	byId('item').hidden = result === null;
	if (result === null) {
		byId('status').textContent = 'n8n started no execution for it.';
		return;
	}
	byId('status').textContent = `Execution ${result.executionId}, output '${result.output}':`;
	byId('item').textContent = JSON.stringify(result.item, null, 2);
}

async function post(path, body) {
	const headers = { 'content-type': 'application/json' };
	const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return await response.json();
}
