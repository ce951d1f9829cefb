import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unsetTimers } from './timers.ts';
import { copyLibraries, type Workspace } from './workspace.ts';

describe('the guard of timers', () => {
  let workspace: Workspace;
  const message = 'libs/notifications/src/sending/message/message.aggregate.ts';
  const ledger = 'libs/events/src/registration/seat-ledger/seat-ledger.aggregate.ts';
  const policies = 'libs/notifications/src/sending/policies.ts';

  beforeAll(() => {
    workspace = copyLibraries();
  });
  afterAll(() => workspace.remove());

  /** The complaints of the guard where a file has another text. */
  function told(file: string, from: string, to: string): readonly string[] {
    const path = join(workspace.folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    const complaints = unsetTimers(workspace.folder);
    writeFileSync(path, text);
    return complaints;
  }

  it('finds a policy for each timer that is set, and no other', () => {
    expect(unsetTimers(workspace.folder)).toEqual([]);
  });

  it.each([
    ['no aggregate names it', policies, 'onTimer(retryTimer', "onTimer('message-retry'", ["'message-retry'"]],
    ['the aggregate sets it no more', message, 'name: retryTimer', "name: 'other'", ['retryTimer']],
    ['the aggregate has no side rows', message, 'sideRows: timers', 'extras: timers', ['retryTimer', 'releaseTimer']],
  ])('refuses one where %s', (_what, file, from, to, timers) => {
    expect(told(file, from, to)).toEqual(timers.map((timer) => `${policies}: onTimer(${timer})`));
  });

  it('refuses one of several that is only taken away', () => {
    const set = ' : timer(ledgerTimers.opens, settings.opensAt)';
    expect(told(ledger, set, ' : []')).toEqual([
      'libs/events/src/registration/policies.ts: onTimer(ledgerTimers.opens)',
    ]);
  });
});
