// Doubles of the services that the example workflows write to, each as strict as the real one where
// the examples touch it.
export { type BorrowedHosts, borrowHosts, GRAPH_HOST } from './borrowedHosts.ts';
export type { Double } from './double.ts';
export { GOOGLE_HOSTS, type GoogleSheets, startGoogleSheets } from './googleSheets.ts';
export { HUBSPOT_HOST, type HubSpot, startHubSpot } from './hubspot.ts';
export { type Crm, startCrm } from './leads.ts';
export { startChatModel, type ChatModel, type ChatRequest, type Reply } from './chatModel.ts';
export { SLACK_HOST, startSlack, type Slack } from './slack.ts';
