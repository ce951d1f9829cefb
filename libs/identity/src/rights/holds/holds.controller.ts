import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  CalledBy,
  Context,
  idParams,
  InNameOfCaller,
  Permission,
  Problem,
  ReadsPersonal,
  type Caller,
  type IdParams,
  type OnBehalf,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ContextsOfPerson } from '../dossier/contexts.js';
import { HoldsReader } from './holds.reader.js';
import { holdAnswer, holdsAnswer, holdsQuery, liftBody, placeBody, type PlaceBody } from './holds.schemas.js';
import { LegalHoldsCommand } from './legal-holds.command.js';

/** Legal holds on people and on things: while one stands, neither a request nor a period erases whom it is about. */
@ApiTags('Rights')
@Controller('identity/v1/legal-holds')
export class HoldsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: HoldsReader,
    private readonly contexts: ContextsOfPerson,
  ) {}

  @Post()
  @Permission('rights:handle')
  @ApiOperation({
    summary: 'Keep the data of a person, or of everybody in a thing',
    description: 'No request and no period erases them while it stands (GDPR art. 17(3)).',
  })
  async place(
    @Body({ schema: placeBody }) body: PlaceBody,
    @CalledBy() { actor }: Caller,
    @InNameOfCaller() behalf: OnBehalf,
    @Context() context: CommandContext,
  ) {
    await this.refuseUnknown(body.things, behalf);
    const { commandId: holdId, now: placedAt } = context;
    const command = { type: 'PlaceHold', holdId, ...body, by: actor, placedAt } as const;
    return this.commands.execute(new LegalHoldsCommand(holdId, command, context));
  }

  @Get()
  @Permission('rights:handle')
  @ReadsPersonal()
  @ApiOperation({ summary: 'Legal holds, the newest first' })
  @Answers(holdsAnswer)
  async list(@Query({ schema: holdsQuery }) { active }: z.output<typeof holdsQuery>) {
    return { items: await this.reader.list(active === undefined ? undefined : active === 'true') };
  }

  @Get(':id')
  @Permission('rights:handle')
  @ReadsPersonal()
  @ApiOperation({ summary: 'One legal hold' })
  @Answers(holdAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.get(id);
  }

  @Post(':id/lift')
  @HttpCode(200)
  @Permission('rights:handle')
  @ApiOperation({ summary: 'Lift a legal hold' })
  lift(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: liftBody }) { reason }: z.output<typeof liftBody>,
    @CalledBy() { actor }: Caller,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'LiftHold', holdId: id, reason, by: actor, liftedAt: context.now } as const;
    return this.commands.execute(new LegalHoldsCommand(id, command, context));
  }

  /** A hold on a thing that is spelt wrong would keep nobody. */
  private async refuseUnknown(things: PlaceBody['things'], behalf: OnBehalf): Promise<void> {
    for (const [index, thing] of things.entries()) {
      if ((await this.contexts.standingIn(thing, behalf)).length > 0) continue;
      const message = `Nobody is on record in ${thing.context} in such a thing.`;
      throw new Problem(400, 'INVALID', 'A hold names a thing that is on record.', {
        errors: [{ path: `things[${index}].stream`, code: 'THING_UNKNOWN', message }],
      });
    }
  }
}
