// The outputs as the editor works them out: n8n's own function on the node's own expression.
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { compileRules } from '../../nodes/Messenger/trigger/events/routing';
import { readSettings } from '../../nodes/Messenger/trigger/settings';
import { anEditorWorkflow } from '../support/editorWorkflow';

function outputsFor(parameters: INodeParameters): Array<string | undefined> {
	const { workflow, node, description } = anEditorWorkflow(parameters);
	const outputs = NodeHelpers.getNodeOutputs(workflow, node, description);
	return outputs.map((output) => (typeof output === 'string' ? output : output.displayName));
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

	it.each<INodeParameters>([
		{},
		rules('A'),
		rules('A', 'B', 'C'),
		{ ...rules('A', 'B'), options: { fallbackOutput: 'extra' } },
		{ routing: 'rules', rules: {} },
		{ routing: 'rules', rules: {}, options: { fallbackOutput: 'extra' } },
	])('are as many as the trigger sends to: %j', (parameters) => {
		const { rules: compiled, routing } = readSettings({
			getNodeParameter: (name, fallback) => parameters[name] ?? fallback,
		});
		const count = compiled === null ? 1 : compileRules(compiled, routing).router.outputCount;
		expect(outputsFor(parameters)).toHaveLength(count);
	});
});
