/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// The example workflows import as they are, fit the node's parameters and outputs, and carry
// nothing of their author's.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { Messenger } from '../../nodes/Messenger/Messenger.node';
import { MessengerPostbackTrigger } from '../../nodes/Messenger/MessengerPostbackTrigger.node';
import type { OutputForm } from '../../nodes/Messenger/trigger/events/item';
import { compileRules, SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { settingsFindings } from '../../nodes/Messenger/trigger/register/preflight';
import { readSettings } from '../../nodes/Messenger/trigger/settings';
import { aBody, anEntry, aPostbackEvent } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';
import { parameterProblems } from './parameterProblems';

interface ExampleNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: INodeParameters;
	credentials?: unknown;
	webhookId?: string;
}

interface Example {
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string; type: string; index: number }>> }>;
	pinData: object;
}

type Link = [from: string, to: Example['connections'][string]];

const FOLDER = join(__dirname, '../../examples');
const PACKAGE = 'n8n-nodes-messenger-postbacks.';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';
/**
 * As the editor draws them, with room for a name of two lines below and for half of a long name
 * beside.
 */
const NODE_SIZE = 96;
const NAME_HEIGHT = 60;
const NAME_OVERHANG = 40;
const { description } = new MessengerPostbackTrigger();
const { description: messenger } = new Messenger();

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Example;
const examples = files.map((file) => [file, read(file)] as const);

const triggerOf = ({ nodes }: Example) => {
	const trigger = nodes.find(({ type }) => type === PACKAGE + description.name);
	if (trigger === undefined) throw new Error('The example has no trigger of this package');
	return trigger;
};

const settingsOf = (example: Example) => {
	const { parameters } = triggerOf(example);
	return readSettings({ getNodeParameter: (name, fallback) => parameters[name] ?? fallback });
};

const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');

describe('the list of examples', () => {
	it('in the README names exactly the files that exist', () => {
		const listed = [...readme.matchAll(/^\| \[`(.+?)`\]\((.+?)\)\s*\|/gm)].map(([, label, link]) => [
			label,
			link,
		]);
		expect(files.length).toBeGreaterThan(0);
		expect(listed.sort()).toEqual(files.map((file) => [file, file]).sort());
	});
});

