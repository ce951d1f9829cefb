import { Rejected, Unknown } from '@ecou/event-sourcing';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Page } from '../http/answers/answers.js';
import { Answers } from '../http/routes/openapi.decorators.js';
import { decodeCursor, encodeCursor } from '../http/input/queries.js';
import { CalledBy, Permission } from '../http/routes/route.js';
import type { Caller } from '../identity/permissions.js';
import { Engine, type Held } from '@ecou/messaging';
import { Approvals, type Approving } from '../approvals/approvals.js';
import { bulkDiscard, bulkRedrive } from '../approvals/kinds.js';
import { GivenApproval, NeedsApproval } from '../approvals/needs-approval.js';
import { closed } from './closed.js';
import {
  bulkAnswer,
  bulkDiscardBody,
  bulkRedriveBody,
  busAnswer,
  decisionAnswer,
  decisionsPage,
  decisionsQuery,
  discardBody,
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
const decisionKeys = z.tuple([z.iso.datetime(), z.uuid()]);

function rowOf({ message: _, ...row }: Held): Omit<Held, 'message'> {
  return row;
}

/** The message as operators see it. */
const withClosed = <T extends { readonly message: object }>(held: T) => ({ ...held, message: closed(held.message) });

/** Does something to each, one after the other; what the rules refuse leaves that one alone. */
async function eachOf(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
): Promise<z.output<typeof bulkAnswer>> {
  const rows: z.output<typeof bulkAnswer>['rows'] = [];
  for (const id of ids) {
    const code = await act(id).then(
      () => null,
      (error: unknown) => {
        if (error instanceof Rejected) return error.code;
        throw error;
      },
    );
    rows.push({ id, isDone: code === null, code });
  }
  return { done: rows.filter(({ isDone }) => isDone).length, rows };
}

/** The operators' routes of one context, a class for each: what is held back, and how the bus does. Its module provides `Engine`. */
export function opsController(context: string): Type {
  @ApiTags('Operation')
  @Controller(`${context}/ops/v1`)
  class OpsController {
    constructor(
      @Inject(Engine) private readonly engine: Engine,
      @Inject(Approvals) private readonly approvals: Approvals,
    ) {}

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
    async get(@Param({ schema: parkedParams }) { id }: Id) {
      const held = await this.find(id);
      const { heldMessages } = this.engine;
      const [behind, oldestBehindAt] = await Promise.all([heldMessages.behind(held), heldMessages.oldestBehind(held)]);
      return { ...withClosed(held), behind, oldestBehindAt };
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
      @Body({ schema: redriveBody }) body: Redrive,
      @CalledBy() caller: Caller,
    ): Promise<Redriven> {
      return this.release(await this.find(id), body, caller);
    }

    @Post('parked/:id/redrive')
    @HttpCode(202)
    @Permission('ops:write')
    @ApiOperation({ summary: 'Try everything of the same key again, in order, from the first that is held back' })
    @Answers(redriven, { status: 202 })
    async redrive(
      @Param({ schema: parkedParams }) { id }: Id,
      @Body({ schema: redriveBody }) body: Redrive,
      @CalledBy() caller: Caller,
    ): Promise<Redriven> {
      const held = await this.find(id);
      const [first] = await this.engine.heldMessages.ofKey(held, 1);
      return this.release(first ?? held, body, caller);
    }

    @Post('parked/:id/discard')
    @HttpCode(200)
    @Permission('ops:write')
    @ApiOperation({
      summary: 'Take a parked message out, so that it is never handled',
      description:
        'Only the first of its key. Those behind it follow where it was the next of its key. For one that came out of turn, nothing else changes: what is still to come of the key is taken. Who said so, when and why stays on record, with the message.',
    })
    @Answers(decisionAnswer)
    async discard(
      @Param({ schema: parkedParams }) { id }: Id,
      @Body({ schema: discardBody }) { reason }: z.output<typeof discardBody>,
      @CalledBy() { actor }: Caller,
    ) {
      return withClosed(await this.engine.discard(id, { actor, reason }));
    }

    @Post('parked/redrive')
    @HttpCode(200)
    @Permission('ops:write')
    @NeedsApproval(bulkRedrive)
    @ApiOperation({
      summary: 'Try many messages again, each with those behind it',
      description: 'The first of each key. Those that are none (any more) are left alone, and named.',
    })
    @Answers(bulkAnswer)
    async redriveMany(
      @Body({ schema: bulkRedriveBody }) { ids: given, reason: why }: z.output<typeof bulkRedriveBody>,
      @GivenApproval() approving: Approving,
    ) {
      const [ids, reason] = [given.toSorted(), why ?? null];
      const asked = ids.length > 1 && (await this.approvals.admit(bulkRedrive, { context, ids, reason }, approving));
      if (asked) return asked;
      const { caller } = approving;
      return eachOf(ids, async (id) =>
        this.release(await this.find(id), { acceptGap: false, ...(reason !== null && { reason }) }, caller),
      );
    }

    @Post('parked/discard')
    @HttpCode(200)
    @Permission('ops:write')
    @NeedsApproval(bulkDiscard)
    @ApiOperation({
      summary: 'Take many parked messages out, so that they are never handled',
      description: 'Each as by itself: the first of its key, with a decision on record.',
    })
    @Answers(bulkAnswer)
    async discardMany(
      @Body({ schema: bulkDiscardBody }) { ids: given, reason }: z.output<typeof bulkDiscardBody>,
      @GivenApproval() approving: Approving,
    ) {
      const ids = given.toSorted();
      const asked = ids.length > 1 && (await this.approvals.admit(bulkDiscard, { context, ids, reason }, approving));
      if (asked) return asked;
      const { actor } = approving.caller;
      return eachOf(ids, (id) => this.engine.discard(id, { actor, reason }));
    }

    @Get('decisions')
    @Permission('ops:read')
    @ApiOperation({
      summary: 'What operators decided on messages that were held back',
      description: 'Which were discarded, and which gaps were accepted; the newest first. Kept for good.',
    })
    @Answers(decisionsPage)
    async decisions(@Query({ schema: decisionsQuery }) query: z.output<typeof decisionsQuery>): Promise<Page> {
      const { limit } = query;
      const after = decodeCursor(query.cursor, decisionKeys);
      const rows = await this.engine.decisions.list({ limit: limit + 1, ...(after === undefined ? {} : { after }) });
      return Page.of(rows.map(withClosed), limit, ({ decidedAt, id }) => encodeCursor([decidedAt, id]));
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

    private async release({ id }: Held, { acceptGap, reason }: Redrive, { actor }: Caller): Promise<Redriven> {
      if (acceptGap) await this.engine.decisions.acceptGap(id, { actor, reason: reason ?? null });
      else if (!(await this.engine.heldMessages.release(id, false)))
        throw new Rejected(
          'NOT_FIRST_OF_KEY',
          'An earlier message of the same key is held back: it must be tried first.',
        );
      return { id, state: 'waiting' };
    }
  }
  return OpsController;
}
