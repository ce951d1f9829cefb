import { opened, Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { facility } from '../facility/facility.aggregate.js';
import type { stewardAnswer } from '../facility/facility.schemas.js';
import { requireFacility } from '../facility/facility.state.js';

@Injectable()
export class StewardReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  /** The steward of a facility. Throws `Unknown` for a facility that there is not, and for one without a steward. */
  async of(id: string): Promise<z.output<typeof stewardAnswer>> {
    const { steward } = requireFacility((await this.aggregates.load(facility, id)).state);
    if (!steward) throw new Unknown('STEWARD_UNKNOWN', 'Nobody sees to the facility.');
    return opened(this.vault, steward);
  }
}
