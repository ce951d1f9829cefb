import { contract } from '@ecou/contracts';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  assertNever,
  defineEvents,
  defineView,
  Rejected,
  relationOf,
  Unknown,
  UnitsOfWork,
  type Aggregate,
  type Decider,
  type EventOf,
  type RecordedEvent,
  type CommandContext,
} from '@ecou/event-sourcing';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { EventSourcingModule } from '../../context/event-sourcing.module.js';
import { Aggregates } from '../../context/aggregates.js';
import { AggregateCommand } from '../../context/command.js';
import { defineContext } from '../../context/define-context.js';
import { as } from '@ecou/messaging';
import { ReadModels } from '../../context/read-models.js';
import { Page, Versioned } from '../../http/answers/answers.js';
import { Answers } from '../../http/routes/openapi.decorators.js';
import { asOfQuery, decodeCursor, encodeCursor, pageQuery } from '../../http/input/queries.js';
import {
  AcceptsForm,
  BodyLimit,
  Context,
  Permission,
  Public,
  Reads,
  RequiresIfMatch,
} from '../../http/routes/route.js';
import { listOf } from '../../http/input/schemas.js';

/** A context that counts, for the specs of the conventions. */
export const counterOpenedV1 = contract(
  'ecou.counters.counter-opened.v1',
  'A counter was opened.',
  z.object({ name: z.string() }),
);

const counterEvents = defineEvents('counter', {
  CounterOpened: z.object({ name: z.string() }),
  Counted: z.object({ by: z.number().int() }),
});

type CounterEvent = EventOf<typeof counterEvents>;
type CounterCommandBody = { type: 'OpenCounter'; name: string } | { type: 'Count'; by: number };

interface Counter {
  readonly name: string | null;
  readonly count: number;
}

const counterDecider: Decider<CounterCommandBody, Counter, CounterEvent> = {
  initial: { name: null, count: 0 },
  decide: (command, { name, count }) => {
    switch (command.type) {
      case 'OpenCounter':
        if (name === command.name) return [];
        if (name !== null) throw new Rejected('COUNTER_EXISTS', 'There is another counter with this id.');
        return [{ type: 'CounterOpened', data: { name: command.name } }];
      case 'Count':
        if (name === null) throw new Unknown('COUNTER_UNKNOWN', 'There is no such counter.');
        if (count + command.by < 0) throw new Rejected('COUNTER_BELOW_ZERO', 'A counter never goes below zero.');
        return [{ type: 'Counted', data: { by: command.by } }];
      default:
        return assertNever(command);
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'CounterOpened':
        return { ...state, name: event.data.name };
      case 'Counted':
        return { ...state, count: state.count + event.data.by };
      default:
        return assertNever(event);
    }
  },
};

const counter: Aggregate<CounterCommandBody, Counter, CounterEvent> = {
  category: 'counter',
  events: counterEvents,
  decider: counterDecider,
};

interface CounterRow {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

export const countersView = defineView<CounterRow>({
  name: 'counters',
  version: 1,
  key: 'id',
  columns: { id: 'text', name: 'text NOT NULL', count: 'integer NOT NULL' },
  on: {
    CounterOpened: {
      evolve: (_row, event: RecordedEvent<Extract<CounterEvent, { type: 'CounterOpened' }>>, id) => ({
        id,
        name: event.data.name,
        count: 0,
      }),
    },
    Counted: {
      evolve: (row, event: RecordedEvent<Extract<CounterEvent, { type: 'Counted' }>>) =>
        row && { ...row, count: row.count + event.data.by },
    },
  },
});

export class CounterCommand extends AggregateCommand<CounterCommandBody> {}

@CommandHandler(CounterCommand)
class CounterHandler implements ICommandHandler<CounterCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: CounterCommand) {
    return this.units.run(context, (work) => work.decide(counter, id, command));
  }
}

