// A Meta of its own for each test, beside the n8n of freshN8n.
import { startMeta, type Meta } from '../../sandbox/meta/index.ts';
// Its hooks come first: n8n stops while Meta still answers what it calls.
import './freshN8n.ts';

export let meta: Meta;

beforeEach(async () => (meta = await startMeta()));
afterEach(async () => await meta.stop());
