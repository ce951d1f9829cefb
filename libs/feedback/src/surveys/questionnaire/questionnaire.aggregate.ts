import type { Aggregate, TimerChange, SideRows } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { questionnaireDecider, type QuestionnaireCommandBody } from './questionnaire.decider.js';
import { questionnaireEvents, type Content, type QuestionnaireEvent } from './questionnaire.events.js';
import type { Questionnaire } from './questionnaire.state.js';

/** The timers that open and close a questionnaire by themselves. */
export const timers = { opensAt: 'questionnaire-opens', closesAt: 'questionnaire-closes' } as const;

const times = ['opensAt', 'closesAt'] as const;

export const questionnaire: Aggregate<QuestionnaireCommandBody, Questionnaire | null, QuestionnaireEvent> = {
  category: questionnaireEvents.category,
  events: questionnaireEvents,
  decider: questionnaireDecider,
  sideRows: (id, events, before) => {
    const content = events.map(contentIn).find((one) => one !== null);
    return content ? timersFor(id, content, before?.content ?? null) : {};
  },
};

const contentIn = (event: QuestionnaireEvent): Content | null =>
  event.type === 'QuestionnaireDrafted' || event.type === 'QuestionnaireRevised' ? event.data : null;

/** Sets what is new, and takes away what is gone. */
function timersFor(id: string, after: Content, before: Content | null): SideRows {
  const changes = times
    .filter((time) => after[time] !== (before?.[time] ?? null))
    .map((time): TimerChange => {
      const [name, dueAt] = [timers[time], after[time]];
      const timer = uuidv5(name, id);
      return dueAt === null ? { id: timer, dueAt } : { id: timer, name, dueAt, subject: id };
    });
  return changes.length > 0 ? { timers: changes } : {};
}
