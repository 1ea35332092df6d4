/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// The outputs as the editor works them out: n8n's own function on the node's own expression.
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { OUTPUTS_EXPRESSION } from '../../nodes/Messenger/trigger/description/outputs';
import { compileRules } from '../../nodes/Messenger/trigger/events/routing';
import { readSettings } from '../../nodes/Messenger/trigger/settings';
import { anEditorWorkflow } from '../support/editorWorkflow';

function outputsFor(parameters: INodeParameters): Array<string | undefined> {
	const { workflow, node, description } = anEditorWorkflow(parameters);
	const outputs = NodeHelpers.getNodeOutputs(workflow, node, description);
	return outputs.map((output) => (typeof output === 'string' ? output : output.displayName));
}

/** How many the trigger sends to. */
function countFor(parameters: INodeParameters): number {
	const { rules: compiled, routing } = readSettings({
		getNodeParameter: (name, fallback) => parameters[name] ?? fallback,
	});
	return compiled === null ? 1 : compileRules(compiled, routing).router.outputCount;
}

const rules = (...names: string[]) => ({
	routing: 'rules',
	rules: {
		values: names.map((outputName) => ({ outputName, conditions: { values: [{ field: 'payload' }] } })),
	},
});

describe('outputs in the editor', () => {
	it('are one without a name while routing is single', () => {
		expect(outputsFor({})).toEqual([undefined]);
		expect(outputsFor({ ...rules('A', 'B'), routing: 'single' })).toEqual([undefined]);
	});

	it("are named after the rules, in the rules' order", () => {
		expect(outputsFor(rules('Buy', 'Hours'))).toEqual(['Buy', 'Hours']);
		expect(outputsFor(rules('Hours', 'Buy'))).toEqual(['Hours', 'Buy']);
	});

	it('have a number when a rule has no name', () => {
		expect(outputsFor(rules('Buy', ''))).toEqual(['Buy', 'Rule 2']);
	});

	it('end with the fallback', () => {
		expect(outputsFor({ ...rules('Buy'), options: { fallbackOutput: 'extra' } })).toEqual(['Buy', 'Other']);
	});

	it('are one while there is no rule yet', () => {
		expect(outputsFor({ routing: 'rules', rules: {} })).toEqual([undefined]);
	});

	it('take a name that was not written in the editor as its text', () => {
		const values = [{ outputName: 7 }, { outputName: null }, { outputName: {} }, {}];
		expect(outputsFor({ routing: 'rules', rules: { values } })).toEqual(['7', 'Rule 2', 'Rule 3', 'Rule 4']);
	});

	const A_NAME = expect.stringMatching(/./s) as string;

	it('are named, as many as the trigger sends to, whatever the parameters are', () => {
		const value = fc.jsonValue();
		const row = fc.oneof(value, fc.record({ outputName: value }));
		const rules = fc.oneof(value, fc.record({ values: fc.oneof(value, fc.array(row)) }));
		const options = fc.oneof(value, fc.record({ fallbackOutput: fc.constantFrom('extra', 'drop') }));
		fc.assert(
			fc.property(fc.record({ routing: fc.constant('rules'), rules, options }), ($parameter) => {
				const outputs = runInNewContext(OUTPUTS_EXPRESSION.slice(3, -2), { $parameter }) as unknown[];
				expect(outputs).toHaveLength(countFor($parameter as INodeParameters));
				if (outputs.length === 1) return;
				for (const output of outputs) expect(output).toMatchObject({ displayName: A_NAME });
			}),
		);
	});

	it.each<INodeParameters>([
		{},
		rules('A'),
		rules('A', 'B', 'C'),
		{ ...rules('A', 'B'), options: { fallbackOutput: 'extra' } },
		{ routing: 'rules', rules: {} },
		{ routing: 'rules', rules: {}, options: { fallbackOutput: 'extra' } },
	])('are as many as the trigger sends to: %j', (parameters) => {
		expect(outputsFor(parameters)).toHaveLength(countFor(parameters));
	});
});
