/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code never ships */
// Every file of examples/ on a real n8n: imported as it is, filled in as its note says, published,
// tapped; then the other side is asked what arrived. The tests of each are in examples/.
import { readdirSync } from 'node:fs';
import { adClickReferral } from './examples/adClickReferral.ts';
import { agentWithHumanReview } from './examples/agentWithHumanReview.ts';
import { aiAgent } from './examples/aiAgent.ts';
import { answerTheTap } from './examples/answerTheTap.ts';
import { approveOrder, askForASlot } from './examples/asking.ts';
import { branchByButton } from './examples/branchByButton.ts';
import { carouselFromGoogleSheets } from './examples/carouselFromGoogleSheets.ts';
import { copyButtons } from './examples/copyButtons.ts';
import { crmLead } from './examples/crmLead.ts';
import { dataTable, dataTableAfterRestart } from './examples/dataTable.ts';
import { googleSheets, googleSheetsAfterRestart } from './examples/googleSheets.ts';
import { hubspotContact } from './examples/hubspotContact.ts';
import { nodeTypes } from './examples/nodeTypes.ts';
import { postgres, postgresAfterRestart } from './examples/postgres.ts';
import { removeDuplicates, removeDuplicatesAfterRestart } from './examples/removeDuplicates.ts';
import { setUpButtons } from './examples/setUpButtons.ts';
import { watch } from './examples/watch.ts';
import { ExampleWorld, FOLDER } from './support/exampleWorld.ts';

const EXAMPLES: Record<string, (at: () => ExampleWorld) => void> = {
	'ad-click-referral.json': adClickReferral,
	'agent-with-human-review.json': agentWithHumanReview,
	'ai-agent.json': aiAgent,
	'answer-the-tap.json': answerTheTap,
	'approve-order.json': approveOrder,
	'ask-for-a-slot.json': askForASlot,
	'branch-by-button.json': branchByButton,
	'carousel-from-google-sheets.json': carouselFromGoogleSheets,
	'copy-buttons.json': copyButtons,
	'crm-lead.json': crmLead,
	'data-table.json': dataTable,
	'google-sheets.json': googleSheets,
	'hubspot-contact.json': hubspotContact,
	'postgres.json': postgres,
	'remove-duplicates.json': removeDuplicates,
	'set-up-buttons.json': setUpButtons,
	'watch.json': watch,
};

let world: ExampleWorld;
const at = () => world;

beforeAll(async () => {
	world = await ExampleWorld.start();
}, 180_000);
afterAll(async () => await world.stop());

it('each example is executed', () => {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
	expect(Object.keys(EXAMPLES)).toEqual(files.sort());
});

describe('the pinned n8n', () => nodeTypes(at, Object.keys(EXAMPLES)));

describe.each(Object.entries(EXAMPLES))('%s', (_file, define) => define(at));

describe('a tap that is delivered again after n8n was restarted, which empties the memory of the trigger,', () => {
	beforeAll(async () => {
		await world.world.n8n.stop({ keep: true });
		await world.world.n8n.restart();
	}, 180_000);

	googleSheetsAfterRestart(at);
	postgresAfterRestart(at);
	dataTableAfterRestart(at);
	removeDuplicatesAfterRestart();
});

describe('the world outside', () => {
	it('got no request that it would refuse', () => {
		expect(world.doubles().flatMap((double) => double.refusals())).toEqual([]);
	});

	it('was asked under no name but those of the doubles', () => {
		expect(world.outside.hosts.refused()).toEqual([]);
	});
});
