// The files behind the media of messages: fetched, uploaded, or kept from a message before. Nothing
// outside loopback is fetched: such a URL is taken as given.
import { badParameter, GraphError } from './graphError.ts';
import { isLoopback } from './httpCall.ts';
import type { MediaParam } from './messageRules.ts';
import { newId } from './metaState.ts';
import type { Param } from './param.ts';
import type { UploadedFile } from './sendingTypes.ts';

const SIZE_MAX_BYTES = 25 * 1024 * 1024;

type FileFacts = Pick<UploadedFile, 'mimeType' | 'size'>;

interface Media {
	pageId: string;
	type: string;
}

export class MediaLibrary {
	private readonly stopped: AbortSignal;
	private readonly timeoutMs: number;
	/** What was sent with `is_reusable`, by attachment ID. */
	private readonly kept = new Map<string, Media>();

	constructor(setup: { timeoutMs: number; stopped: AbortSignal }) {
		this.timeoutMs = setup.timeoutMs;
		this.stopped = setup.stopped;
	}

	/**
	 * The attachment ID of the medium, if it has one.
	 * @throws {GraphError} for a file that Meta would refuse
	 */
	async read(media: MediaParam[], file: UploadedFile | null, pageId: string): Promise<string | null> {
		const uploads = media.filter(({ payload }) => isUpload(payload));
		if (uploads.length !== (file === null ? 0 : 1)) {
			throw badParameter('An attachment has a URL, an attachment_id or filedata');
		}
		const ids: string[] = [];
		for (const { type, payload } of media) {
			const medium = { pageId, type };
			if (!payload.at('attachment_id').isAbsent) {
				ids.push(this.find(payload.at('attachment_id').text(), medium));
				continue;
			}
			if (!payload.at('url').isAbsent) await this.checkUrl(payload.at('url').url(), type);
			else if (file !== null) check(file, type);
			if (payload.at('is_reusable').value === true) ids.push(this.keep(medium));
		}
		return ids[0] ?? null;
	}

	private keep(medium: Media): string {
		const id = newId();
		this.kept.set(id, medium);
		return id;
	}

	private find(id: string, { pageId, type }: Media): string {
		const kept = this.kept.get(id);
		if (kept?.pageId === pageId && kept.type === type) return id;
		throw refused('The attachment ID is not of this Page, or of another kind', 2018074);
	}

	private async checkUrl(url: string, type: string): Promise<void> {
		if (!isLoopback(new URL(url))) return;
		const timeout = AbortSignal.timeout(this.timeoutMs);
		const file = await fetchFile(url, AbortSignal.any([timeout, this.stopped]));
		if (file !== null) check(file, type);
		else if (timeout.aborted && type === 'video') throw refused('Fetching the video took too long', 2018294);
		else throw refused('Failed to fetch the file from the url', 2018008);
	}
}

/** Null when there is none to be had. */
async function fetchFile(url: string, signal: AbortSignal): Promise<FileFacts | null> {
	try {
		// A redirection might lead out of loopback.
		const response = await fetch(url, { redirect: 'error', signal });
		const size = (await response.arrayBuffer()).byteLength;
		return response.ok ? { mimeType: response.headers.get('content-type') ?? '', size } : null;
	} catch {
		return null;
	}
}

function isUpload(payload: Param): boolean {
	return payload.at('url').isAbsent && payload.at('attachment_id').isAbsent;
}

function check({ mimeType, size }: FileFacts, type: string): void {
	if (type !== 'file' && !mimeType.startsWith(`${type}/`)) {
		throw refused(`A file of type ${mimeType} is no ${type}`, 2018047);
	}
	if (size > SIZE_MAX_BYTES) throw refused('Attachment size exceeds allowable limit', 2018109);
}

function refused(message: string, subcode: number): GraphError {
	return new GraphError({ message: `(#100) ${message}`, code: 100, subcode });
}
