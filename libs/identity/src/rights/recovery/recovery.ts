import { randomUUID } from 'node:crypto';
import { Clock, load, UnitsOfWork } from '@ecou/event-sourcing';
import { KeysOfSubjects } from '@ecou/runtime';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ErasedList, type ErasedEntry } from '../erased-list.js';
import { rightsRequest } from '../request/rights-request.aggregate.js';
import { retentionRun } from '../retention/run/retention-run.aggregate.js';
import { recoveredErasure, recoveryOf } from './recovered-erasure.js';

/**
 * Before anything is served, the keys of everybody in the list of erasures are destroyed, as they are already unless the database was
 * restored; what such a one does not know is ordered once more.
 */
@Injectable()
export class Recovery implements OnApplicationBootstrap {
  constructor(
    private readonly list: ErasedList,
    private readonly keys: KeysOfSubjects,
    private readonly units: UnitsOfWork,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const erased of await this.list.all()) {
      if (await this.knows(erased.erasureId)) continue;
      await this.keys.destroy(erased.subjects);
      await this.orderAgain(erased);
    }
  }

  private async knows(erasureId: string): Promise<boolean> {
    const { store } = this.units;
    const [{ state: request }, { state: run }] = await Promise.all([
      load(store, rightsRequest, erasureId),
      load(store, retentionRun, erasureId),
    ]);
    return Boolean(request?.erasure?.keysDestroyedAt ?? run?.keysDestroyedAt);
  }

  private async orderAgain({ erasureId, subjects }: ErasedEntry): Promise<void> {
    const commandId = randomUUID();
    const now = this.clock.now();
    const metadata = { actor: 'system', correlationId: commandId, causationId: commandId };
    await this.units.run({ metadata, commandId, now }, (work) =>
      work.decide(recoveredErasure, recoveryOf(erasureId), { type: 'RecoverErasure', erasureId, subjects, at: now }),
    );
  }
}
