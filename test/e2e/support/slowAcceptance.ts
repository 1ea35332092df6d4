// Makes n8n slow in taking over the executions of one workflow: its database sleeps before it
// stores a new one. n8n answers a delivery only once that is done.
import type { Postgres } from '../../../sandbox/services/index.ts';
import { eventually } from './world.ts';

const SET_UP = `
CREATE TABLE test_slow (workflow text PRIMARY KEY, seconds double precision NOT NULL);
CREATE FUNCTION test_sleep() RETURNS trigger AS $$
DECLARE wait double precision;
BEGIN
	SELECT seconds INTO wait FROM test_slow WHERE workflow = NEW."workflowId";
	IF wait IS NOT NULL THEN PERFORM pg_sleep(wait); END IF;
	RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER test_sleep BEFORE INSERT ON execution_entity FOR EACH ROW EXECUTE FUNCTION test_sleep();`;

export class SlowAcceptance {
	private readonly postgres: Postgres;

	private constructor(postgres: Postgres) {
		this.postgres = postgres;
	}

	/** Needs n8n's tables. */
	static async install(postgres: Postgres): Promise<SlowAcceptance> {
		await postgres.query(SET_UP);
		return new SlowAcceptance(postgres);
	}

	/** From now on n8n takes so long for each execution of this workflow. */
	async slow(workflowId: string, seconds: number): Promise<void> {
		await this.postgres.query(
			`INSERT INTO test_slow VALUES ($1, $2) ON CONFLICT (workflow) DO UPDATE SET seconds = $2`,
			[workflowId, seconds],
		);
	}

	/** Executions that are being taken over keep their time. */
	async fast(): Promise<void> {
		await this.postgres.query('DELETE FROM test_slow');
	}

	/** How many executions n8n is taking over slowly at this moment. */
	async underWay(): Promise<number> {
		const [row] = await this.postgres.query(
			`SELECT count(*) AS sleeping FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event = 'PgSleep'`,
		);
		return Number(row?.sleeping);
	}

	async begun(): Promise<void> {
		await eventually(async () => ((await this.underWay()) > 0 ? true : null), 'n8n to take something over');
	}

	async over(): Promise<void> {
		await eventually(async () => ((await this.underWay()) === 0 ? true : null), 'n8n to be done');
	}
}
