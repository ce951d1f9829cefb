import { Rejected, Unknown } from '@ecou/event-sourcing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Page } from '../http/answers.js';
import { Answers } from '../http/openapi.decorators.js';
import { decodeCursor, encodeCursor } from '../http/queries.js';
import { Permission } from '../http/route.js';
import { Engine, type Held } from '@ecou/messaging';
import {
  busAnswer,
  parkedAnswer,
  parkedPage,
  parkedParams,
  parkedQuery,
  redriveBody,
  redriven,
} from './ops.schemas.js';

type Id = z.output<typeof parkedParams>;
type Redrive = z.output<typeof redriveBody>;
type Redriven = z.output<typeof redriven>;

const cursorKeys = z.tuple([z.string(), z.string(), z.string(), z.int()]);

function rowOf({ message: _, ...row }: Held): Omit<Held, 'message'> {
  return row;
}

/** The operators' routes of one context, a class for each: what is held back, and how the bus does. Its module provides `Engine`. */
export function opsController(context: string): Type {
  @ApiTags('Operation')
  @Controller(`${context}/ops/v1`)
  class OpsController {
    constructor(@Inject(Engine) private readonly engine: Engine) {}

    @Get('parked')
    @Permission('ops:read')
    @ApiOperation({ summary: 'Messages that are held back, by consumer and key, in order' })
    @Answers(parkedPage)
    async list(@Query({ schema: parkedQuery }) query: z.output<typeof parkedQuery>): Promise<Page> {
      const { consumer, state, limit } = query;
      const after = decodeCursor(query.cursor, cursorKeys);
      const rows = await this.engine.heldMessages.list({
        limit: limit + 1,
        ...(consumer === undefined ? {} : { consumer }),
        ...(state === undefined ? {} : { state }),
        ...(after === undefined ? {} : { after }),
      });
      return Page.of(rows, limit, ({ consumer: by, source, key, sequence }) =>
        encodeCursor([by, source, key, sequence]),
      ).map(rowOf);
    }

    @Get('parked/:id')
    @Permission('ops:read')
    @ApiOperation({ summary: 'One message that is held back, and what it says' })
    @Answers(parkedAnswer)
    async get(@Param({ schema: parkedParams }) { id }: Id): Promise<Held & { behind: number }> {
      const held = await this.find(id);
      return { ...held, behind: await this.engine.heldMessages.behind(held) };
    }

    @Post('parked/:id/retry')
    @HttpCode(202)
    @Permission('ops:write')
    @ApiOperation({
      summary: 'Try the first message of a key again',
      description:
        'Those behind it follow, in order, while all goes well. Refused for one that is not the first of its key.',
    })
    @Answers(redriven, { status: 202 })
    async retry(
      @Param({ schema: parkedParams }) { id }: Id,
      @Body({ schema: redriveBody }) { acceptGap }: Redrive,
    ): Promise<Redriven> {
      return this.release(await this.find(id), acceptGap);
    }

    @Post('parked/:id/redrive')
    @HttpCode(202)
    @Permission('ops:write')
    @ApiOperation({ summary: 'Try everything of the same key again, in order, from the first that is held back' })
    @Answers(redriven, { status: 202 })
    async redrive(
      @Param({ schema: parkedParams }) { id }: Id,
      @Body({ schema: redriveBody }) { acceptGap }: Redrive,
    ): Promise<Redriven> {
      const held = await this.find(id);
      const [first] = await this.engine.heldMessages.ofKey(held, 1);
      return this.release(first ?? held, acceptGap);
    }

    @Get('bus')
    @Permission('ops:read')
    @ApiOperation({ summary: 'How the bus, its consumers and the timers of this process do' })
    @Answers(busAnswer)
    async bus(): Promise<z.output<typeof busAnswer>> {
      const [state, { mapperLag, held, timersOverdue }] = await Promise.all([
        this.engine.state(),
        this.engine.numbers(),
      ]);
      return {
        ...state,
        troubles: [...state.troubles],
        consumers: [...state.consumers],
        held: [...held],
        mapperLag,
        timersOverdue,
      };
    }

    private async find(id: string): Promise<Held> {
      const held = await this.engine.heldMessages.get(id);
      if (!held) throw new Unknown('PARKED_UNKNOWN', 'No such message is held back (any more).');
      return held;
    }

    private async release({ id }: Held, acceptGap: boolean): Promise<Redriven> {
      const released = await this.engine.heldMessages.release(id, acceptGap);
      if (!released)
        throw new Rejected(
          'NOT_FIRST_OF_KEY',
          'An earlier message of the same key is held back: it must be tried first.',
        );
      return { id, state: 'waiting' };
    }
  }
  return OpsController;
}
