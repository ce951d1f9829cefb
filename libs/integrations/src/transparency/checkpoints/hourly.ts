import { Engine, loop } from '@ecou/messaging';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { TreeBroken } from '../tree/tree.js';
import { Checkpoints, LogForked } from './checkpoints.js';

const hourMs = 3_600_000;

/** Signs the log each hour, in one process. A log that cannot be signed is a trouble that readiness names. */
@Injectable()
export class HourlyCheckpoints implements OnApplicationBootstrap {
  private readonly logger = new Logger(HourlyCheckpoints.name);
  private trouble: string | undefined;

  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly engine: Engine,
  ) {}

  onApplicationBootstrap(): void {
    const onError = (error: unknown) => {
      this.trouble = `The public log could not be signed: ${error instanceof Error ? error.message : String(error)}`;
      this.logger.error(this.trouble);
    };
    const work = async () => {
      try {
        await this.checkpoints.sign();
        this.trouble = undefined;
      } catch (error) {
        // It stays as it is until somebody has looked.
        if (!(error instanceof LogForked || error instanceof TreeBroken)) throw error;
        onError(error);
      }
      return false;
    };
    this.engine.lead('transparency-checkpoints', {
      run: (_, signal) => loop({ signal, idleMs: hourMs, onError }, work),
      troubles: () => (this.trouble === undefined ? [] : [this.trouble]),
    });
  }
}
