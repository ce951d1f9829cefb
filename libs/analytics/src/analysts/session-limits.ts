import { Engine, loop } from '@ecou/messaging';
import { OwnTables } from '@ecou/runtime';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { endExcesses } from './analyst-roles.js';

const idleMs = 5_000;

/** Keeps sessions of analysts within their limits: what a role is given as its setting, its sessions can set otherwise. */
@Injectable()
export class SessionLimits implements OnApplicationBootstrap {
  private readonly logger = new Logger(SessionLimits.name);

  constructor(
    private readonly tables: OwnTables,
    private readonly engine: Engine,
  ) {}

  onApplicationBootstrap(): void {
    const onError = (error: unknown) => {
      this.logger.warn(`Sessions of analysts could not be looked at: ${String(error)}`);
    };
    this.engine.lead('analyst-sessions', {
      run: (_, signal) => loop({ signal, idleMs, onError }, () => this.look()),
      troubles: () => [],
    });
  }

  /** False: there is no more to do at once. */
  private async look(): Promise<false> {
    const { length } = await this.tables.transaction(endExcesses);
    if (length > 0) this.logger.warn(`Sessions of analysts that took too much were ended: ${length}.`);
    return false;
  }
}
