import {
  retentionAnswered,
  RetentionAskedV1,
  subjectErased,
  SubjectErasureOrderedV1,
  SubjectRestrictionChangedV1,
} from '@ecou/contracts';
import { Clock, UnitsOfWork, type CommandContext, type EventTypes, type RecordedEvent } from '@ecou/event-sourcing';
import { as, onContract, onContracts, onEvents, type AnyPublishTable, type Policy } from '@ecou/messaging';
import { Module, type Type } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateCommand } from '../context/command.js';
import type { ContextService } from '../context/context-service.js';
import type { ContextDefinition } from '../context/define-context.js';
import { ContextServices, EventSourcingModule } from '../context/event-sourcing.module.js';
import { Erasure, notingPolicy, notKnownYet } from './erasure.js';
import { RetentionFinder, type Question } from './retention/finder.js';
import {
  retentionAnswers,
  retentionAnswersEvents,
  type RetentionAnswersEvent,
} from './retention/retention-answers.aggregate.js';
import { Things } from './retention/things.js';
import { DeclaredPeriods } from './retention/verdict.js';
import { subjectRights, subjectRightsEvents, type SubjectRightsEvent } from './subject-rights.aggregate.js';
import { subjectsController } from './subjects.controller.js';
import { SubjectsIndex } from './subjects-index.js';
import { Subjects } from './subjects.js';

type Ordered =
  | { readonly type: 'EraseSubjects'; readonly subjects: string[] }
  | { readonly type: 'RestrictSubjects'; readonly subjects: string[]; readonly restricted: boolean };

interface AnswerQuestion {
  readonly type: 'AnswerQuestion';
  readonly question: Question;
}

type RecordedErasure = RecordedEvent<Extract<SubjectRightsEvent, { type: 'SubjectErased' }>>;

type RecordedAnswer = RecordedEvent<RetentionAnswersEvent>;

function publishOf(context: string): AnyPublishTable {
  const contract = Object.values(subjectErased).find((one) => one.context === context);
  const answer = Object.values(retentionAnswered).find((one) => one.context === context);
  if (!contract || !answer) return {};
  return {
    RetentionAnswered: ({ stream, data: { answeredAt: _, ...told } }: RecordedAnswer) =>
      as(answer, { runId: stream.slice(-36), ...told }),
    SubjectErased: ({ stream, data: { subjects, found, erasedAt } }: RecordedErasure) =>
      as(contract, { erasureId: stream.slice(-36), subjects: subjects.length, found, erasedAt }),
  };
}

const subjectsOf = ({ store, restrictions, parts: { config, files, vault } }: ContextService, index: SubjectsIndex) =>
  new Subjects({ store, vault, files, index, restrictions, secret: config.secret });

function erasureOf(service: ContextService, index: SubjectsIndex, subjects: Subjects): Erasure {
  const { definition, erasers, parts, engine } = service;
  return new Erasure({
    index,
    subjects,
    erasers,
    files: parts.files,
    scopes: definition.personalClaims,
    types: typesOf(definition),
    head: () => service.head(),
    isHeld: () => engine.heldMessages.any(notingPolicy),
  });
}

function finderOf({ definition, pool, name, store, restrictions }: ContextService): RetentionFinder {
  const declared = new DeclaredPeriods(definition.processing ?? []);
  return new RetentionFinder({
    ...{ context: name, declared, restrictions },
    things: new Things(pool, name, declared, store),
  });
}

const ownEvents: readonly EventTypes[] = [subjectRightsEvents, retentionAnswersEvents];

/** Every type of events but those of its own: they name people by their ids alone. */
const typesOf = ({ events }: ContextDefinition): string[] =>
  events.filter((one) => !ownEvents.includes(one)).flatMap(({ types }) => Object.keys(types));

