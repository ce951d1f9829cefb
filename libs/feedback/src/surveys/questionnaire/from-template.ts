import { Invalid, type UnitOfWork } from '@ecou/event-sourcing';
import { questionnaireTemplate } from '../questionnaire-template/questionnaire-template.aggregate.js';
import { contentAt, refuseRetired, requireTemplate } from '../questionnaire-template/questionnaire-template.decider.js';
import { misfitsOf } from '../items/item.rules.js';
import type { DraftQuestionnaire } from './questionnaire.decider.js';
import type { Content } from './questionnaire.events.js';
import type { Questionnaire } from './questionnaire.state.js';

export interface DraftFromTemplate {
  readonly type: 'DraftFromTemplate';
  /** The newest version, where none is named. */
  readonly template: { readonly id: string; readonly version: number | undefined };
  /** The fields that the questionnaire does not take from the template. */
  readonly own: Pick<Content, 'about' | 'topics' | 'access' | 'opensAt' | 'closesAt'> & {
    readonly title: Content['title'] | null;
  };
}

/** The draft that a template makes. A repeat keeps the version of the template that it named first. */
export async function draftFrom(
  { template: { id, version }, own }: DraftFromTemplate,
  standing: Questionnaire | null,
  work: UnitOfWork,
): Promise<DraftQuestionnaire> {
  const template = requireTemplate(await work.read(questionnaireTemplate, id));
  if (!standing) refuseRetired(template);
  const before = standing?.drafted.template;
  const named = version ?? (before?.id === id ? before.version : template.versions.length);
  const { consentText, ...worded } = contentAt(template, named);
  const content: Content = {
    ...worded,
    ...own,
    title: own.title ?? worded.title,
    consentText: own.topics.length > 0 ? consentText : null,
    template: { id, version: named },
  };
  const [misfit] = misfitsOf(content);
  if (misfit) throw new Invalid(misfit.code, misfit.message, misfit.path);
  return { type: 'DraftQuestionnaire', content };
}
