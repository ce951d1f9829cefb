import { instant } from '@ecou/contracts';
import { assertNever, defineEvents, type Aggregate, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

const subjects = z.array(z.uuid()).min(1);

/** The facts about people of a context as an order of identity had them carried out here; one stream per order. */
export const subjectRightsEvents = defineEvents('subject-rights', {
  /** Everything that stood beside the events went; the key had gone before. */
  SubjectErased: z.object({
    subjects,
    found: z.int().min(0).describe('How many of them the context knew.'),
    claims: z.int().min(0).describe('How many unique contacts became free.'),
    files: z.int().min(0).describe('How many files were removed.'),
    erasedAt: instant,
  }),
  SubjectRestricted: z.object({ subjects, restrictedAt: instant }),
  SubjectReleased: z.object({ subjects, releasedAt: instant }),
});
export type SubjectRightsEvent = EventOf<typeof subjectRightsEvents>;

export type SubjectRightsCommandBody =
  | ({ readonly type: 'NoteErasure'; readonly at: string } & Omit<
      Extract<SubjectRightsEvent, { type: 'SubjectErased' }>['data'],
      'erasedAt'
    >)
  | {
      readonly type: 'NoteRestriction';
      readonly subjects: string[];
      readonly restricted: boolean;
      readonly at: string;
    };

interface SubjectRights {
  readonly isErased: boolean;
  readonly isRestricted: boolean;
}

function decide(command: SubjectRightsCommandBody, { isErased, isRestricted }: SubjectRights): SubjectRightsEvent[] {
  switch (command.type) {
    case 'NoteErasure': {
      const { type: _, at, ...erased } = command;
      return isErased ? [] : [{ type: 'SubjectErased', data: { ...erased, erasedAt: at } }];
    }
    case 'NoteRestriction': {
      const { restricted, subjects: of, at } = command;
      if (restricted === isRestricted) return [];
      return restricted
        ? [{ type: 'SubjectRestricted', data: { subjects: of, restrictedAt: at } }]
        : [{ type: 'SubjectReleased', data: { subjects: of, releasedAt: at } }];
    }
    default:
      return assertNever(command);
  }
}

function evolve(state: SubjectRights, event: SubjectRightsEvent): SubjectRights {
  switch (event.type) {
    case 'SubjectErased':
      return { ...state, isErased: true };
    case 'SubjectRestricted':
      return { ...state, isRestricted: true };
    case 'SubjectReleased':
      return { ...state, isRestricted: false };
    default:
      return assertNever(event);
  }
}

export const subjectRights: Aggregate<SubjectRightsCommandBody, SubjectRights, SubjectRightsEvent> = {
  category: subjectRightsEvents.category,
  events: subjectRightsEvents,
  decider: { initial: { isErased: false, isRestricted: false }, decide, evolve },
};
