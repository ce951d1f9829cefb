import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { shownEvent } from '../civic-event/answers.js';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { attendance } from './attendance.aggregate.js';
import { reconciled, standing, summaryOf } from './attendance.decider.js';
import type { AttendanceAnswer } from './attendance.schemas.js';

/** The attendance of a civic event, folded from its stream: as it is, or as it stood (`asOf`). */
export class GetAttendance extends Query<Versioned<AttendanceAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetAttendance)
export class GetAttendanceHandler implements IQueryHandler<GetAttendance> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf, forStaff }: GetAttendance): Promise<Versioned<AttendanceAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    shownEvent((await this.aggregates.load(civicEvent, id, upTo)).state, forStaff);
    const { state, version } = await this.aggregates.load(attendance, id, upTo);
    const { state: reading, difference } = summaryOf(standing(state));
    const answer = { civicEventId: id, state: reading, ...state, reconciled: reconciled(state), difference, version };
    return new Versioned(answer, version);
  }
}
