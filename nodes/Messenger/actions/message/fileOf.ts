// EDGE: the file that a media message carries: of a field of the item, or given by an expression.
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { FileToSend } from '../../graph/sending';
import { textOf } from '../buttons/values';
import { refused } from '../refusals/actionFailure';
import { LIMITS } from '../refusals/limits';

const BYTES_PER_MB = 1024 * 1024;
/** What is longer is no name, but maybe a whole file. */
const LONGEST_NAME = 100;

/** @throws {ActionFailure} when there is none, or Meta would not take it */
export async function fileOf(n8n: IExecuteFunctions, itemIndex: number): Promise<FileToSend> {
	const given: unknown = n8n.getNodeParameter('binaryPropertyName', itemIndex, '');
	// A list or another object is for n8n's helper to refuse.
	const source = typeof given === 'object' ? (given as IBinaryData) : textOf(given);
	const where = typeof source === 'string' && source.length <= LONGEST_NAME ? ` in '${source}'` : '';
	const binary = binaryOf(n8n, itemIndex, source);
	if (binary === null) {
		throw refused(
			`This item has no file${where}`,
			"'Input Binary Field' names the field that the node before put the file into, or is an expression for a file, such as {{ $('Download').item.binary.data }}.",
		);
	}
	const bytes = await n8n.helpers.getBinaryDataBuffer(itemIndex, source);
	const megabytes = bytes.length / BYTES_PER_MB;
	const { max } = LIMITS.file.on.messenger;
	if (megabytes > max) {
		throw refused(
			`The file${where} has ${megabytes.toFixed(1)} MB; Meta takes at most ${max} MB`,
			'Send a link to it instead, or make it smaller.',
		);
	}
	const name = typeof source === 'string' ? source : 'file';
	return { bytes, name: binary.fileName ?? name, mimeType: binary.mimeType };
}

/** Null when there is none. n8n's helper knows where the workflow's settings have files stand. */
function binaryOf(
	n8n: IExecuteFunctions,
	itemIndex: number,
	source: string | IBinaryData,
): IBinaryData | null {
	try {
		return n8n.helpers.assertBinaryData(itemIndex, source);
	} catch {
		return null;
	}
}
