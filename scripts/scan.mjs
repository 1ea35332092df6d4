// `npm run scan`: what n8n's scanner will judge after publishing, judged before: the source, and
// the tarball that would be published. Its third check, the provenance, exists only for what is
// published. Lint comments that switch a rule off do not count here.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SHIPPED_FILE_PATTERNS = ['**/*.js', 'package.json'];

const temporary = mkdtempSync(join(tmpdir(), 'messenger-postbacks-scan-'));
process.env.TMPDIR = temporary; // the scanner makes a folder as soon as it is imported, and leaves it
process.env.NODE_ENV = 'production'; // with jest's 'test', one of its plugins takes every file for a node
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
	'@n8n/scan-community-package/scanner/scanner.mjs'
);

/**
 * `node scripts/scan.mjs source|shipped <folder>` judges one folder; without arguments the clone is
 * judged in both ways.
 */
const [way, folder] = process.argv.slice(2);
try {
	if (folder === undefined) {
		await scan('source', '.');
		await scan('shipped', packed());
	} else {
		await scan(way, folder);
	}
} finally {
	rmSync(temporary, { recursive: true, force: true });
}

async function scan(way, folder) {
	const patterns = { source: SOURCE_FILE_PATTERNS, shipped: SHIPPED_FILE_PATTERNS }[way];
	if (patterns === undefined) throw new Error(`'${way}' is neither 'source' nor 'shipped'`);
	const { passed, message = 'passed', details = '' } = await analyzePackage(resolve(folder), patterns);
	console.log(`n8n's scanner, ${way}: ${message}${details}`);
	// The scanner passes a folder in which it finds nothing, but that only means that it looked in
	// the wrong place.
	if (!passed || message !== 'passed') process.exitCode = 1;
}

/** The folder of a freshly built and unpacked tarball. */
function packed() {
	const npm = (...args) =>
		execFileSync('npm', args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
	npm('run', 'build');
	const [{ filename }] = JSON.parse(
		npm('pack', '--json', '--ignore-scripts', '--pack-destination', temporary),
	);
	execFileSync('tar', ['-xzf', join(temporary, filename), '-C', temporary]);
	return join(temporary, 'package');
}
