// Takes secrets out of text that a person or a log will see.

const SECRET_PARAMETERS =
	/\b(access_token|appsecret_proof|fb_exchange_token|input_token|client_secret|hub\.verify_token|verify_token)=[^&\s"']+/gi;

/**
 * Replaces each of the secrets (and anything that looks like one of Meta's secret parameters) by
 * `[redacted]`.
 */
export function redact(text: string, secrets: readonly string[]): string {
	const longest = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
	const hidden = longest.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
	return hidden.replace(SECRET_PARAMETERS, '$1=[redacted]');
}