/** The classes of one context: a command bus knows a command by its class. */
function partsOf(types: readonly string[]) {
  class NoteSubjects extends Command<void> {
    constructor(readonly events: readonly RecordedEvent[]) {
      super();
    }
  }

  class SubjectRightsCommand extends AggregateCommand<Ordered> {}

  @CommandHandler(NoteSubjects)
  class NoteSubjectsHandler implements ICommandHandler<NoteSubjects> {
    constructor(
      private readonly subjects: Subjects,
      private readonly erasure: Erasure,
    ) {}

    /** Notes people; removes what was on its way when somebody was erased. */
    async execute({ events }: NoteSubjects): Promise<void> {
      const erased = await this.subjects.note(events);
      if (erased.length > 0) await this.erasure.clean(erased);
    }
  }

  @CommandHandler(SubjectRightsCommand)
  class SubjectRightsHandler implements ICommandHandler<SubjectRightsCommand> {
    constructor(
      private readonly units: UnitsOfWork,
      private readonly index: SubjectsIndex,
      private readonly erasure: Erasure,
      private readonly clock: Clock,
    ) {}

    async execute({ id, command, context: asked }: SubjectRightsCommand) {
      const at = this.clock.now();
      const { subjects } = command;
      if (command.type === 'EraseSubjects') {
        const done = await this.erasure.carryOut(id, subjects);
        return this.units.run(asked, (work) =>
          work.decide(subjectRights, id, { type: 'NoteErasure', subjects, ...done, at }),
        );
      }
      const { restricted } = command;
      await this.index.setRestricted(subjects, id, restricted);
      return this.units.run(asked, (work) =>
        work.decide(subjectRights, id, { type: 'NoteRestriction', subjects, restricted, at }),
      );
    }
  }

  class RetentionAnswersCommand extends AggregateCommand<AnswerQuestion> {}

  @CommandHandler(RetentionAnswersCommand)
  class RetentionAnswersHandler implements ICommandHandler<RetentionAnswersCommand> {
    constructor(
      private readonly units: UnitsOfWork,
      private readonly erasure: Erasure,
      private readonly finder: RetentionFinder,
    ) {}

    async execute({ id, command: { question }, context: asked }: RetentionAnswersCommand) {
      await this.erasure.everythingIsKnown();
      const found = await this.finder.answer(question);
      const answer = { step: question.step, ...found, answeredAt: asked.now };
      return this.units.run(asked, (work) => work.decide(retentionAnswers, id, { type: 'AnswerRetention', answer }));
    }
  }

  const noting = onEvents(types, {
    name: notingPolicy,
    then: (events: readonly RecordedEvent[]) => new NoteSubjects(events),
  });
  const orders: Policy[] = [
    onContract(SubjectErasureOrderedV1, {
      name: 'subject-is-erased',
      notYet: [notKnownYet],
      then: ({ data: { erasureId, subjects } }, asked: CommandContext) =>
        new SubjectRightsCommand(erasureId, { type: 'EraseSubjects', subjects }, asked),
    }),
    onContracts([SubjectRestrictionChangedV1], {
      name: 'subject-is-restricted',
      then: ({ data: { requestId, subjects, restricted } }, asked: CommandContext) =>
        new SubjectRightsCommand(requestId, { type: 'RestrictSubjects', subjects, restricted }, asked),
    }),
    onContract(RetentionAskedV1, {
      name: 'retention-is-answered',
      notYet: [notKnownYet],
      then: ({ data }, asked: CommandContext) =>
        new RetentionAnswersCommand(data.runId, { type: 'AnswerQuestion', question: data }, asked),
    }),
  ];
  return {
    policies: [noting, ...orders],
    handlers: [NoteSubjectsHandler, SubjectRightsHandler, RetentionAnswersHandler],
  };
}

function roomOf(
  context: string,
  types: readonly string[],
): { readonly room: Type; readonly controller: Type; readonly policies: readonly Policy[] } {
  const { policies, handlers } = partsOf(types);
  const service = (services: ContextServices) => services.get(context);
  const provide = <T>(token: abstract new (...given: never[]) => T, of: (context: ContextService) => T) => ({
    provide: token,
    useFactory: (services: ContextServices) => of(service(services)),
    inject: [ContextServices],
  });
  const indexOf = ({ pool, name }: ContextService) => new SubjectsIndex(pool, name);
  const controller = subjectsController(context);
  @Module({
    imports: [
      EventSourcingModule.forFeature({
        context,
        aggregates: [subjectRights, retentionAnswers],
        policies,
        publish: publishOf(context),
      }),
    ],
    controllers: [controller],
    providers: [
      provide(SubjectsIndex, indexOf),
      provide(Subjects, (one) => subjectsOf(one, indexOf(one))),
      provide(Erasure, (one) => erasureOf(one, indexOf(one), subjectsOf(one, indexOf(one)))),
      provide(RetentionFinder, finderOf),
      ...handlers,
    ],
  })
  class SubjectsRoom {}
  return { room: SubjectsRoom, controller, policies };
}

/**
 * The context with a room that no context has to think of: it knows which person stands in which stream, finds people, tells everything of
 * one, and erases. A context without events of its own knows nobody.
 */
export function withRights(definition: ContextDefinition): ContextDefinition {
  if (definition.events.length === 0) return definition;
  const types = typesOf(definition);
  const { room, controller, policies } = roomOf(definition.name, types);
  return {
    ...definition,
    modules: [...definition.modules, room],
    controllers: [...definition.controllers, controller],
    events: [...definition.events, ...ownEvents],
    policies: [...definition.policies, ...policies],
    publish: { ...definition.publish, ...publishOf(definition.name) },
  };
}
