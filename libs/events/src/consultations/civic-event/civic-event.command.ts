import { assertNever, Invalid, UnitsOfWork, Vault, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, type Without } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { programme } from '../programme/programme.aggregate.js';
import { requireProgramme } from '../programme/programme.decider.js';
import { readVocabulary } from '../taxonomy/taxonomies.js';
import { attendance } from './attendance.aggregate.js';
import { civicEvent } from './civic-event.aggregate.js';
import {
  requireCivicEvent,
  type CivicEvent,
  type CivicEventCommandBody,
  type RevokeHold,
  type SetAgenda,
} from './civic-event.decider.js';
import type { AgendaBody } from './civic-event.schemas.js';
import { sealSpeakers } from './seal-speakers.js';

/** Taking a hold back needs the report, which is told of in another room (`RevokeHoldCommand`). */
type Body =
  | Without<Exclude<CivicEventCommandBody, SetAgenda | RevokeHold>, 'kinds' | 'attended'>
  // Names of speakers are not sealed yet.
  | (Pick<SetAgenda, 'type' | 'at'> & AgendaBody);

export class CivicEventCommand extends AggregateCommand<Body> {}

/** Agenda and event are sub-resources of one stream: each has the version at which it last changed. */
const versionOf =
  (part: 'agenda' | 'event') =>
  (state: CivicEvent | null): number =>
    state?.versions[part] ?? 0;

@CommandHandler(CivicEventCommand)
export class CivicEventHandler implements ICommandHandler<CivicEventCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
  ) {}

  execute({ id, command, context }: CivicEventCommand): Promise<CommandResult> {
    return this.units.run(context, (work) => {
      work.target(civicEvent, id, { resourceVersion: versionOf(command.type === 'SetAgenda' ? 'agenda' : 'event') });
      return this.carryOut(id, command, work);
    });
  }

  private async carryOut(id: string, command: Body, work: UnitOfWork) {
    switch (command.type) {
      case 'PlanCivicEvent':
        // A repeat changes nothing, whatever became of its programme.
        if (!(await work.read(civicEvent, id))) await refuseUnknownProgramme(command.details.programmeId, work);
        return work.decide(civicEvent, id, { ...command, kinds: await readVocabulary(work, 'civic-event-kinds') });
      case 'SetAgenda':
        return this.setAgenda(id, command, work);
      case 'CancelCivicEvent': {
        // A report of attendance at the same moment makes one of the two fail.
        const { reported } = await work.read(attendance, id);
        return work.decide(civicEvent, id, { ...command, attended: reported !== null });
      }
      case 'PublishCivicEvent':
      case 'CorrectCivicEvent':
      case 'RescheduleCivicEvent':
      case 'HoldCivicEvent':
      case 'CloseCivicEvent':
        return work.decide(civicEvent, id, command);
      default:
        return assertNever(command);
    }
  }

  private async setAgenda(id: string, body: Pick<SetAgenda, 'at'> & AgendaBody, work: UnitOfWork) {
    const { agenda, details } = requireCivicEvent(await work.read(civicEvent, id));
    await refuseUnknownDeliverables(details.programmeId, body, work);
    const items = await sealSpeakers(body, agenda, this.vault);
    return work.decide(civicEvent, id, { type: 'SetAgenda', items, reason: body.reason, at: body.at });
  }
}

async function refuseUnknownProgramme(id: string | null, work: UnitOfWork): Promise<void> {
  if (id === null) return;
  const found = await work.look(programme, id);
  if (!found)
    throw new Invalid('PROGRAMME_UNKNOWN', 'There is no such programme; `GET /events/v1/programmes` lists them.', [
      'programmeId',
    ]);
  if (found.status === 'ended') throw new Invalid('PROGRAMME_ENDED', 'The programme has ended.', ['programmeId']);
}

async function refuseUnknownDeliverables(
  programmeId: string | null,
  { items }: AgendaBody,
  work: UnitOfWork,
): Promise<void> {
  if (items.every(({ deliverables }) => deliverables.length === 0)) return;
  const planned = programmeId === null ? [] : requireProgramme(await work.look(programme, programmeId)).deliverables;
  items.forEach(({ deliverables }, item) => {
    deliverables.forEach((deliverable, index) => {
      if (planned.some(({ deliverableId }) => deliverableId === deliverable)) return;
      throw new Invalid(
        'DELIVERABLE_UNKNOWN',
        'The programme has no such deliverable; `GET …/deliverables` of it lists them.',
        ['items', item, 'deliverables', index],
      );
    });
  });
}
