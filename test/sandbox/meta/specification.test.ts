// Meta's own SDK is the witness for every name the simulator knows at Pages and apps.
import { version } from 'facebook-nodejs-business-sdk/package.json';
import { EDGES } from '../../../sandbox/meta/edges.ts';
import { fieldsOf, pageSpelling } from '../../../sandbox/meta/fields.ts';
import { PLATFORMS } from '../../../sandbox/meta/messengerProfile.ts';
import { PROFILE_PARTS } from '../../../sandbox/meta/profileRules.ts';
import { MESSAGING_TYPES, NOTIFICATION_TYPES, SENDER_ACTIONS } from '../../../sandbox/meta/sendParameters.ts';
import { SDK_EDGES, SDK_ENUMERATIONS, SDK_FIELDS } from '../../support/metaSdk.ts';
import { strangeNames } from '../../support/metaSpecification.ts';

it('the witness is the version that the exceptions were written for', () => {
	expect(version).toBe('24.0.1');
});

describe('the SDK knows', () => {
	const calls = Object.entries(EDGES).flatMap(([edge, { node, parameters }]) =>
		Object.entries(parameters).map(([method, names]) => ({ node, edge, method, names })),
	);

	it.each(calls)('$method $edge of $node with its parameters', ({ node, edge, method, names }) => {
		expect(SDK_EDGES[node]).toContain(`${method} ${edge}`);
		const parameters = Object.fromEntries(names.map((name) => [name, '']));
		expect(strangeNames({ method, path: `/1/${edge}`, parameters })).toEqual([]);
	});

	it.each([
		['messaging_type', MESSAGING_TYPES],
		['notification_type', NOTIFICATION_TYPES],
		['sender_action', SENDER_ACTIONS],
		['platform', PLATFORMS],
	] as const)('the values of %s, and no others', (parameter, values) => {
		expect(values.toSorted()).toEqual(SDK_ENUMERATIONS[parameter].toSorted());
	});

	it('every field that a Page can subscribe to', () => {
		expect(SDK_ENUMERATIONS.subscribed_fields).toEqual(expect.arrayContaining(fieldsOf('page')));
	});

	it('every part of a Messenger profile', () => {
		expect(SDK_FIELDS.messengerProfile).toEqual(expect.arrayContaining([...PROFILE_PARTS]));
	});
});

it('of the fields of Instagram the SDK knows the messaging ones, in the spelling of a Page', () => {
	const strange = fieldsOf('instagram').filter(
		(field) => !SDK_ENUMERATIONS.subscribed_fields.includes(pageSpelling('instagram', field)),
	);
	// The object 'instagram' has an enumeration only in its documentation; these are about posts.
	expect(strange).toEqual(['comments', 'live_comments', 'mentions', 'story_insights']);
});

describe('a call is found strange', () => {
	it.each([
		['an edge', { method: 'POST', path: '/1/mesages', parameters: {} }, 'Page: POST mesages'],
		['a method', { method: 'GET', path: '/1/messages', parameters: {} }, 'Page: GET messages'],
		[
			'a parameter',
			{ method: 'POST', path: '/me/messages', parameters: { recipiant: '{}' } },
			'POST messages recipiant',
		],
		[
			'a value',
			{ method: 'POST', path: '/1/messages', parameters: { sender_action: 'typing' } },
			'POST messages sender_action=typing',
		],
		[
			'a value of a list',
			{ method: 'POST', path: '/1/subscribed_apps', parameters: { subscribed_fields: '["feed","taps"]' } },
			'POST subscribed_apps subscribed_fields=taps',
		],
	])('by %s', (_label, call, strange) => {
		expect(strangeNames(call)).toEqual([strange]);
	});
});
