// The engines that n8n's queue mode needs, for tests.
export { say } from './debian.ts';
export { type Postgres, startPostgres } from './postgres.ts';
export { pingRedis, type Redis, startRedis } from './redis.ts';
