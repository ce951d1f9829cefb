import type { Language } from '@ecou/contracts';
import { assertNever, Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { Item, Theme } from '../items/item.schema.js';
import type { About, Channel } from '../questionnaire/questionnaire.events.js';
import { answersOf, type GivenAnswer } from './answer.rules.js';
import type { Answer, ResponseEvent, ResponseRecorded } from './response.events.js';

export type RecordResponse = {
  readonly type: 'RecordResponse';
  /** The questionnaire as it stands. The handler has seen that it takes answers. */
  readonly questionnaire: { readonly id: string; readonly about: About; readonly items: readonly Item[] };
  readonly channel: Channel;
  readonly language: Language;
  readonly answers: readonly GivenAnswer[];
  readonly at: string;
};

export type CodeAnswer = {
  readonly type: 'CodeAnswer';
  /** The questionnaire as it stands. */
  readonly questionnaire: { readonly id: string; readonly themes: readonly Theme[] };
  readonly item: string;
  /** Ids of themes, none of them twice. */
  readonly themes: readonly string[];
};

export type Response = ResponseRecorded['data'] & {
  /** The themes of each free text that was coded, by item. */
  readonly themes: Readonly<Record<string, readonly string[]>>;
};

export const responseDecider: Decider<RecordResponse | CodeAnswer, Response | null, ResponseEvent> = {
  initial: null,
  decide: (command, state) => (command.type === 'RecordResponse' ? record(command, state) : code(command, state)),
  evolve(state, event) {
    switch (event.type) {
      case 'ResponseRecorded':
        return { ...event.data, themes: {} };
      case 'AnswerCoded': {
        const before = requireResponse(state, event.data.questionnaireId);
        return { ...before, themes: { ...before.themes, [event.data.item]: event.data.themes } };
      }
      default:
        return assertNever(event);
    }
  },
};

function record(command: RecordResponse, state: Response | null): ResponseEvent[] {
  const { questionnaire, channel, language, at } = command;
  const answers = answersOf(questionnaire.items, command.answers);
  const data = {
    questionnaireId: questionnaire.id,
    about: questionnaire.about,
    channel,
    language,
    answers,
    ...staffOnly(questionnaire.items, answers),
  };
  if (!state) return [{ type: 'ResponseRecorded', data: { ...data, recordedAt: at } }];
  if (same(compared(data), compared(contentOf(state)))) return [];
  throw new Rejected('RESPONSE_EXISTS', 'An answer with this id exists, and says something else.');
}

function staffOnly(items: readonly Item[], answers: readonly Answer[]): { staffOnly?: string[] } {
  const those = answers.flatMap(({ item }) =>
    items.some(({ id, visibility }) => id === item && visibility === 'staff') ? [item] : [],
  );
  return those.length > 0 ? { staffOnly: those } : {};
}

const contentOf = ({ recordedAt: _recordedAt, themes: _themes, ...content }: Response) => content;

type Content = ReturnType<typeof contentOf>;

/**
 * The part of an answer that tells a repeat from another answer with its id. The id is public, so that of an answer from the public only public
 * values are compared: nobody learns from a repeat if a free text is the right one (0055).
 */
const compared = (content: Content): Content =>
  content.channel === 'paper' ? content : { ...content, answers: content.answers.flatMap(withoutWords) };

function withoutWords(answer: Answer): Answer[] {
  if (answer.kind === 'text') return [];
  if (!('other' in answer)) return [answer];
  const { other: _other, ...chosen } = answer;
  return [chosen];
}

/** The answer to the questionnaire. Throws `Unknown` where there is none. */
function requireResponse(state: Response | null, questionnaireId: string): Response {
  if (state?.questionnaireId === questionnaireId) return state;
  throw new Unknown('RESPONSE_UNKNOWN', 'There is no such answer.');
}

function code({ questionnaire, item, themes }: CodeAnswer, state: Response | null): ResponseEvent[] {
  const response = requireResponse(state, questionnaire.id);
  if (!response.answers.some((answer) => answer.item === item && answer.kind === 'text')) {
    throw new Invalid('TEXT_UNKNOWN', `The answer has no free text to ${item}.`, ['item']);
  }
  themes.forEach((theme, index) => {
    if (!questionnaire.themes.some(({ id }) => id === theme)) {
      throw new Invalid('THEME_UNKNOWN', `The questionnaire has no theme ${theme}.`, ['themes', index]);
    }
  });
  const [after, before] = [[...themes].sort(), response.themes[item] ?? []];
  if (same(after, before)) return [];
  const data = { questionnaireId: questionnaire.id, item, themes: after, before: [...before] };
  return [{ type: 'AnswerCoded', data }];
}
