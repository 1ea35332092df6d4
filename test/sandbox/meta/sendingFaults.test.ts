import {
	PASSING_FAILURE,
	refusedWith,
	SENT_BUT_FAILED,
	SENT_WITHOUT_ANSWER,
	throttled,
	type FaultAction,
} from '../../../sandbox/meta/index.ts';
import { refusal } from './graphClient.ts';
import { endScenes, type Scene } from './scene.ts';
import { aTalkingScene, sendText } from './sending.ts';

afterEach(endScenes);

function failOnce(scene: Scene, action: FaultAction): void {
	scene.meta.addFault({ method: 'POST', path: /\/messages$/, do: action });
}

it.each<[string, FaultAction, unknown, number]>([
	['sent but failed', SENT_BUT_FAILED, refusal(1, { error_subcode: 1357046 }), 1],
	['a passing failure', PASSING_FAILURE, refusal(1200, { error_subcode: 2018024 }), 0],
	[
		'a passing failure after the effect',
		{ ...PASSING_FAILURE, afterEffect: true },
		refusal(1200, { error_subcode: 2018024 }),
		1,
	],
	[
		'any other refusal',
		refusedWith({ code: 2022, message: 'Barred' }),
		refusal(2022, { message: 'Barred' }),
		0,
	],
])('%s answers once with its code', async (_label, action, body, sent) => {
	const scene = await aTalkingScene();
	failOnce(scene, action);
	expect((await sendText(scene)).body).toEqual(body);
	expect(scene.meta.sentMessages()).toHaveLength(sent);
	expect((await sendText(scene)).status).toBe(200);
	expect(scene.meta.sentMessages()).toHaveLength(sent + 1);
});

it('a message can be sent without an answer ever coming', async () => {
	const scene = await aTalkingScene();
	failOnce(scene, SENT_WITHOUT_ANSWER);
	const sent = new Promise((resolve) => void scene.meta.onMessageSent(resolve));
	const answer = sendText(scene).then(
		() => 'answered',
		() => 'cut off',
	);
	await sent;
	await scene.meta.stop();
	expect(await answer).toBe('cut off');
	expect(scene.meta.sentMessages()).toHaveLength(1);
});

it('throttling says how long to wait, or not', async () => {
	const scene = await aTalkingScene();
	for (const [action, header] of [
		[throttled(3), '3'],
		[throttled(), null],
	] as const) {
		failOnce(scene, action);
		const answer = await sendText(scene);
		expect(answer.body).toEqual(refusal(613));
		expect(answer.headers.get('retry-after')).toBe(header);
	}
	expect(scene.meta.sentMessages()).toEqual([]);
});

it('a lost message is answered like one that was sent', async () => {
	const scene = await aTalkingScene();
	failOnce(scene, { loseWrite: true });
	expect((await sendText(scene)).body).toEqual({ recipient_id: 'PSID-7', message_id: expect.any(String) });
	expect(scene.meta.sentMessages()).toEqual([]);
});
