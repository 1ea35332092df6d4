/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test code never ships */
// The example workflows import as they are, fit the node's parameters and outputs, and carry nothing of their author's.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { MessengerPostbackTrigger } from '../../nodes/MessengerPostbackTrigger/MessengerPostbackTrigger.node';
import type { OutputForm } from '../../nodes/MessengerPostbackTrigger/lib/item';
import { compileRules, SINGLE_OUTPUT } from '../../nodes/MessengerPostbackTrigger/lib/routing';
import { readSettings } from '../../nodes/MessengerPostbackTrigger/parameters';
import { settingsFindings } from '../../nodes/MessengerPostbackTrigger/preflightChecks';
import { aBody, anEntry, aPostbackEvent } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';
import { parameterProblems } from './parameterProblems';

interface ExampleNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
	credentials?: unknown;
	webhookId?: string;
}

interface Example {
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string; type: string; index: number }>> }>;
	pinData: object;
}

const FOLDER = join(__dirname, '../../examples');
const PACKAGE = 'n8n-nodes-messenger-postbacks.';
const { description } = new MessengerPostbackTrigger();

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

describe('the list of examples', () => {
	it('in the README names exactly the files that exist', () => {
		const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
		const listed = [...readme.matchAll(/^\| \[`(.+?)`\]\((.+?)\)\s*\|/gm)].map(([, label, link]) => [
			label,
			link,
		]);
		expect(files.length).toBeGreaterThan(0);
		expect(listed.sort()).toEqual(files.map((file) => [file, file]).sort());
	});
});

describe.each(examples)('example %s', (_file, example) => {
	it('names each node once, and gives each its own ID', () => {
		const names = example.nodes.map(({ name }) => name);
		expect(names).toEqual([...new Set(names)]);
		expect(new Set(example.nodes.map(({ id }) => id)).size).toBe(names.length);
	});

	it('connects nodes that exist, and leaves none but notes unconnected', () => {
		const targets = Object.values(example.connections).flatMap(({ main }) => main.flat());
		const connected = [...Object.keys(example.connections), ...targets.map(({ node }) => node)];
		const working = example.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
		expect([...new Set(connected)].sort()).toEqual(working.map(({ name }) => name).sort());
		expect(targets.every(({ type }) => type === 'main')).toBe(true);
	});

	it('uses the trigger of this package, in its version', () => {
		const ours = example.nodes.filter(({ type }) => type.startsWith(PACKAGE));
		expect(ours.map(({ type, typeVersion }) => ({ type, typeVersion }))).toEqual([
			{ type: PACKAGE + description.name, typeVersion: description.version },
		]);
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

	it('reads, behind the trigger, only keys that its items have', () => {
		const keys = itemKeys(settingsOf(example).output);
		const targets = example.connections[triggerOf(example).name]?.main.flat() ?? [];
		const direct = example.nodes.filter(({ name }) => targets.some(({ node }) => node === name));
		const used = [...JSON.stringify(direct).matchAll(/\$json\.(\w+)/g)].map(([, key]) => key ?? '');
		expect(used.filter((key) => !keys.includes(key))).toEqual([]);
	});

	it('carries no credential, no webhook ID and no pinned data', () => {
		expect(example.nodes.filter((node) => 'credentials' in node || 'webhookId' in node)).toEqual([]);
		expect(example.pinData).toEqual({});
		expect(triggerOf(example).parameters).not.toHaveProperty('pages');
	});

	it('says in a note what to fill in, and names there only nodes and parameters that exist', () => {
		const notes = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes).toHaveLength(1);
		const text = String(notes[0]?.parameters.content);
		expect(text).toContain('choose your credential and your Pages');
		const known = [...example.nodes.map(({ name }) => name), ...displayNames(), ...outputNames(example)];
		const bold = [...text.matchAll(/\*\*(.+?)\*\*/g)].map(([, name]) => name ?? '');
		expect(bold.filter((name) => !known.includes(name))).toEqual([]);
	});
});

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
