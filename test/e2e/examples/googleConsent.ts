// A Google account that consented in n8n's own OAuth flow.
import type { NodeCredentials } from '../../../sandbox/n8n/index.ts';
import type { ExampleWorld } from '../support/exampleWorld.ts';

/**
 * What 'Sign in with Google' does: n8n's address of the consent page, the user's consent, and the
 * way back to n8n.
 */
export async function consent({ world, outside }: ExampleWorld): Promise<NodeCredentials> {
	const { signIn } = outside.google;
	const { api } = world.n8n;
	const type = 'googleSheetsOAuth2Api';
	const credential = await api.createCredential({ name: 'Google', type, data: { ...signIn.client } });
	const asked = await api.request('GET', `/rest/oauth2-credential/auth?id=${credential.id}`);
	const back = new URL(signIn.consent(String((asked.body as { data: string }).data)));
	expect(back.origin).toBe(world.n8n.baseUrl);
	expect(await api.request('GET', back.pathname + back.search)).toMatchObject({ status: 200 });
	return { [type]: credential };
}
