import { Invalid, streamOf, type UnitExtras } from '@ecou/event-sourcing';
import type { Aggregates } from '@ecou/runtime';
import { questionnaireTemplate } from '../questionnaire-template/questionnaire-template.aggregate.js';
import { contentAt, knownTemplate, refuseRetired } from '../questionnaire-template/questionnaire-template.decider.js';
import { misfitsOf } from './item.rules.js';
import type { DraftQuestionnaire } from './questionnaire.decider.js';
import type { Content } from './questionnaire.events.js';
import type { Questionnaire } from './questionnaire.state.js';

export interface DraftFromTemplate {
  readonly type: 'DraftFromTemplate';
  /** In its newest version, where none is named. */
  readonly template: { readonly id: string; readonly version: number | undefined };
  /** What the questionnaire says for itself. */
  readonly own: Pick<Content, 'about' | 'topics' | 'access' | 'opensAt' | 'closesAt'> & {
    readonly title: Content['title'] | null;
  };
}

/** The draft that a template makes, and the check that it stands where it was read. A repeat keeps the version that it named first. */
export async function draftFrom(
  aggregates: Aggregates,
  { template: { id, version }, own }: DraftFromTemplate,
  standing: Questionnaire | null,
): Promise<{ readonly command: DraftQuestionnaire; readonly extras: UnitExtras }> {
  const { state, version: expected } = await aggregates.load(questionnaireTemplate, id);
  const template = knownTemplate(state);
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
  return {
    command: { type: 'DraftQuestionnaire', content },
    extras: { checks: [{ stream: streamOf(questionnaireTemplate.category, id), expected }] },
  };
}
