import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { analyticsContext } from '@ecou/analytics';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { identityContext } from '@ecou/identity';
import { integrationsContext } from '@ecou/integrations';
import { notificationsContext } from '@ecou/notifications';
import { migrationChecksums } from '@ecou/runtime/testing';
import { contextsOf } from '../generators/tree/contexts.ts';
import { faultsOf, withNew, type Checksums } from './migrations.ts';

const list = join(import.meta.dirname, 'migrations.json');
const kept = () => JSON.parse(readFileSync(list, 'utf8')) as Checksums;
const contexts = [
  analyticsContext,
  eventsContext,
  facilitiesContext,
  feedbackContext,
  identityContext,
  integrationsContext,
  notificationsContext,
];

describe('migrations that databases may have', () => {
  it('are those of every context', () => {
    const root = join(import.meta.dirname, '../..');
    expect(contexts.map(({ name }) => name)).toEqual([...contextsOf(root)].sort());
  });

  it('are never edited, and the functions of the store only under a grown version', async () => {
    const current = await migrationChecksums(contexts);
    if (process.env['ECOU_WRITE_GOLDEN']) writeFileSync(list, `${JSON.stringify(withNew(kept(), current), null, 2)}\n`);
    expect(faultsOf(kept(), current)).toEqual([]);
  });

  it('are named where one was edited, removed, or is not kept', () => {
    const before = { First: 'a', Second: 'b', 'append, version 1': 'c' };
    expect(faultsOf(before, { ...before, Second: 'x' })).toEqual(['Second was edited.']);
    expect(faultsOf(before, { ...before, 'append, version 1': 'x' })).toEqual(['append, version 1 was edited.']);
    expect(faultsOf(before, { Second: 'b', 'append, version 2': 'x' })).toEqual([
      'First was removed.',
      'append, version 2 is not kept yet.',
    ]);
    expect(withNew(before, { First: 'x', Third: 'd' })).toEqual({ ...before, Third: 'd' });
  });
});
