import { Engine, loop } from '@ecou/messaging';
import { OwnTables, type RunSql } from '@ecou/runtime';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings.js';

const idleMs = 3_600_000;

/** Removes the oldest messages of the log, partition by partition, once all of one were kept for as long as an operator wants them. */
@Injectable()
export class LogTrimmer implements OnApplicationBootstrap {
  private readonly logger = new Logger(LogTrimmer.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'logDays'>,
    private readonly tables: OwnTables,
    private readonly engine: Engine,
  ) {}

  onApplicationBootstrap(): void {
    const { logDays } = this.settings;
    if (logDays === undefined) return;
    const onError = (error: unknown) => {
      this.logger.warn(`The log could not be trimmed: ${error instanceof Error ? error.message : String(error)}`);
    };
    const work = () => this.trim(logDays).then(() => false);
    this.engine.lead('log-trimmer', {
      run: (_, signal) => loop({ signal, idleMs, onError }, work),
      troubles: () => [],
    });
  }

  /** Removes what all came into the log more than so many days ago; never the partition that is written to. */
  async trim(days: number): Promise<void> {
    while (await this.tables.transaction((run) => removeOldest(run, days)));
  }
}

/** True where a partition was removed. Whoever reads it is waited for, but not for long. */
async function removeOldest(run: RunSql, days: number): Promise<boolean> {
  await run(`SET LOCAL lock_timeout = '2s'`);
  // Nothing is written meanwhile.
  const [log] = await run<{ first: number; last: number; size: number }>(
    'SELECT first, last, partition_size AS size FROM log FOR UPDATE',
  );
  if (!log) return false;
  const partition = { name: `messages_${log.first}`, to: log.first + log.size - 1 };
  if (partition.to >= log.last) return false;
  const [newest] = await run<{ old: boolean }>(
    `SELECT logged_at < now() - make_interval(days => $1::int) AS old FROM messages WHERE position = $2`,
    [days, partition.to],
  );
  if (!newest?.old) return false;
  await run(`ALTER TABLE messages DETACH PARTITION ${partition.name}`);
  await run(`DROP TABLE ${partition.name}`);
  await run('UPDATE log SET first = $1', [partition.to + 1]);
  return true;
}
