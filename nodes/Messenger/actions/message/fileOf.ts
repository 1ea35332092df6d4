// EDGE: the file of an item that a media message carries.
import type { IExecuteFunctions } from 'n8n-workflow';
import type { FileToSend } from '../../graph/sending';
import { readText } from '../item/parameters';
import { refused } from '../refusals/actionFailure';
import { LIMITS } from '../refusals/limits';

const BYTES_PER_MB = 1024 * 1024;

/** @throws {ActionFailure} when there is none, or Meta would not take it */
export async function fileOf(n8n: IExecuteFunctions, itemIndex: number): Promise<FileToSend> {
	const property = readText(n8n, 'binaryPropertyName', itemIndex);
	const binary = n8n.getInputData()[itemIndex]?.binary?.[property];
	if (binary === undefined) {
		throw refused(
			`This item has no file in '${property}'`,
			"'Input Binary Field' names the field that the node before put the file into.",
		);
	}
	const bytes = await n8n.helpers.getBinaryDataBuffer(itemIndex, property);
	const megabytes = bytes.length / BYTES_PER_MB;
	const { max } = LIMITS.file.on.messenger;
	if (megabytes > max) {
		throw refused(
			`The file in '${property}' has ${megabytes.toFixed(1)} MB; Meta takes at most ${max} MB`,
			'Send a link to it instead, or make it smaller.',
		);
	}
	return { bytes, name: binary.fileName ?? property, mimeType: binary.mimeType };
}
