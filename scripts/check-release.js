// `node scripts/check-release.js v1.2.3`: refuses to publish unless tag, package.json,
// package-lock.json and changelog tell the same version. Plain JavaScript without dependencies,
// because it runs before anything is installed.
'use strict';

const { readFileSync } = require('node:fs');

const tag = process.argv[2] ?? '';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const findings = [];
if (tag !== `v${version}`) findings.push(`The tag is '${tag}', but package.json asks for 'v${version}'`);
for (const locked of [lock.version, lock.packages[''].version]) {
	if (locked !== version) findings.push(`package-lock.json has version ${locked}, package.json ${version}`);
}
if (notesOf(version) === '') findings.push(`CHANGELOG.md says nothing below a heading '## ${version}'`);
if (notesOf('Unreleased') !== '') findings.push("CHANGELOG.md has lines below '## Unreleased'");

for (const finding of new Set(findings)) console.error(finding);
if (findings.length > 0) process.exitCode = 1;

/** What stands below a heading of the second level, which may end in a date. */
function notesOf(title) {
	const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m).slice(1);
	const section = sections.find((text) => text.split(/\s/)[0].replace(/[[\]]/g, '') === title) ?? '';
	return section.split('\n').slice(1).join('\n').trim();
}
