// The demo itself: simulator, n8n, credential, workflow, chat page, and the first tap. Whoever
// calls it stops what it started, through `use`.
import { startMeta, type App, type Meta, type Page } from '../meta/index.ts';
import { ensureN8n, OWNER, packPackage, startN8n, type N8n, type Progress } from '../n8n/index.ts';
import { AD_TITLE, LINKS } from './arrivals.ts';
import { chatRoutes, type ChatActions } from './chatRoutes.ts';
import { Threads } from './conversations.ts';
import { Fates } from './deliveryOutcomes.ts';
import { Courier } from './deliverySender.ts';
import { History } from './history.ts';
import { Inbox } from './inbox.ts';
import { FIRST_TAP_TITLE, openingMessages } from './openingMessages.ts';
import { Offers } from './pageOffers.ts';
import { Person } from './person.ts';
import { pictureAt, publishDemo } from './publishDemo.ts';
import { LOG_EVERY_REASON } from './triggerLog.ts';

export interface Demo {
	n8n: N8n;
	meta: Meta;
	app: App;
	page: Page;
	editorUrl: string;
	chatUrl: string;
	item: unknown;
}

export interface DemoOptions {
	progress: Progress;
	signal: AbortSignal;
	/** Takes a clean-up for each thing that was started. */
	use(cleanUp: () => Promise<void>): void;
}

export async function runDemo({ progress, signal, use }: DemoOptions): Promise<Demo> {
	const install = await ensureN8n(progress, signal);
	const tarball = await packPackage(progress, signal);

	let openChat: (actions: ChatActions) => void = () => undefined;
	const chat = new Promise<ChatActions>((resolve) => (openChat = resolve));
	const meta = await startMeta({ routes: chatRoutes(chat) });
	use(() => meta.stop());
	signal.throwIfAborted();
	progress(`The simulator of Meta runs at ${meta.baseUrl}`);

	progress(`Starting n8n ${install.version} (about 10 seconds)`);
	const n8n = await startN8n({ install, tarball, signal, env: LOG_EVERY_REASON });
	use(() => n8n.stop());
	signal.throwIfAborted();

	const { workflowId, app, page } = await publishDemo(n8n, meta, progress);
	const editorUrl = `${n8n.baseUrl}/workflow/${workflowId}`;
	const ends = new AbortController();
	use(async () => ends.abort());
	const fates = new Fates({ n8n, workflowId, ends: ends.signal });
	const history = new History();
	const threads = new Threads();
	const offers = new Offers({ meta, pageId: page.id, threads });
	meta.onProfileChanged(() => history.tell({ kind: 'offers', value: offers.all() }));
	const inbox = new Inbox({ threads, history, pageId: page.id });
	const opening = openingMessages(pictureAt(meta));
	for (const message of opening) inbox.takeMessage(message);
	inbox.listen(meta);
	const courier = new Courier({ meta, history, fates });
	const person = new Person({ meta, page, threads, offers, history, courier, ends: ends.signal });
	openChat({
		perform: async (act) => await person.perform(act),
		watch(watcher) {
			const scene = {
				pageName: page.name,
				editorUrl,
				login: { email: OWNER.email, password: OWNER.password },
				links: LINKS,
				adTitle: AD_TITLE,
			};
			watcher({ kind: 'scene', value: scene });
			watcher({ kind: 'offers', value: offers.all() });
			for (const value of threads.all()) watcher({ kind: 'thread', value });
			const stop = history.watch(watcher);
			watcher({ kind: 'upToDate', value: true });
			return stop;
		},
	});

	progress(`Tapping '${FIRST_TAP_TITLE}' in Messenger`);
	const [first] = await person.perform({ act: 'press', mid: opening[0].mid, index: 0 });
	if (first === undefined) throw new Error('The simulator delivered nothing');
	progress(`Delivered to n8n: ${first.status ?? 'no answer'} in ${first.durationMs} ms`);
	if (first.outcome.state !== 'executed') throw new Error('The execution put out no item');
	progress(`n8n ran the workflow; output '${first.outcome.output}' got this item:`);
	return { n8n, meta, app, page, editorUrl, chatUrl: `${meta.baseUrl}/chat`, item: first.outcome.item };
}
