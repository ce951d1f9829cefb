import { assertNever, Invalid, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { QuestionnaireTemplateEvent, TemplateContent } from './questionnaire-template.events.js';

export type CreateTemplate = { type: 'CreateTemplate'; content: TemplateContent };
export type ReviseTemplate = { type: 'ReviseTemplate'; content: TemplateContent };
export type RetireTemplate = { type: 'RetireTemplate'; reason: string | null; at: string };
export type QuestionnaireTemplateCommandBody = CreateTemplate | ReviseTemplate | RetireTemplate;

export interface QuestionnaireTemplate {
  /** Version 1 first; questionnaires name the one that they were drafted from. */
  readonly versions: readonly TemplateContent[];
  readonly retired: { readonly reason: string | null; readonly retiredAt: string } | null;
  /** Version of the stream. */
  readonly version: number;
}

export const questionnaireTemplateDecider: Decider<
  QuestionnaireTemplateCommandBody,
  QuestionnaireTemplate | null,
  QuestionnaireTemplateEvent
> = {
  initial: null,
  decide(command, state) {
    if (command.type === 'CreateTemplate') return create(command, state);
    const template = requireTemplate(state);
    switch (command.type) {
      case 'ReviseTemplate':
        return revise(command, template);
      case 'RetireTemplate':
        return retire(command, template);
      default:
        return assertNever(command);
    }
  },
  evolve,
};

/** The template. Throws `Unknown` where there is none. */
export function requireTemplate(state: QuestionnaireTemplate | null): QuestionnaireTemplate {
  if (!state) throw new Unknown('TEMPLATE_UNKNOWN', 'There is no such template.');
  return state;
}

/** The content of a version, of the newest where none is named. Throws `Invalid` where there is no such version. */
export function contentAt({ versions }: QuestionnaireTemplate, version = versions.length): TemplateContent {
  const content = versions[version - 1];
  if (!content) throw new Invalid('TEMPLATE_VERSION_UNKNOWN', `There is no version ${version}.`, ['version']);
  return content;
}

/** Refuses to draft from a template that was retired. */
export function refuseRetired({ retired }: QuestionnaireTemplate): void {
  if (retired) throw new Rejected('TEMPLATE_RETIRED', 'The template was retired.');
}

function create({ content }: CreateTemplate, state: QuestionnaireTemplate | null): QuestionnaireTemplateEvent[] {
  if (!state) return [{ type: 'QuestionnaireTemplateCreated', data: content }];
  if (same(content, state.versions[0])) return [];
  throw new Rejected('TEMPLATE_EXISTS', 'A template with this id exists, and says something else.');
}

function revise({ content }: ReviseTemplate, template: QuestionnaireTemplate): QuestionnaireTemplateEvent[] {
  if (same(content, template.versions.at(-1))) return [];
  refuseRetired(template);
  return [{ type: 'QuestionnaireTemplateRevised', data: content }];
}

const retire = ({ reason, at }: RetireTemplate, { retired }: QuestionnaireTemplate): QuestionnaireTemplateEvent[] =>
  retired ? [] : [{ type: 'QuestionnaireTemplateRetired', data: { reason, retiredAt: at } }];

/** The template after an event. */
export function evolve(state: QuestionnaireTemplate | null, event: QuestionnaireTemplateEvent): QuestionnaireTemplate {
  if (event.type === 'QuestionnaireTemplateCreated') return { versions: [event.data], retired: null, version: 1 };
  const before = requireTemplate(state);
  const after = { ...before, version: before.version + 1 };
  switch (event.type) {
    case 'QuestionnaireTemplateRevised':
      return { ...after, versions: [...before.versions, event.data] };
    case 'QuestionnaireTemplateRetired':
      return { ...after, retired: event.data };
    default:
      return assertNever(event);
  }
}
