import { Body, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  defineEvents,
  defineView,
  relationOf,
  UnitsOfWork,
  type Aggregate,
  type CommandContext,
  type EventOf,
  type RecordedEvent,
} from '@ecou/event-sourcing';
import { z } from 'zod';
import { Aggregates } from '../../context/aggregates.js';
import { AggregateCommand } from '../../context/command.js';
import { defineContext, type ContextDefinition } from '../../context/define-context.js';
import { EventSourcingModule } from '../../context/event-sourcing.module.js';
import { ReadModels } from '../../context/read-models.js';
import { Context, Public, Reads } from '../../http/routes/route.js';

const added = { Added: z.object({ by: z.number().int() }) };
const sumEvents = defineEvents('sum', { ...added, Taken: z.object({ by: z.number().int() }) });

type SumEvent = EventOf<typeof sumEvents>;

interface ChangeSum {
  readonly type: 'Added' | 'Taken';
  readonly by: number;
}

const sum: Aggregate<ChangeSum, number, SumEvent> = {
  category: 'sum',
  events: sumEvents,
  decider: {
    initial: 0,
    decide: ({ type, by }) => [{ type, data: { by } }],
    evolve: (total, { type, data: { by } }) => total + (type === 'Added' ? by : -by),
  },
};

/** The aggregate as a build knows it that was made before there was `Taken`. */
const olderSum = { ...sum, events: defineEvents('sum', added) };

interface SumRow {
  readonly id: string;
  readonly total: number;
  /** The number of its changes. */
  readonly times: number;
}

interface NewerSumRow extends SumRow {
  readonly last: number;
}

const common = { name: 'sums', key: 'id' } as const;
const columns = { id: 'text', total: 'integer NOT NULL', times: 'integer NOT NULL' };
const changed = (row: SumRow | undefined, by: number, id: string): SumRow => ({
  id,
  total: (row?.total ?? 0) + by,
  times: (row?.times ?? 0) + 1,
});
type Recorded<T extends SumEvent['type']> = RecordedEvent<Extract<SumEvent, { type: T }>>;

const olderView = defineView<SumRow>({
  ...common,
  version: 1,
  columns,
  on: { Added: { evolve: (row, { data: { by } }: Recorded<'Added'>, id) => changed(row, by, id) } },
});

const newerView = defineView<NewerSumRow>({
  ...common,
  version: 2,
  columns: { ...columns, last: 'integer NOT NULL' },
  on: {
    Added: { evolve: (row, { data: { by } }: Recorded<'Added'>, id) => ({ ...changed(row, by, id), last: by }) },
    Taken: { evolve: (row, { data: { by } }: Recorded<'Taken'>, id) => ({ ...changed(row, -by, id), last: -by }) },
  },
});

class SumCommand extends AggregateCommand<ChangeSum> {}

const params = z.strictObject({ id: z.uuid() });
const body = z.strictObject({ by: z.number().int() });

declare module '../../identity/permission-names.js' {
  interface ContextPermissions {
    sums: 'sums:read' | 'sums:write';
  }
}

/** A context in two builds: the newer one has one more column in its view, and one more event type. */
export function sumsContext(build: 'older' | 'newer'): ContextDefinition {
  const aggregate = build === 'older' ? olderSum : sum;
  const view = build === 'older' ? olderView : newerView;

  @CommandHandler(SumCommand)
  class SumHandler implements ICommandHandler<SumCommand> {
    constructor(private readonly units: UnitsOfWork) {}

    execute({ id, command, context }: SumCommand) {
      return this.units.run(context, (work) => work.decide(aggregate, id, command));
    }
  }

  @Controller('sums/v1/sums')
  class SumController {
    constructor(
      private readonly commands: CommandBus,
      private readonly aggregates: Aggregates,
      private readonly readModels: ReadModels,
    ) {}

    @Post(':id/add')
    @HttpCode(200)
    @Public()
    add(
      @Param({ schema: params }) { id }: z.output<typeof params>,
      @Body({ schema: body }) { by }: z.output<typeof body>,
      @Context() context: CommandContext,
    ) {
      return this.commands.execute(new SumCommand(id, { type: 'Added', by }, context));
    }

    @Post(':id/take')
    @HttpCode(200)
    @Public()
    take(
      @Param({ schema: params }) { id }: z.output<typeof params>,
      @Body({ schema: body }) { by }: z.output<typeof body>,
      @Context() context: CommandContext,
    ) {
      return this.commands.execute(new SumCommand(id, { type: 'Taken', by }, context));
    }

    @Get()
    @Public()
    @Reads(view)
    async list() {
      return { items: await this.readModels.query(`SELECT * FROM ${relationOf(view)} ORDER BY id`) };
    }

    /** As a route that does not say what it reads. */
    @Get('count')
    @Public()
    async count() {
      const [row] = await this.readModels.query<{ sums: number }>(
        `SELECT count(*)::int AS sums FROM ${relationOf(view)}`,
      );
      return { sums: row?.sums };
    }

    @Get(':id')
    @Public()
    async read(@Param({ schema: params }) { id }: z.output<typeof params>) {
      return { total: (await this.aggregates.load(aggregate, id)).state };
    }
  }

  @Module({
    imports: [EventSourcingModule.forFeature({ context: 'sums', aggregates: [aggregate], views: [view] })],
    controllers: [SumController],
    providers: [SumHandler],
  })
  class SumsModule {}

  return defineContext({ name: 'sums', title: 'Adds up', modules: [SumsModule] });
}
