import type { CommandContext } from '@ecou/event-sourcing';
import { Context, Permission, verbRoute, verbRoutes } from '@ecou/runtime';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Corrected } from './civic-event/civic-event.events.js';
import { CivicEventCommand } from './civic-event/civic-event.command.js';
import {
  cancelBody,
  correctCivicEventBody,
  planCivicEventBody,
  rescheduleBody,
} from './civic-event/civic-event.schemas.js';

/** The fields that the body holds: one that is left out stays as it stands, and `null` empties one. */
const given = (fields: object): Corrected =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const verbs = [
  verbRoute({
    name: 'publish',
    summary: 'Announce a civic event to the public',
    command: () => ({ type: 'PublishCivicEvent' }),
  }),
  verbRoute({
    name: 'reschedule',
    summary: 'Move a civic event to another time',
    description: 'Its agenda moves with it.',
    body: rescheduleBody,
    command: ({ reason, ...times }) => ({ type: 'RescheduleCivicEvent', times, reason }),
  }),
  verbRoute({
    name: 'correct',
    path: 'corrections',
    summary: 'Correct title, description, venue and the like of a civic event, with a reason',
    description:
      'What is left out stays as it stands, a language of a text too; times are moved by `reschedule`, and the agenda is set. Where the public knew of it, its page says what was corrected, and whoever registered is told.',
    body: correctCivicEventBody,
    command: ({ reason, ...fields }, { now }) => ({
      type: 'CorrectCivicEvent',
      fields: given(fields),
      reason,
      at: now,
    }),
  }),
  verbRoute({
    name: 'cancel',
    summary: 'Cancel a civic event, with a reason',
    body: cancelBody,
    command: ({ reason }) => ({ type: 'CancelCivicEvent', reason }),
  }),
  verbRoute({
    name: 'hold',
    summary: 'Put on record that a civic event took place',
    description: 'Once it has begun. A mistake can be taken back, with a reason (`revoke-hold`).',
    command: (_body, { now }) => ({ type: 'HoldCivicEvent', at: now }),
  }),
  verbRoute({
    name: 'close',
    summary: 'Close a civic event that took place',
    command: () => ({ type: 'CloseCivicEvent' }),
  }),
];

/** The commands of a civic event; it is read together with its reports, by outputs. */
@ApiTags('Civic events')
@Controller('events/v1/civic-events')
export class CivicEventController extends verbRoutes(CivicEventCommand, 'events:write', verbs) {
  @Post()
  @Permission('events:write')
  @ApiOperation({ summary: 'Plan a civic event' })
  plan(
    @Body({ schema: planCivicEventBody }) { id, ...details }: z.output<typeof planCivicEventBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'PlanCivicEvent', details } as const;
    return this.commands.execute(new CivicEventCommand(id ?? context.commandId, command, context));
  }
}
