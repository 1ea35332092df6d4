// Whether Meta can reach the webhook URL.
import { blocking, type Finding } from '../../account/findings';
import { PUBLIC_ADDRESS_SETTING } from '../../graph/graphFailure';

export function webhookUrlFindings(webhookUrl: string, graphBaseUrl: string): Finding[] {
	const isSimulated = URL.canParse(graphBaseUrl) && isLoopback(new URL(graphBaseUrl).hostname);
	const url = new URL(webhookUrl);
	if (isSimulated || (url.protocol === 'https:' && isPublicHost(url.hostname))) return [];
	return [
		blocking(
			`Meta cannot reach the webhook URL ${url.origin}: it must be a public HTTPS address. Set n8n's ${PUBLIC_ADDRESS_SETTING} to one, or use a tunnel.`,
		),
	];
}

function isLoopback(host: string): boolean {
	return (
		host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host) || host.endsWith('.localhost')
	);
}

function isPublicHost(host: string): boolean {
	// A name may begin like such an address.
	const isPrivateIp =
		(/^\d+(\.\d+){3}$/.test(host) && /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host)) ||
		/^\[(::|f[cd]|fe80)/i.test(host);
	const isLocalName = isLoopback(host) || /\.(local|internal|lan|home)$/.test(host) || !/[.:]/.test(host);
	return !isPrivateIp && !isLocalName;
}
