// The newest supported n8n does the main job.
import { describeCredential } from './support/credentialAnswers.ts';
import { describeMainJob } from './support/mainJob.ts';
import { World } from './support/world.ts';

let world: World;

beforeAll(async () => {
	world = await World.start();
});
afterAll(async () => await world.stop());

describeMainJob(() => world);
describeCredential(() => world);
