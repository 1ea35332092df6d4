/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// A real n8n below a path, behind a router that leads nothing back in: the world calls it by a name
// that it cannot resolve itself.
import { readFileSync } from 'node:fs';
import { OUTSIDE_NAME } from '../../sandbox/meta/httpCall.ts';
import { freePort } from '../../sandbox/n8n/freePort.ts';
import { TRIGGER_NAME } from '../../sandbox/n8n/index.ts';
import { ASK, askPerson, publishAsking, tap, tapMenu, textsTo, untilWaiting } from './support/asking.ts';
import { FrontDoor } from './support/frontDoor.ts';
import { eventually, World, type Account } from './support/world.ts';

const door = new FrontDoor();
let world: World;
let publicUrl: string;
/** Where n8n listens. */
let inside: string;

beforeAll(async () => {
	const port = await freePort();
	inside = `http://127.0.0.1:${port}`;
	const { port: outside, pathname } = new URL(await door.listen(port, '/n8n'));
	publicUrl = `http://${OUTSIDE_NAME}:${outside}${pathname}`;
	const urls = { WEBHOOK_URL: `${publicUrl}/`, N8N_EDITOR_BASE_URL: `${publicUrl}/` };
	// As docs/TROUBLESHOOTING.md has it for alerts.
	world = await World.start({ port, env: { ...urls, N8N_LOG_LEVEL: 'debug', N8N_LOG_FORMAT: 'json' } });
});
afterAll(async () => {
	await world.stop();
	await door.close();
});

/** An app whose credential has this internal URL. */
async function addApp(internalUrl: string): Promise<Account> {
	const account = await world.addApp();
	const credential = { accessToken: account.token, internalUrl };
	return { ...account, credentialId: await world.addCredential(account.app, credential) };
}
const publishOne = async ({ credentialId, page }: Account) =>
	await world.publish(credentialId, { pages: [page.id] });
const tapPage = async ({ page }: Account) => (await world.meta.sendPostback({ pageId: page.id }))[0]?.status;
/** What the log has from here on. */
const watchLog = () => {
	const before = world.n8n.log().length;
	return () => world.n8n.log().slice(before);
};

interface Line {
	level: string;
	message: string;
	metadata?: Record<string, unknown>;
}
/** n8n's own begin with lines that are no JSON. */
const linesIn = (log: string): Line[] =>
	log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
/** What the example in docs/TROUBLESHOOTING.md asks of a line. */
function factsOfExample(): string[] {
	const [example = ''] = /jq [^`]*/.exec(readFileSync('docs/TROUBLESHOOTING.md', 'utf8')) ?? [];
	return [...example.matchAll(/\.metadata\.(\w+)/g)].map(([, name = '']) => name);
}

describe('with an internal URL', () => {
	it('two workflows share an app, and the list at Meta has the public address', async () => {
		const account = await addApp(`${inside}/`);
		const [first, second] = [await publishOne(account), await publishOne(account)];
		expect(world.callbackUrl(account.app)).toMatch(`${publicUrl}${first.path}?also=/n8n${second.path}&tag=`);
		expect(await tapPage(account)).toBe(200);
		for (const { id } of [first, second]) expect(await world.waitForItems(id, 1)).toHaveLength(1);
	});

	it('one of them is unpublished, and the other keeps its taps', async () => {
		const account = await addApp(inside);
		const [first, second] = [await publishOne(account), await publishOne(account)];
		await world.unpublish(first.id);
		expect(world.callbackUrl(account.app)).toBe(publicUrl + second.path);
		expect(await tapPage(account)).toBe(200);
		expect(await world.waitForItems(second.id, 1)).toHaveLength(1);
	});

	it('a question is answered, and the person is thanked', async () => {
		const account = await addApp(inside);
		const asking = await publishAsking(world, { account, ask: { options: { thankYou: 'Thanks' } } });
		const [yes] = await askPerson(world, asking, 'PSID-1');
		await untilWaiting(world, asking.workflowId);
		if (yes === undefined) throw new Error('no button');
		expect(await tap(world, yes)).toMatchObject({ status: 200 });
		const [execution] = await world.n8n.api.waitForExecutions(asking.workflowId, 1, 60_000);
		expect(await world.n8n.api.items(execution?.id ?? '', ASK)).toEqual([
			[expect.objectContaining({ answered: true, value: 'FRIDAY' })],
		]);
		await eventually(async () => textsTo(world, account, 'PSID-1').at(-1) === 'Thanks' || null, 'thanks');
	});
});

describe('without one, the message names the field', () => {
	it('when a second workflow is published, and with each tap', async () => {
		const account = await addApp('');
		const log = watchLog();
		const [first, second] = [await publishOne(account), await publishOne(account)];
		expect(log()).toMatch(/could not be asked.*gave no answer.*'Internal URL' of the credential/);
		// What could not be asked is put behind the one that answers.
		expect(await tapPage(account)).toBe(500);
		expect(linesIn(log()).find(({ metadata }) => metadata?.reason === 'relayFailed')).toMatchObject({
			level: 'warn',
			message: expect.stringMatching(/ \[relayFailed\]$/),
			metadata: { workflowId: second.id, nodeName: TRIGGER_NAME, path: `/n8n${first.path}`, status: 0 },
		});
		expect(log()).toMatch(/did not accept a delivery.*'Internal URL' of the credential/);
	});

	it('before a question is sent', async () => {
		const account = await addApp('');
		const asking = await publishAsking(world, { account });
		await tapMenu(world, account, 'PSID-2');
		const [execution] = await world.n8n.api.waitForExecutions(asking.workflowId, 1);
		const error = await world.n8n.api.executionError(execution?.id ?? '');
		expect(JSON.stringify(error)).toContain(`n8n does not reach itself at http://${OUTSIDE_NAME}`);
		expect(JSON.stringify(error)).toContain("'Internal URL' of the credential");
		expect(textsTo(world, account, 'PSID-2')).toEqual([]);
	});

	it('when a tap answers a question that was asked with one', async () => {
		const account = await addApp(inside);
		const asking = await publishAsking(world, { account });
		const without = await world.addCredential(account.app, { accessToken: account.token });
		await world.editTrigger(asking.workflowId, {
			credentials: { messengerApi: { id: without, name: 'Meta' } },
		});
		await world.n8n.api.publish(asking.workflowId);
		const [yes] = await askPerson(world, asking, 'PSID-3');
		await untilWaiting(world, asking.workflowId);
		if (yes === undefined) throw new Error('no button');
		const log = watchLog();
		expect(await tap(world, yes)).toMatchObject({ status: 500 });
		const errors = linesIn(log()).filter(({ level, metadata }) => level === 'error' && metadata?.reason);
		const facts = { reason: 'answerUndelivered', workflowId: asking.workflowId, nodeName: TRIGGER_NAME };
		expect(errors.map(({ metadata }) => metadata)).toEqual([expect.objectContaining(facts)]);
		expect(new Set(factsOfExample())).toEqual(new Set(Object.keys(facts)));
		expect(log()).toMatch(/could not be brought.*'Internal URL' of the credential/);
	});
});

it('one that leads elsewhere is refused, and nothing is registered', async () => {
	const account = await addApp(world.meta.baseUrl);
	const { id } = await world.addWorkflow(account.credentialId, { pages: [account.page.id] });
	expect(await world.n8n.api.publish(id)).toMatchObject({
		status: 'failed',
		errorMessage: expect.stringContaining(
			`'Internal URL' of the credential, ${world.meta.baseUrl}, does not lead`,
		),
	});
	expect(world.callbackUrl(account.app)).toBeUndefined();
});
