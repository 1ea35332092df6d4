// What the Page says to the person of a conversation without n8n: by calls of the Send API.
import { callGraph } from '../../sandbox/meta/graphClient.ts';
import type { RunningDemo } from './demo.ts';

export class PageVoice {
	private readonly demo: RunningDemo;
	private readonly personId: string;
	private readonly token: string;

	constructor(demo: RunningDemo, personId: string) {
		this.demo = demo;
		this.personId = personId;
		const userToken = demo.meta.addToken({ appId: demo.app.id, pageIds: [demo.page.id] });
		this.token = demo.meta.pageToken(userToken, demo.page.id);
	}

	/** The `mid` of the message. */
	async say(message: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<string> {
		return await this.call({ json: { recipient: { id: this.personId }, message, ...more } });
	}

	async upload(type: string, file: File): Promise<string> {
		const parts = new FormData();
		parts.set('recipient', JSON.stringify({ id: this.personId }));
		parts.set('message', JSON.stringify({ attachment: { type, payload: {} } }));
		parts.set('filedata', file);
		return await this.call({ parts });
	}

	async act(action: string, payload?: Record<string, unknown>): Promise<void> {
		await this.call({ json: { recipient: { id: this.personId }, sender_action: action, payload } });
	}

	private async call(body: { json?: unknown; parts?: FormData }): Promise<string> {
		const { meta, app } = this.demo;
		const { token } = this;
		const answer = await callGraph(meta, { method: 'POST', path: 'me/messages', app, token, ...body });
		if (answer.status !== 200) throw new Error(`Meta answered ${JSON.stringify(answer.body)}`);
		return (answer.body as { message_id?: string }).message_id ?? '';
	}
}

export const template = (payload: Record<string, unknown>) => ({
	attachment: { type: 'template', payload },
});
export const media = (type: string, url: string) => ({ attachment: { type, payload: { url } } });
