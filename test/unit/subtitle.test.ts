// The line below the node on the canvas, as the editor works it out: n8n's own expressions on the
// node's own subtitle.
import type { INodeParameters } from 'n8n-workflow';
import { ALL_EVENT_KINDS } from '../../nodes/Messenger/trigger/events/fields';
import { anEditorWorkflow } from '../support/editorWorkflow';

function subtitleFor(parameters: INodeParameters): unknown {
	const { workflow, node, description } = anEditorWorkflow(parameters);
	return workflow.expression.getSimpleParameterValue(node, description.subtitle, 'internal', {});
}

it.each<[string, INodeParameters]>([
	['No Page · Button Taps', {}],
	['1 Page · Button Taps', { pages: ['1000'] }],
	['2 Pages · Button Taps, Referrals', { pages: ['1000', '2000'], events: ['referral', 'postback'] }],
	['All Pages · Quick Replies', { pageSelection: 'all', events: ['quickReply'] }],
	['All Pages · Button Taps', { pageSelection: 'all', pages: ['1000'] }],
	['All Pages · Button Taps', { registration: 'manual', pages: [] }],
	['1 Page · Button Taps', { registration: 'manual', pages: ['1000'] }],
	['1 Page · All Events', { pages: ['1000'], events: ALL_EVENT_KINDS }],
	['1 Page · No Event', { pages: ['1000'], events: [] }],
	['1 Page · No Event', { pages: ['1000'], events: ['unknown'] }],
])('reads "%s" for %j', (subtitle, parameters) => {
	expect(subtitleFor(parameters)).toBe(subtitle);
});

it('says so when Pages or events come from an expression that gives no list', () => {
	const byExpression = { pages: '={{ "1000" }}', events: '={{ "postback" }}' };
	expect(subtitleFor(byExpression)).toBe('Pages by Expression · Events by Expression');
});

it('counts what an expression gives when it gives a list', () => {
	expect(subtitleFor({ pages: '={{ ["1000", "2000"] }}' })).toBe('2 Pages · Button Taps');
});

it('tolerates parameters that are missing or of another kind', () => {
	for (const odd of [null, 7, {}, '', undefined]) {
		const parameters = { pageSelection: odd, pages: odd, events: odd, registration: odd } as INodeParameters;
		expect(subtitleFor(parameters)).toMatch(
			/^(No Page|Pages by Expression) · (No Event|Events by Expression|Button Taps)$/,
		);
	}
});
