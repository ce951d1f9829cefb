import { Controller, Get, Module } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  UnitsOfWork,
  defineEvents,
  defineView,
  type Aggregate,
  type EventOf,
  type RecordedEvent,
} from '@ecou/event-sourcing';
import { z } from 'zod';
import { EventSourcingModule } from '../../context/event-sourcing.module.js';
import { AggregateCommand } from '../../context/command.js';
import { defineContext } from '../../context/define-context.js';
import { onContract } from '@ecou/messaging';
import { ReadModels } from '../../context/read-models.js';
import { Permission, Reads } from '../../http/routes/route.js';
import { counterOpenedV1 } from './counter.js';

/** A context that hears what the counters say, and keeps a mark of each. */
const markEvents = defineEvents('mark', { MarkMade: z.object({ name: z.string() }) });

type MarkEvent = EventOf<typeof markEvents>;

interface MakeMark {
  readonly type: 'MakeMark';
  readonly name: string;
}

const mark: Aggregate<MakeMark, { readonly made: boolean }, MarkEvent> = {
  category: 'mark',
  events: markEvents,
  decider: {
    initial: { made: false },
    decide: ({ name }, { made }) => (made ? [] : [{ type: 'MarkMade', data: { name } }]),
    evolve: () => ({ made: true }),
  },
};

export const marksView = defineView<{ readonly id: string; readonly name: string }>({
  name: 'marks',
  version: 1,
  key: 'id',
  columns: { id: 'text', name: 'text NOT NULL' },
  on: { MarkMade: { evolve: (_row, { data: { name } }: RecordedEvent<MarkEvent>, id) => ({ id, name }) } },
});

class MarkCommand extends AggregateCommand<MakeMark> {}

@CommandHandler(MarkCommand)
class MarkHandler implements ICommandHandler<MarkCommand> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: MarkCommand) {
    return this.units.run(context, (work) => work.decide(mark, id, command));
  }
}

@Controller('tallies/v1/marks')
class MarkController {
  constructor(private readonly readModels: ReadModels) {}

  @Get()
  @Permission('tallies:read')
  @Reads(marksView)
  async list() {
    return { items: await this.readModels.repository(marksView).find({ order: { name: 'ASC' } }), next: null };
  }
}

@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'tallies',
      aggregates: [mark],
      views: [marksView],
      policies: [
        onContract(counterOpenedV1, {
          name: 'mark-counter',
          then: ({ subject, data: { name } }, context) => new MarkCommand(subject, { type: 'MakeMark', name }, context),
        }),
      ],
    }),
  ],
  controllers: [MarkController],
  providers: [MarkHandler],
})
class TalliesModule {}

declare module '../../identity/permission-names.js' {
  interface ContextPermissions {
    tallies: 'tallies:read' | 'tallies:write';
  }
}

export const talliesContext = defineContext({
  name: 'tallies',
  title: 'Keeps a mark of each counter',
  modules: [TalliesModule],
});
