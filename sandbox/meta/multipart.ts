/* eslint-disable @n8n/community-nodes/no-restricted-imports -- sandbox code never ships */
// The parts of a multipart/form-data body: texts by name, and files.
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { UploadedFile } from './sendingTypes.ts';

export interface FormData {
	fields: Record<string, string>;
	files: Record<string, UploadedFile>;
}

/** A body that is no multipart is an empty form. */
export async function readMultipart(contentType: string, bytes: Buffer): Promise<FormData> {
	const form: FormData = { fields: {}, files: {} };
	const headers: BusboyHeaders = { 'content-type': contentType };
	return await new Promise((resolve) => {
		try {
			const parser = new Busboy({ headers });
			parser.on('field', (name, value) => (form.fields[name] = value));
			parser.on('file', (field, stream, name, _encoding, mimeType) => {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => {
					const content = Buffer.concat(chunks);
					form.files[field] = { name: name ?? '', mimeType, size: content.length, content };
				});
			});
			parser.on('error', () => resolve(form));
			parser.on('finish', () => resolve(form));
			parser.end(bytes);
		} catch {
			resolve(form);
		}
	});
}
