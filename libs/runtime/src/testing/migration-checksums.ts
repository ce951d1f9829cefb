import { eventStoreMigrations, storeFunctions } from '@ecou/event-sourcing';
import { messagingFunctions, messagingMigrations } from '@ecou/messaging';
import { createHash } from 'node:crypto';
import type { ContextDefinition } from '../context/define-context.js';
import { checksumOf, wrapMigrations } from '../context/migrations.js';
import { identityMigrations } from '../identity/migrations.js';
import { subjectMigrations } from '../subjects/migrations.js';

/** Checksums of every migration of a process with these contexts, and of each version of the functions of the store and the outbox, by name. */
export async function migrationChecksums(
  contexts: readonly ContextDefinition[],
): Promise<Readonly<Record<string, string>>> {
  const common = [...eventStoreMigrations, ...messagingMigrations, ...subjectMigrations, ...identityMigrations];
  const own = contexts.flatMap(({ migrations }) => migrations);
  const migrations = [...wrapMigrations(common, 'example'), ...own].map((Migration) => new Migration());
  const entries = migrations.map(async (migration, index) => {
    return [common[index]?.name ?? migration.name ?? '', await checksumOf(migration)] as const;
  });
  const functions = [...storeFunctions, ...messagingFunctions].map(({ name, version, define }) => {
    return [`${name}, version ${version}`, createHash('sha256').update(define('example')).digest('hex')] as const;
  });
  return Object.fromEntries([...(await Promise.all(entries)), ...functions]);
}
