/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- sandbox code never ships */
// Cleans up even when this process cannot: a tiny shell waits for the end of our pipe, then kills a
// process group and removes folders. Exit handlers would not do: jest hides them from tests, and
// nothing runs after SIGKILL.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

const SCRIPT = `read -r order && exit 0
if [ "$1" != none ]; then kill -s KILL -- "-$1" 2>/dev/null; sleep 0.3; fi
shift
for attempt in 1 2 3; do rm -rf -- "$@" && break; sleep 1; done`;

export interface Guarded {
	/** Process group to kill. */
	group?: number;
	/** Folders to remove, after the group is gone. */
	folders?: string[];
}

/** Guards until the returned function is called; that one resolves once the shell is gone. */
export function guard({ group, folders = [] }: Guarded): () => Promise<void> {
	const shell = spawn(
		'sh',
		['-c', SCRIPT, 'guard', group === undefined ? 'none' : String(group), ...folders],
		{
			detached: true,
			stdio: ['pipe', 'ignore', 'ignore'],
			cwd: '/',
		},
	);
	const ended = once(shell, 'exit');
	shell.unref();
	if (shell.stdin instanceof Socket) shell.stdin.unref();
	shell.stdin.on('error', () => undefined); // the shell may be gone already
	return async () => {
		if (shell.exitCode !== null || shell.signalCode !== null) return;
		shell.ref();
		shell.stdin.end('dismissed\n');
		await ended;
	};
}
