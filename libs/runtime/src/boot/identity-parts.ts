import { EventRegistry, PostgresEventStore, UnitsOfWork, type Clock } from '@ecou/event-sourcing';
import type { Pool } from 'pg';
import { approvalEvents } from '../approvals/approval.events.js';
import { Approvals } from '../approvals/approvals.js';
import { Audit } from '../audit/audit.js';
import type { Logger } from '../telemetry/logger.js';
import type { Config } from '../config/config.js';
import { identitySchema } from '../identity/api-keys.js';
import { Callers } from '../identity/callers.js';
import type { PermissionTable } from '../identity/permissions.js';

/** The parts of a process that stand on the database of identity, which all processes share. */
export interface IdentityParts {
  readonly callers: Callers;
  readonly approvals: Approvals;
  readonly audit: Audit;
}

export interface IdentityOptions {
  /** To the database of identity. */
  readonly pool: Pool;
  readonly clock: Clock;
  /** With the secret of the deployment. */
  readonly config: Pick<Config, 'secret' | 'approvals' | 'audit' | 'signIn' | 'publisher'>;
  readonly logger: Logger;
  readonly permissions: PermissionTable;
}

/** Approvals and the audit are written by every process into the schema of the context `identity`, which some other process may serve. */
export function identityParts({ pool, clock, config, logger, permissions }: IdentityOptions): IdentityParts {
  const { secret, approvals: mode } = config;
  const registry = new EventRegistry([approvalEvents]);
  const store = new PostgresEventStore({ pool, schema: identitySchema, registry, secret });
  return {
    callers: new Callers(pool, config, clock, permissions),
    approvals: new Approvals({ units: new UnitsOfWork(store), clock, secret, mode }),
    audit: new Audit({ pool, clock, logger, isKept: config.audit }),
  };
}