const params = z.strictObject({ id: z.uuid() });
const openBody = z.strictObject({
  id: z.uuid().optional(),
  name: z.string().min(1).max(100),
  tags: z.array(z.strictObject({ tag: z.string() })).optional(),
});
const countBody = z.strictObject({ by: z.number().int().min(-1000).max(1000) });
const listQuery = z.strictObject({ ...pageQuery });
const listAnswer = listOf(z.object({ id: z.uuid(), name: z.string(), count: z.int() }), 'Counters');

@Controller('counters/v1/counters')
class CounterController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  @Post()
  @Permission('counters:write')
  open(@Body({ schema: openBody }) { id, name }: z.output<typeof openBody>, @Context() context: CommandContext) {
    return this.run(id ?? context.commandId, { type: 'OpenCounter', name }, context);
  }

  @Post(':id/count')
  @HttpCode(200)
  @Permission('counters:write')
  count(
    @Param({ schema: params }) { id }: z.output<typeof params>,
    @Body({ schema: countBody }) { by }: z.output<typeof countBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Count', by }, context);
  }

  @Put(':id/count')
  @Permission('counters:write')
  @RequiresIfMatch()
  countOn(
    @Param({ schema: params }) { id }: z.output<typeof params>,
    @Body({ schema: countBody }) { by }: z.output<typeof countBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Count', by }, context);
  }

  @Post('large')
  @HttpCode(200)
  @Public()
  @BodyLimit(200_000)
  large(@Body({ schema: z.strictObject({ text: z.string() }) }) { text }: { text: string }) {
    return { length: text.length };
  }

  @Post('form')
  @HttpCode(200)
  @Public()
  @AcceptsForm()
  form(@Body({ schema: z.strictObject({ name: z.string() }) }) { name }: { name: string }) {
    return { name };
  }

  @Post('slow')
  @HttpCode(200)
  @Public()
  async slow(@Body({ schema: z.strictObject({ ms: z.int().max(5000) }) }) { ms }: { ms: number }) {
    await sleep(ms);
    return { slept: ms };
  }

  @Post('fails')
  @Public()
  fails(): never {
    throw new Error('A secret of somebody: Ion Popescu.');
  }

  @Get()
  @Public()
  @Reads(countersView)
  @Answers(listAnswer)
  async list(@Query({ schema: listQuery }) { cursor, limit }: z.output<typeof listQuery>) {
    const after = decodeCursor(cursor, z.tuple([z.string(), z.string()]));
    const rows = await this.readModels.query<CounterRow>(
      `SELECT id, name, count FROM ${relationOf(countersView)} WHERE $1::text IS NULL OR (name, id) > ($1, $2) ORDER BY name, id LIMIT $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
    return Page.of(rows, limit, ({ name, id }) => encodeCursor([name, id]));
  }

  @Get(':id')
  @Public()
  async read(
    @Param({ schema: params }) { id }: z.output<typeof params>,
    @Query({ schema: z.strictObject({ ...asOfQuery }) }) { asOf }: { asOf?: string },
  ) {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(counter, id, upTo);
    if (state.name === null) throw new Unknown('COUNTER_UNKNOWN', 'There is no such counter.');
    return new Versioned({ id, ...state }, version);
  }

  private run(id: string, command: CounterCommandBody, context: CommandContext) {
    return this.commands.execute(new CounterCommand(id, command, context));
  }
}

@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'counters',
      aggregates: [counter],
      views: [countersView],
      publish: {
        CounterOpened: ({ data: { name } }: { data: { name: string } }) => as(counterOpenedV1, { name }),
      },
    }),
  ],
  controllers: [CounterController],
  providers: [CounterHandler],
})
class CountersModule {}

declare module '../../identity/permission-names.js' {
  interface ContextPermissions {
    counters: 'counters:read' | 'counters:write';
  }
}

export const countersContext = defineContext({ name: 'counters', title: 'Counts', modules: [CountersModule] });
