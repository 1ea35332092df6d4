// The example workflows that begin with this package's trigger pass its own checks, and fit its
// outputs and items.
import type { OutputForm } from '../../nodes/Messenger/trigger/events/item';
import { compileRules, SINGLE_OUTPUT } from '../../nodes/Messenger/trigger/events/routing';
import { settingsFindings } from '../../nodes/Messenger/trigger/register/preflight';
import { aBody, anEntry, aPostbackEvent } from '../support/delivery';
import { openFilters, readBody } from '../support/settings';
import { examples, isTrigger, noteOf, settingsOf, type Connections } from './exampleFiles';

const triggered = examples.flatMap(([file, example]) => {
	const triggers = example.nodes.filter(isTrigger);
	return triggers.map((trigger) => [file, example, trigger] as const);
});

it('a workflow has one such trigger', () => {
	const withTrigger = triggered.map(([file]) => file);
	expect(withTrigger).not.toEqual([]);
	expect(withTrigger).toEqual([...new Set(withTrigger)]);
});

describe.each(triggered)('example %s', (_file, example, trigger) => {
	const settings = settingsOf(trigger);

	it('passes the checks of the settings that publishing makes', () => {
		expect(settingsFindings(settings)).toEqual([]);
	});

	it('connects every output of the trigger, and no more', () => {
		const { rules, routing } = settings;
		const { outputCount } = rules === null ? SINGLE_OUTPUT : compileRules(rules, routing).router;
		const outgoing = example.connections[trigger.name]?.main ?? [];
		expect(outgoing.map((targets) => targets.length > 0)).toEqual(Array(outputCount).fill(true));
	});

	it('reads, in nodes that get items from the trigger alone, only keys that its items have', () => {
		const keys = itemKeys(settings.output);
		const direct = example.nodes.filter(({ name }) => {
			const isTarget = ([, { main = [] }]: [string, Connections]) =>
				main.flat().some(({ node }) => node === name);
			const sources = Object.entries(example.connections).filter(isTarget);
			return sources.length === 1 && sources[0]?.[0] === trigger.name;
		});
		const used = [...JSON.stringify(direct).matchAll(/\$json\.(\w+)/g)].map(([, key]) => key ?? '');
		expect(used.filter((key) => !keys.includes(key))).toEqual([]);
	});

	it('has a note that asks for credential and Pages', () => {
		expect(noteOf(example)).toContain(`In **${trigger.name}**, choose your credential and your Pages.`);
	});
});

function itemKeys(form: OutputForm): string[] {
	const body = aBody({ entry: [anEntry({ messaging: [aPostbackEvent()] })] });
	return Object.keys(readBody(body, openFilters(), form).items[0] ?? {});
}
