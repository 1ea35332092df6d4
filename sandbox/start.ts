/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- sandbox code never ships */
// `npm start`: shows the package at work in a real n8n, against a simulated Meta, on this machine
// alone. Ends what it started, however it ends.
import { runDemo } from './demo/runDemo.ts';
import { discardPackage, OWNER } from './n8n/index.ts';

const USAGE = `Usage: npm start            keeps running until Ctrl-C
       npm start -- --once  stops after the first item`;

const once = process.argv.slice(2).includes('--once');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--once');
if (unknown.length > 0) {
	console.log(USAGE);
	process.exitCode = unknown.includes('--help') ? 0 : 2;
} else {
	process.exitCode = await main();
}

async function main(): Promise<number> {
	const interruption = new AbortController();
	const interrupted = new Promise<void>((resolve) => {
		interruption.signal.addEventListener('abort', () => resolve());
	});
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interruption.abort());
	if (process.env.npm_lifecycle_event !== undefined) abortWithParent(interruption);

	const cleanUps: Array<() => Promise<void>> = [discardPackage];
	const cleanUp = async () => {
		for (let next = cleanUps.pop(); next !== undefined; next = cleanUps.pop()) await next();
	};
	let isUp = false;
	const demo = runDemo({
		progress: (line) => console.log(line),
		signal: interruption.signal,
		use: (cleanUp) => void cleanUps.push(cleanUp),
	});
	try {
		await Promise.race([demo, interrupted]);
		if (interruption.signal.aborted) return 130;
		const { n8n, item, editorUrl, chatUrl } = await demo;
		isUp = true;
		console.log(JSON.stringify(item, null, 2));
		if (once) return 0;
		console.log(`\nn8n editor: ${editorUrl}\n            log in with ${OWNER.email} and ${OWNER.password}`);
		console.log(`Chat page:  ${chatUrl}\n\nCtrl-C stops everything.`);
		const end = await Promise.race([n8n.ended(), interrupted]);
		if (end === undefined) return 0;
		console.error(`n8n has stopped by itself (${end}). The end of its log:\n${lastLines(n8n.log())}`);
		return 1;
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		return 1;
	} finally {
		if (interruption.signal.aborted) console.log(isUp ? '\nStopping' : '\nInterrupted, cleaning up');
		await cleanUp(); // n8n's end also ends a request that the demo waits for
		await demo.catch(() => undefined);
		await cleanUp(); // what came up meanwhile
	}
}

/** npm passes SIGTERM to the shell between us, which ends without passing it on. */
function abortWithParent(interruption: AbortController): void {
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && interruption.abort(), 200).unref();
}

/** Without what n8n logs only because the chat page reads reasons there. */
function lastLines(text: string): string {
	const lines = text.split('\n').filter((line) => !line.split(' | ')[1]?.includes('debug'));
	return lines.slice(-20).join('\n');
}
