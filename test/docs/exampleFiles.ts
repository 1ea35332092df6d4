/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// The example workflows as they are in their files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters, INodeTypeDescription } from 'n8n-workflow';
import { Messenger } from '../../nodes/Messenger/Messenger.node';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';
import { readSettings } from '../../nodes/Messenger/trigger/settings';

export interface ExampleNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: INodeParameters;
	credentials?: unknown;
	webhookId?: string;
}

type Outputs = Array<Array<{ node: string; type: string; index: number }>>;

/** Those of a node, by type. */
export type Connections = Record<string, Outputs>;

export interface Example {
	nodes: ExampleNode[];
	connections: Record<string, Connections>;
	pinData: object;
}

export const FOLDER = join(__dirname, '../../examples');
const PACKAGE = 'n8n-nodes-messenger-postbacks.';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

export const TRIGGER = new MessengerPostbackTrigger().description;
const MESSENGER = new Messenger().description;

export const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;
export const examples = files.map((file) => [file, read(file)] as const);

export const isNote = ({ type }: ExampleNode) => type === STICKY_NOTE;

export const isTrigger = ({ type }: ExampleNode) => type === PACKAGE + TRIGGER.name;

export const isOurs = ({ type }: ExampleNode) => type.startsWith(PACKAGE);

/** n8n adds `Tool` to the name of a node that an AI agent uses, `HitlTool` for Human review. */
export function descriptionOf({ name, type }: ExampleNode): INodeTypeDescription {
	const base = type.slice(PACKAGE.length).replace(/(Hitl)?Tool$/, '');
	const found = [TRIGGER, MESSENGER].find((description) => description.name === base);
	if (found === undefined) throw new Error(`${name} is no node of this package`);
	return found;
}

/** What `**` stands around. */
export function boldIn(text: string): string[] {
	return [...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, name]) => name ?? '');
}

export function noteOf({ nodes }: Example): string {
	return String(nodes.find(isNote)?.parameters.content);
}

export function settingsOf({ parameters }: ExampleNode) {
	return readSettings({ getNodeParameter: (name, fallback) => parameters[name] ?? fallback });
}
