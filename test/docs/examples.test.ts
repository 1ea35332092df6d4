/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The example workflows import as they are, fit the parameters of this package's nodes, and carry
// nothing of their author's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import {
	boldIn,
	descriptionOf,
	examples,
	files,
	FOLDER,
	isNote,
	isOurs,
	isTrigger,
	noteOf,
	settingsOf,
	type Example,
	type ExampleNode,
} from './exampleFiles';
import { parameterProblems } from './parameterProblems';

/**
 * As the editor draws them, with room for a name of two lines below and for half of a long name
 * beside.
 */
const NODE_SIZE = 96;
const NAME_HEIGHT = 60;
const NAME_OVERHANG = 40;

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
		const outputs = Object.values(example.connections).flatMap((ofNode) => Object.entries(ofNode));
		const targets = outputs.flatMap(([, lists]) => lists.flat());
		const connected = [...Object.keys(example.connections), ...targets.map(({ node }) => node)];
		const working = example.nodes.filter((node) => !isNote(node));
		expect([...new Set(connected)].sort()).toEqual(working.map(({ name }) => name).sort());
		const crossed = outputs.filter(([from, lists]) => lists.flat().some(({ type }) => type !== from));
		expect(crossed).toEqual([]);
	});

	const ours = example.nodes.filter(isOurs);

	it('has nodes of this package, in the versions they have', () => {
		expect(ours).not.toEqual([]);
		for (const node of ours) expect([descriptionOf(node).version].flat()).toContain(node.typeVersion);
	});

	it.each(ours.map((node) => [node.name, node] as const))(
		"sets only parameters and values that '%s' has and shows",
		(_name, node) => {
			const { parameters, typeVersion } = node;
			const description = descriptionOf(node);
			expect(parameterProblems(description.properties, parameters)).toEqual([]);
			const shown = NodeHelpers.getNodeParameters(
				description.properties,
				parameters,
				true,
				false,
				{ typeVersion },
				description,
			);
			expect(shown).toMatchObject(parameters);
		},
	);

	it('carries no credential, no webhook ID, no pinned data, and no Page', () => {
		expect(example.nodes.filter((node) => 'credentials' in node || 'webhookId' in node)).toEqual([]);
		expect(example.pinData).toEqual({});
		for (const { parameters } of ours) {
			expect(parameters).not.toHaveProperty('pages');
			expect(pageIn(parameters)).toMatch(/^(=.*)?$/);
		}
	});

	it('says in a note what to fill in, and names there only nodes and parameters that exist', () => {
		expect(example.nodes.filter(isNote)).toHaveLength(1);
		const text = noteOf(example);
		expect(text).toContain('choose your credential');
		const known = [...example.nodes.map(({ name }) => name), ...displayNames(ours), ...outputNames(example)];
		expect(boldIn(text).filter((name) => !known.includes(name))).toEqual([]);
	});

	it('has the same nodes to fill in, run or replace in the README as in its note', () => {
		const row = readme.split('\n').find((line) => line.startsWith(`| [\`${file}\`]`)) ?? '';
		const steps = noteOf(example)
			.split('\n')
			.filter((line) => /^\d\. /.test(line));
		const named = boldIn(steps.join('\n'));
		const expected = example.nodes.filter((node) => named.includes(node.name) && !isTrigger(node));
		expect(boldIn(row).sort()).toEqual(expected.map(({ name }) => name).sort());
	});

	it('reads from left to right, and nothing on its canvas covers anything else', () => {
		const at = new Map(example.nodes.map((node) => [node.name, node.position]));
		const backwards = Object.entries(example.connections).flatMap(([from, { main = [] }]) =>
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

function boxOf(node: ExampleNode): Box {
	const { name, position, parameters } = node;
	const [left, top] = position;
	if (isNote(node)) {
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

/** Empty, unless it is an expression. */
function pageIn({ page }: INodeParameters): unknown {
	return page === undefined ? '' : (page as { value: unknown }).value;
}

/** Their parameters, options, and values, as the editor labels them. */
function displayNames(nodes: ExampleNode[]): string[] {
	const labels = JSON.stringify(nodes.map((node) => descriptionOf(node).properties));
	return [...labels.matchAll(/"(?:displayName|name)":"(.+?)"/g)].map(([, name]) => name ?? '');
}

function outputNames({ nodes }: Example): string[] {
	const trigger = nodes.find(isTrigger);
	return trigger === undefined
		? []
		: [...(settingsOf(trigger).rules ?? []).map(({ outputName }) => outputName), 'Other'];
}