describe.each(examples)('example %s', (file, example) => {
	it('names each node once, and gives each its own ID', () => {
		const names = example.nodes.map(({ name }) => name);
		expect(names).toEqual([...new Set(names)]);
		expect(new Set(example.nodes.map(({ id }) => id)).size).toBe(names.length);
	});

	it('connects nodes that exist, and leaves none but notes unconnected', () => {
		const targets = Object.values(example.connections).flatMap(({ main }) => main.flat());
		const connected = [...Object.keys(example.connections), ...targets.map(({ node }) => node)];
		const working = example.nodes.filter(({ type }) => type !== STICKY_NOTE);
		expect([...new Set(connected)].sort()).toEqual(working.map(({ name }) => name).sort());
		expect(targets.every(({ type }) => type === 'main')).toBe(true);
	});

	it('uses one trigger of this package, and its nodes in their versions', () => {
		const ours = example.nodes.filter(({ type }) => type.startsWith(PACKAGE));
		const triggers = ours.filter(({ type }) => type === PACKAGE + description.name);
		expect(triggers.map(({ typeVersion }) => typeVersion)).toEqual([description.version]);
		const others = ours.filter((node) => !triggers.includes(node));
		for (const { type, typeVersion } of others) {
			expect({ type, typeVersion }).toEqual({
				type: PACKAGE + messenger.name,
				typeVersion: messenger.version,
			});
		}
	});

	it('sets only parameters that a Messenger node has and shows', () => {
		for (const { type, parameters } of example.nodes) {
			if (type !== PACKAGE + messenger.name) continue;
			const shown = NodeHelpers.getNodeParameters(
				messenger.properties,
				parameters,
				true,
				false,
				{ typeVersion: 1 },
				messenger,
			);
			expect(shown).toMatchObject(parameters);
		}
	});

	it('sets only parameters and values that the trigger has and shows', () => {
		const { parameters } = triggerOf(example);
		expect(parameterProblems(description.properties, parameters)).toEqual([]);
		const shown = NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			{ typeVersion: 2 },
			description,
		);
		expect(shown).toMatchObject(parameters);
	});

	it('passes the checks of the settings that publishing makes', () => {
		expect(settingsFindings(settingsOf(example))).toEqual([]);
	});

	it('connects every output of the trigger, and no more', () => {
		const { rules, routing } = settingsOf(example);
		const { outputCount } = rules === null ? SINGLE_OUTPUT : compileRules(rules, routing).router;
		const outgoing = example.connections[triggerOf(example).name]?.main ?? [];
		expect(outgoing.map((targets) => targets.length > 0)).toEqual(Array(outputCount).fill(true));
	});

	it('reads, in nodes that get items from the trigger alone, only keys that its items have', () => {
		const keys = itemKeys(settingsOf(example).output);
		const direct = example.nodes.filter(({ name }) => {
			const isTarget = ([, { main }]: Link) => main.flat().some(({ node }) => node === name);
			const sources = Object.entries(example.connections).filter(isTarget);
			return sources.length === 1 && sources[0]?.[0] === triggerOf(example).name;
		});
		const used = [...JSON.stringify(direct).matchAll(/\$json\.(\w+)/g)].map(([, key]) => key ?? '');
		expect(used.filter((key) => !keys.includes(key))).toEqual([]);
	});

	it('carries no credential, no webhook ID and no pinned data', () => {
		expect(example.nodes.filter((node) => 'credentials' in node || 'webhookId' in node)).toEqual([]);
		expect(example.pinData).toEqual({});
		expect(triggerOf(example).parameters).not.toHaveProperty('pages');
	});

	it('says in a note what to fill in, and names there only nodes and parameters that exist', () => {
		const notes = example.nodes.filter(({ type }) => type === STICKY_NOTE);
		expect(notes).toHaveLength(1);
		const text = String(notes[0]?.parameters.content);
		expect(text).toContain('choose your credential and your Pages');
		const known = [...example.nodes.map(({ name }) => name), ...displayNames(), ...outputNames(example)];
		expect(boldIn(text).filter((name) => !known.includes(name))).toEqual([]);
	});

	it('has the same nodes to fill in, run or replace in the README as in its note', () => {
		const row = readme.split('\n').find((line) => line.startsWith(`| [\`${file}\`]`)) ?? '';
		const note = example.nodes.find(({ type }) => type === STICKY_NOTE)?.parameters.content;
		const steps = String(note)
			.split('\n')
			.filter((line) => /^\d\. /.test(line));
		const nodes = boldIn(steps.join('\n')).filter((name) => example.nodes.some((node) => node.name === name));
		const expected = nodes.filter((name) => name !== triggerOf(example).name);
		expect(boldIn(row).sort()).toEqual(expected.sort());
	});

	it('reads from left to right, and nothing on its canvas covers anything else', () => {
		const at = new Map(example.nodes.map((node) => [node.name, node.position]));
		const backwards = Object.entries(example.connections).flatMap(([from, { main }]) =>
			main.flat().filter(({ node }) => (at.get(node)?.[0] ?? 0) - NODE_SIZE < (at.get(from)?.[0] ?? 0)),
		);
		expect(backwards).toEqual([]);
		const boxes = example.nodes.map(boxOf);
		const covered = boxes.flatMap((box, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => covers(box, other))
				.map((other) => [box.name, other.name]),
		);
		expect(covered).toEqual([]);
	});
});

interface Box {
	name: string;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

function boxOf({ name, type, position: [left, top], parameters }: ExampleNode): Box {
	if (type === STICKY_NOTE) {
		const { width, height } = parameters as { width: number; height: number };
		return { name, left, right: left + width, top, bottom: top + height };
	}
	const right = left + NODE_SIZE + NAME_OVERHANG;
	return { name, left: left - NAME_OVERHANG, right, top, bottom: top + NODE_SIZE + NAME_HEIGHT };
}

function covers(one: Box, other: Box): boolean {
	const beside = one.right <= other.left || other.right <= one.left;
	return !beside && one.top < other.bottom && other.top < one.bottom;
}

function boldIn(text: string): string[] {
	return [...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, name]) => name ?? '');
}

function itemKeys(form: OutputForm): string[] {
	const body = aBody({ entry: [anEntry({ messaging: [aPostbackEvent()] })] });
	return Object.keys(readBody(body, openFilters(), form).items[0] ?? {});
}

/** The trigger's parameters, options, and their values, as the editor labels them. */
function displayNames(): string[] {
	return [...JSON.stringify(description.properties).matchAll(/"(?:displayName|name)":"(.+?)"/g)].map(
		([, name]) => name ?? '',
	);
}

function outputNames(example: Example): string[] {
	return [...(settingsOf(example).rules ?? []).map(({ outputName }) => outputName), 'Other'];
}
