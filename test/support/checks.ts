// Runs subscription/check on n8n-core's engine, in a workflow beside the given triggers.
import type { IDataObject, INode } from 'n8n-workflow';
import { runWorkflow, type RunOptions, type RunResult } from './actionHost';
import { host } from './freshN8n';
import type { HostedTrigger } from './n8nHost';

export interface CheckItem {
	healthy: boolean;
	findings: Array<{ level: string; code: string; text: string; pageId?: string }>;
	repaired: string[];
	app: {
		id: string;
		name: string | null;
		callback: string | null;
		isOurs: boolean;
		objects: Array<{ object: string; active: boolean; fields: string[] }>;
	};
	pages: Array<{ id: string; name: string; fields: string[]; missingFields: string[] }>;
	token: {
		kind: string | null;
		expiresAt: string | null;
		daysLeft: number | null;
		missingPermissions: string[];
	};
}

export interface CheckOptions {
	credential: object;
	/** In the same workflow, with the same credential. */
	beside?: Array<Pick<HostedTrigger, 'node'>>;
	/** The same with credentials of their own. */
	others?: HostedTrigger[];
	options?: IDataObject;
	staticData?: IDataObject;
	items?: number;
	run?: Partial<RunOptions>;
}

export async function runCheck(asked: CheckOptions): Promise<RunResult> {
	return await runWorkflow({
		credential: { ...asked.credential },
		items: Array.from({ length: asked.items ?? 1 }, () => ({ json: {} })),
		start: 'elsewhere',
		waitingUrl: `${host.origin}/webhook-waiting`,
		beside: [...(asked.beside ?? []).map(besideNode), ...(asked.others ?? []).map(({ node }) => node)],
		...(asked.staticData === undefined ? {} : { staticData: asked.staticData }),
		...asked.run,
		steps: [
			{
				name: 'Check',
				type: 'messenger',
				parameters: {
					resource: 'subscription',
					operation: 'check',
					...(asked.options === undefined ? {} : { options: asked.options }),
				},
			},
		],
	});
}

/** The item of one check. */
export async function check(asked: CheckOptions): Promise<CheckItem> {
	const result = await runCheck(asked);
	const failure = result.error('Check');
	if (failure !== undefined) throw failure;
	return result.items('Check')[0] as unknown as CheckItem;
}

/** With the credential of the check. */
function besideNode({ node }: Pick<HostedTrigger, 'node'>): INode {
	return { ...structuredClone(node), credentials: { messengerApi: { id: 'credential', name: 'Meta' } } };
}

export const codesOf = ({ findings }: CheckItem): string[] => findings.map(({ code }) => code);
