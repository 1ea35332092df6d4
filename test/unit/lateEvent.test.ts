import { withPayload } from '../../nodes/Messenger/trigger/answers/lateEvent';
import type { ButtonEvent } from '../../nodes/Messenger/trigger/events/buttonEvent';
import { aPostbackEvent, aQuickReplyEvent } from '../support/delivery';

const late = (source: Record<string, unknown>) =>
	withPayload({ payload: 'mpw1.sealed', source } as ButtonEvent, 'FRIDAY');

it.each([
	['a button', aPostbackEvent({ postback: { mid: 'm', title: 'Yes', payload: 'mpw1.sealed' } })],
	['a quick reply', aQuickReplyEvent({ quick_reply: { payload: 'mpw1.sealed' } })],
])('a late tap on %s has the value for its payload, in the raw event too', (_what, source) => {
	const before = JSON.stringify(source);
	const event = late(source);
	expect(event.payload).toBe('FRIDAY');
	expect(event.source).toEqual(JSON.parse(before.replace('mpw1.sealed', 'FRIDAY')));
	expect(JSON.stringify(source)).toBe(before);
});

it('another event stays as it is', () => {
	expect(late({ read: { watermark: 1 } }).source).toEqual({ read: { watermark: 1 } });
});
