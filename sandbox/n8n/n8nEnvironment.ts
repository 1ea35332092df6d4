/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- sandbox code never ships */
// The environment of a test n8n: little is inherited, so that the caller's own n8n settings,
// proxies and NODE_ENV cannot leak in.
import { join } from 'node:path';
import { LOOPBACK } from './freePort.ts';

export type N8nMode = 'main' | 'webhook' | 'worker';

/** Inside the user folder, so that what n8n leaves in its temporary folder goes with it. */
export const TEMPORARY = 'tmp';

const INHERITED = ['PATH', 'LANG', 'LC_ALL'];

/** Each of these, and the module below, makes n8n contact a server of its makers. */
const OFF = [
	'N8N_DIAGNOSTICS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
	'N8N_DYNAMIC_BANNERS_ENABLED',
	'N8N_TEMPLATES_ENABLED',
	'N8N_PERSONALIZATION_ENABLED',
	'N8N_HIRING_BANNER_ENABLED',
	'N8N_LICENSE_AUTO_RENEW_ENABLED',
	'N8N_VERIFIED_PACKAGES_ENABLED',
	'N8N_AI_ENABLED',
	'N8N_AI_GATEWAY_ENABLED',
];

interface Settings {
	/** Of n8n. */
	version: string;
	userFolder: string;
	port: number;
	runnersBrokerPort: number;
	mode: N8nMode;
	overrides?: Record<string, string>;
}

export function n8nEnvironment(settings: Settings): Record<string, string> {
	const { version, userFolder, port, runnersBrokerPort, mode, overrides } = settings;
	const environment: Record<string, string> = {
		NODE_ENV: 'production',
		HOME: userFolder,
		TMPDIR: join(userFolder, TEMPORARY),
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'sandbox-only-encryption-key',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(runnersBrokerPort),
		N8N_LISTEN_ADDRESS: LOOPBACK,
		N8N_HOST: LOOPBACK,
		N8N_SECURE_COOKIE: 'false',
		WEBHOOK_URL: `http://${LOOPBACK}:${port}/`,
		N8N_EDITOR_BASE_URL: `http://${LOOPBACK}:${port}/`,
	};
	for (const name of INHERITED) {
		const value = process.env[name];
		if (value !== undefined) environment[name] = value;
	}
	for (const name of OFF) environment[name] = 'false';
	// n8n 1 does not have the module, and refuses to start without a thing that it should leave out.
	if (!version.startsWith('1.')) environment.N8N_DISABLED_MODULES = 'mcp-registry';
	if (mode === 'worker') {
		environment.QUEUE_HEALTH_CHECK_ACTIVE = 'true';
		environment.QUEUE_HEALTH_CHECK_PORT = String(port);
	}
	return { ...environment, ...overrides };
}
