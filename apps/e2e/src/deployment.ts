import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '@ecou/event-sourcing/testing';
import type { TestApi } from '@ecou/runtime/testing';
import type { OsProcess } from './os-process.js';

export const contexts = ['events', 'feedback', 'facilities', 'notifications'] as const;
export type ContextName = (typeof contexts)[number];

export interface DeploymentOptions {
  /** `smtp://host:port`; without it, mail is kept as files. */
  readonly smtpUrl?: string;
  /** A URL of a superuser; `ECOU_TEST_POSTGRES_URL` without it. */
  readonly postgresUrl?: string;
  /** `host:port`; `ECOU_TEST_KAFKA_BROKERS` without it. */
  readonly brokers?: string;
}

/** Ecou, running as processes of its own. */
export interface Deployment {
  /** Where its routes are: the platform, or the gateway before the services. */
  readonly url: string;
  /** A client with the administrator's key. */
  readonly api: TestApi;
  /** A client of the public. */
  readonly visitor: TestApi;
  readonly key: string;
  /** The process that a context runs in. */
  process(context: ContextName): OsProcess;
  /** A connection to a context's tables; its schema has the context's name. */
  database(context: ContextName): TestDatabase;
  /** Asks every process to end; answers their exit codes. */
  stop(): Promise<(number | null)[]>;
}

const secret = 'a secret of end-to-end tests, long enough';

/** What every process of a deployment is told, and how to remove what it kept. */
export async function commonSettings({ smtpUrl }: DeploymentOptions, publicUrl: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'ecou-e2e-'));
  const env = {
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    ECOU_SECRET: secret,
    ECOU_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...(smtpUrl ? { SMTP_URL: smtpUrl, MAIL_FROM: 'Ecou <ecou@example.ro>' } : {}),
  };
  return { env, remove: () => rm(dataDir, { recursive: true, force: true }) };
}
