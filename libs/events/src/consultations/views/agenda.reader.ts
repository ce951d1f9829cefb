import { Vault } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { agendaAnswerOf } from '../civic-event/answers.js';
import type { AgendaAnswer } from '../civic-event/civic-event.schemas.js';
import { civicEventAt } from './civic-event-at.js';

@Injectable()
export class AgendaReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** The agenda of a civic event: as it is, or as it stood (`asOf`); names of speakers for staff only. Throws `Unknown`. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<AgendaAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const event = await civicEventAt(this.aggregates, id, { upTo, forStaff });
    const answer = await agendaAnswerOf(id, event, forStaff ? this.vault : null);
    return new Versioned(answer, event.versions.agenda, forStaff ? 'names' : undefined);
  }
}
