// Runs before every npm script: installs what package-lock.json asks for, if that is not what is
// there, so that a fresh clone needs no set-up. Plain JavaScript without dependencies, because it
// has to run on whatever Node the machine has.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const {
	closeSync,
	existsSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const OLDEST_NODE_MAJOR = 24; // n8n 2.41 asks for it; the npm package `node` brings it

const root = resolve(__dirname, '..');
const nodeBinary = join(root, 'node_modules', 'node', 'bin', 'node');
const stamp = join(root, 'node_modules', '.installed-package-lock');

if (!isComplete()) {
	withLock(install).catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}

function isComplete() {
	return hasLockedVersions() && hasNode();
}

/**
 * By our own stamp, or by what npm notes in node_modules; times of files say nothing after a
 * checkout.
 */
function hasLockedVersions() {
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockFileHash()) return true;
	const wanted = packagesIn(join(root, 'package-lock.json'));
	const actual = packagesIn(join(root, 'node_modules', '.package-lock.json'));
	return Object.entries(wanted).every(
		([path, { version, optional, extraneous }]) =>
			path === '' || optional || extraneous || actual[path]?.version === version,
	);
}

function lockFileHash() {
	return createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
}

function packagesIn(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return {};
	}
}

function hasNode() {
	const { stdout } = spawnSync(nodeBinary, ['--version'], { encoding: 'utf8' });
	return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1]) >= OLDEST_NODE_MAJOR;
}

async function install() {
	if (isComplete()) return; // another process did it while this one waited
	console.log('Installing the development dependencies (about 1 minute the first time)');
	// Not `npm ci`: it refuses a lock file that was written where the binaries for other platforms
	// were not to be had. Of all install scripts only that of `node` is needed; the others compile
	// what nobody uses here, or download more.
	if (!hasLockedVersions()) {
		await npm('install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund');
		writeFileSync(stamp, lockFileHash());
	}
	if (!hasNode()) await npm('rebuild', 'node', '--ignore-scripts=false', '--no-audit', '--no-fund');
	if (!hasNode()) {
		throw new Error(
			`npm has left no Node ${OLDEST_NODE_MAJOR} at ${nodeBinary}: may its install script not run?`,
		);
	}
}

/**
 * In a process group of its own, so that a signal to us, or the end of our parent, ends all of it
 * before we go.
 */
async function npm(...args) {
	const child = spawn('npm', args, { cwd: root, stdio: 'inherit', detached: true });
	let isInterrupted = false;
	const interrupt = () => {
		isInterrupted = true;
		process.kill(-child.pid, 'SIGKILL'); // asked politely, npm tidies up for a minute
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const name of signals) process.on(name, interrupt);
	const parent = process.ppid;
	const watch = setInterval(() => process.ppid !== parent && interrupt(), 200);
	let seconds = 0;
	const ticker = setInterval(() => console.log(`npm ${args[0]}: ${(seconds += 10)} s`), 10_000);
	const [code] = await once(child, 'close');
	clearInterval(watch);
	clearInterval(ticker);
	for (const name of signals) process.off(name, interrupt);
	if (isInterrupted) {
		// The next npm would take a half extracted package for a whole one.
		rmSync(join(root, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
		throw new Error('Interrupted: the next run installs from the beginning');
	}
	if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with exit code ${code}`);
}

/** Two scripts started at once must not install into each other. */
async function withLock(work) {
	const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
	const file = join(tmpdir(), `messenger-postbacks-install-${name}.lock`);
	for (let waited = 0; !tryLock(file); waited += 1) {
		if (waited % 10 === 0) console.log(`Waiting for another process that installs them: ${waited} s`);
		await sleep(1000);
	}
	try {
		await work();
	} finally {
		rmSync(file, { force: true });
	}
}

function tryLock(file) {
	try {
		const handle = openSync(file, 'wx');
		writeSync(handle, String(process.pid));
		closeSync(handle);
		return true;
	} catch {
		if (!isHeld(file)) rmSync(file, { force: true });
		return false;
	}
}

function isHeld(file) {
	try {
		process.kill(Number(readFileSync(file, 'utf8')), 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM' || error.code === 'ENOENT'; // of another user; given up a moment ago
	}
}
