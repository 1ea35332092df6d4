/* eslint-disable @n8n/community-nodes/no-restricted-globals -- sandbox code never ships */
// Runs one long command, says every few seconds that it is still at it, and shows its output only
// when it fails.
import { startProcessGroup } from './processGroup.ts';

const REPORT_EVERY_SECONDS = 5;
const OUTPUT_LINES_SHOWN = 40;

export type Progress = (line: string) => void;

export interface Step {
	title: string;
	/** How long to expect, in words: 'about 4 minutes'. */
	expected: string;
	command: string;
	args: string[];
	cwd: string;
	env?: Record<string, string>;
	guardedFolders?: string[];
}

/**
 * Resolves with the output. Rejects if the command fails, or once the signal has aborted and the
 * command is gone.
 */
export async function runStep(step: Step, progress: Progress, signal?: AbortSignal): Promise<string> {
	signal?.throwIfAborted();
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	progress(`${step.title} (${step.expected})`);
	const group = await startProcessGroup({ ...step, env: { ...cleanNpmEnvironment(), ...step.env } });
	const ticker = setInterval(() => progress(`${step.title}: ${seconds()} s`), REPORT_EVERY_SECONDS * 1000);
	const abort = () => void group.end(3000);
	signal?.addEventListener('abort', abort);
	const outcome = await group.ended;
	clearInterval(ticker);
	signal?.removeEventListener('abort', abort);
	signal?.throwIfAborted();
	if (outcome !== 'exit code 0') {
		const tail = group.output().split('\n').slice(-OUTPUT_LINES_SHOWN).join('\n');
		throw new Error(`${step.title} ended with ${outcome} after ${seconds()} s.\n${tail}`);
	}
	progress(`${step.title}: done in ${seconds()} s`);
	return group.output();
}

/**
 * What a surrounding `npm start` says about its own package would mislead an npm that works on
 * another one.
 */
function cleanNpmEnvironment(): NodeJS.ProcessEnv {
	const ours = /^(npm_(package|lifecycle|command)|npm_config_(local|global)_prefix$|INIT_CWD$)/i;
	const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
	return { ...Object.fromEntries(kept), npm_config_update_notifier: 'false' };
}
