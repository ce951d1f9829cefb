import type { Language } from '@ecou/contracts';
import { Rejected, same, type Decider } from '@ecou/event-sourcing';
import type { Item } from '../questionnaire/item.schema.js';
import type { About } from '../questionnaire/questionnaire.events.js';
import { answersOf, type GivenAnswer } from './answer.rules.js';
import type { Channel, ResponseEvent, ResponseRecorded } from './response.events.js';

export type RecordResponse = {
  readonly type: 'RecordResponse';
  /** As it stands; the handler has seen that it takes answers. */
  readonly questionnaire: { readonly id: string; readonly about: About; readonly items: readonly Item[] };
  readonly channel: Channel;
  readonly language: Language;
  readonly answers: readonly GivenAnswer[];
  readonly at: string;
};

export type Response = ResponseRecorded['data'];

export const responseDecider: Decider<RecordResponse, Response | null, ResponseEvent> = {
  initial: null,
  decide(command, state) {
    const { questionnaire, channel, language, at } = command;
    const answers = answersOf(questionnaire.items, command.answers);
    const data = { questionnaireId: questionnaire.id, about: questionnaire.about, channel, language, answers };
    if (!state) return [{ type: 'ResponseRecorded', data: { ...data, recordedAt: at } }];
    if (same(data, contentOf(state))) return [];
    throw new Rejected('RESPONSE_EXISTS', 'An answer with this id exists, and says something else.');
  },
  evolve: (_state, event) => event.data,
};

const contentOf = ({ recordedAt: _recordedAt, ...content }: Response) => content;
