// EDGE: Meta's Send API for one Page, `/{page-id}/messages`.
import { formOf } from './form';
import type { PageAccess } from './graphApi';
import { GraphHttp } from './graphHttp';
import type { GraphAccess } from './graphRequest';
import { idOrNull, isObject, textOrNull } from './json';
import type { HttpRequest } from './request';
import type { FileToSend, SendAnswer, SendParameters } from './sending';

/** Meta counts messages by Page, and throttles for seconds. */
const WAITS = 3;
const UNASKED_WAIT_SECONDS = 2;
const TEXT_TIMEOUT_SECONDS = 30;
/** Meta fetches or reads the file before it answers. */
const MEDIA_TIMEOUT_SECONDS = 120;

export class SendApi {
	private readonly http: GraphHttp;
	private readonly page: PageAccess;

	/** `isAside` for what goes with a message and must neither delay nor stop it. */
	constructor(request: HttpRequest, access: GraphAccess, page: PageAccess, { isAside = false } = {}) {
		this.page = page;
		this.http = new GraphHttp(request, access, {
			purpose: 'messages',
			pageId: page.id,
			waits: isAside ? 0 : WAITS,
			leavesNoHold: isAside,
			unaskedWait: UNASKED_WAIT_SECONDS,
		});
	}

	/** @throws {GraphFailure} after which the message may have arrived all the same */
	async send(parameters: SendParameters, file: FileToSend | null = null): Promise<SendAnswer> {
		const form = formOf(parameters);
		const answer = await this.http.call({
			doing: parameters.message === undefined ? 'take the sender action' : 'send the message',
			method: 'POST',
			path: `${this.page.id}/messages`,
			token: this.page.token,
			...(file === null ? { form } : { upload: await multipart(form, file) }),
			timeoutSeconds: hasMedia(parameters) ? MEDIA_TIMEOUT_SECONDS : TEXT_TIMEOUT_SECONDS,
		});
		const { recipient_id: recipientId, message_id: messageId } = isObject(answer) ? answer : {};
		return { recipientId: idOrNull(recipientId), messageId: textOrNull(messageId) };
	}
}

function hasMedia({ message }: SendParameters): boolean {
	return isObject(message?.attachment) && message.attachment.type !== 'template';
}

async function multipart(
	fields: Record<string, string>,
	{ bytes, name, mimeType }: FileToSend,
): Promise<{ body: Buffer; contentType: string }> {
	const form = new FormData();
	for (const [field, value] of Object.entries(fields)) form.set(field, value);
	form.set('filedata', new Blob([new Uint8Array(bytes)], { type: mimeType }), name);
	// Encodes it, and names the boundary.
	const encoded = new Response(form);
	return {
		body: Buffer.from(await encoded.arrayBuffer()),
		contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
	};
}
