/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- bench code never ships */
// `npm run bench`: measures, prints a table per section, and writes them into docs/PERFORMANCE.md.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { discardPackage, ensureN8n, packPackage } from '../sandbox/n8n/index.ts';
import { repositoryRoot } from '../sandbox/n8n/repositoryRoot.ts';
import { benchAnswers } from './answers.ts';
import { N8N_SETTINGS, openArena, type Arena } from './arena.ts';
import { benchBatches } from './batches.ts';
import { benchChecking } from './checking.ts';
import { benchCombining } from './combining.ts';
import { benchGrowth } from './growth.ts';
import { benchHotPath } from './hotPath.ts';
import { benchLazyIsolates, LAZY_ISOLATES } from './lazyIsolates.ts';
import { describeRun } from './machine.ts';
import { benchPackage } from './packageCost.ts';
import { benchPublishing } from './publishing.ts';
import { asMarkdown, writeBetweenMarks, type Section } from './report.ts';
import { benchSavings } from './savings.ts';
import { benchNoise, benchTaps } from './triggers.ts';

const FULL = {
	hotPath: { rounds: 9, milliseconds: 100 },
	triggers: { rounds: 5, seconds: 2.5 },
	combining: { rounds: 4, seconds: 2 },
	growthSteps: 10,
	pages: [1, 50, 500],
	mixedDeliveries: 200,
	waiting: 1_000,
	packageLoads: 5,
};
/** To see whether everything works; too short for figures to rely on. */
const QUICK: typeof FULL = {
	hotPath: { rounds: 3, milliseconds: 30 },
	triggers: { rounds: 1, seconds: 0.5 },
	combining: { rounds: 1, seconds: 0.5 },
	growthSteps: 6,
	pages: [1, 50],
	mixedDeliveries: 40,
	waiting: 40,
	packageLoads: 1,
};

const USAGE = `Usage: npm run bench                        everything, into docs/PERFORMANCE.md, about 7 minutes
       npm run bench -- --quick             prints only, about 2 minutes: too short for figures to rely on
       npm run bench -- --only taps,noise   these sections, prints only
Sections: `;

type Plan = typeof FULL;

const IN_PROCESS: Record<string, (plan: Plan) => Promise<Section>> = {
	hotPath: async ({ hotPath }) => await benchHotPath(hotPath),
	growth: async ({ growthSteps }) => await benchGrowth(growthSteps),
};
const ON_N8N: Record<string, (arena: Arena, plan: Plan) => Promise<Section>> = {
	taps: async (arena, { triggers }) => await benchTaps(arena, triggers),
	noise: async (arena, { triggers }) => await benchNoise(arena, triggers),
	combining: async (arena, { combining }) => await benchCombining(arena, combining),
	batches: async (arena, { combining }) => await benchBatches(arena, combining),
	savings: async (arena, { mixedDeliveries }) => await benchSavings(arena, mixedDeliveries),
	answers: async (arena, { waiting }) => await benchAnswers(arena, waiting),
	publishing: async (arena, { pages }) => await benchPublishing(arena, pages),
	checking: async (arena, { pages }) => await benchChecking(arena, pages),
	package: async (arena, { packageLoads }) => await benchPackage(arena, packageLoads),
};
/** Needs an n8n of its own. */
const LAZY = 'lazyIsolates';
const ALL = [...Object.keys(IN_PROCESS), ...Object.keys(ON_N8N), LAZY];

const { values } = parseArgs({
	options: { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
});
const wanted = values.only?.split(',') ?? ALL;
if (values.help || wanted.some((name) => !ALL.includes(name))) {
	console.log(USAGE + ALL.join(', '));
	process.exitCode = values.help ? 0 : 2;
} else {
	await run(values.quick ? QUICK : FULL);
}

async function run(plan: Plan): Promise<void> {
	const texts: string[] = [];
	const add = (section: Section) => {
		texts.push(asMarkdown(section));
		console.log(`\n${asMarkdown(section)}`);
	};
	const progress = (line: string) => console.log(line);
	const install = await ensureN8n(progress);
	const command = ['npm run bench', values.quick ? '-- --quick' : ''].join(' ').trim();
	const about = describeRun(install, command, N8N_SETTINGS);
	console.log(about);
	try {
		await packPackage(progress); // which builds it, too
		for (const name of wanted) {
			const section = await IN_PROCESS[name]?.(plan);
			if (section !== undefined) add(section);
		}
		if (wanted.some((name) => name in ON_N8N)) {
			await inArena({}, async (arena) => {
				for (const name of wanted) {
					const section = await ON_N8N[name]?.(arena, plan);
					if (section !== undefined) add(section);
				}
			});
		}
		if (wanted.includes(LAZY)) {
			await inArena(LAZY_ISOLATES, async (arena) => add(await benchLazyIsolates(arena, plan.combining)));
		}
	} finally {
		await discardPackage();
	}
	if (values.only !== undefined || values.quick) return;
	await writeBetweenMarks(
		join(repositoryRoot(), 'docs', 'PERFORMANCE.md'),
		`${about}\n\n${texts.join('\n')}`,
	);
}

async function inArena(
	settings: Record<string, string>,
	work: (arena: Arena) => Promise<void>,
): Promise<void> {
	const arena = await openArena((line) => console.log(line), settings);
	try {
		await work(arena);
	} finally {
		await arena.stop();
	}
}
