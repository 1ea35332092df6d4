// Empties dist before a build, and copies what tsc leaves out: icons, and the codex file beside
// each node.
const { rm } = require('node:fs/promises');
const { dest, src } = require('gulp');

function clean() {
	return rm('dist', { recursive: true, force: true });
}

function assets() {
	return src(['icons/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));
}

module.exports = { clean, assets };
