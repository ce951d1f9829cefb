import { Clock } from '@ecou/event-sourcing';
import { Engine, loop } from '@ecou/messaging';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { RetentionReader } from './retention.reader.js';
import { progressOf } from './run/retention-run.state.js';

const minuteMs = 60_000;
/** A run takes seconds: one that takes an hour waits for something. */
const patienceMs = 60 * minuteMs;

/** Looks each minute, in one process, whether a run gets nowhere; readiness says so, and what it waits for. */
@Injectable()
export class RetentionWatch implements OnApplicationBootstrap {
  private readonly logger = new Logger(RetentionWatch.name);
  private trouble: string | undefined;

  constructor(
    private readonly reader: RetentionReader,
    private readonly engine: Engine,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const onError = (error: unknown) => {
      this.logger.warn(`Runs could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
    };
    this.engine.lead('retention-watch', {
      run: (_, signal) => loop({ signal, idleMs: minuteMs, onError }, () => this.look().then(() => false)),
      troubles: () => (this.trouble === undefined ? [] : [this.trouble]),
    });
  }

  async look(): Promise<void> {
    const run = await this.reader.underWay();
    const isLate = run !== null && Date.parse(run.begunAt) + patienceMs < Date.parse(this.clock.now());
    this.trouble = isLate
      ? `The run of periods that began at ${run.begunAt} waits for ${progressOf(run).missing.join(', ')}.`
      : undefined;
  }
}
