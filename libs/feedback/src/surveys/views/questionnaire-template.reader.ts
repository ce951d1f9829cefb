import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { templateList } from './template-list.view.js';
import { questionnaireTemplate } from '../questionnaire-template/questionnaire-template.aggregate.js';
import {
  contentAt,
  requireTemplate,
  type QuestionnaireTemplate,
} from '../questionnaire-template/questionnaire-template.decider.js';
import type {
  TemplateAnswer,
  templateQuery,
  templatesQuery,
} from '../questionnaire-template/questionnaire-template.schemas.js';

const answerOf = (
  id: string,
  template: QuestionnaireTemplate,
  templateVersion = template.versions.length,
): TemplateAnswer => ({
  id,
  ...contentAt(template, templateVersion),
  templateVersion,
  newestVersion: template.versions.length,
  retired: template.retired,
  version: template.version,
});

/** Reads templates of questionnaires. */
@Injectable()
export class QuestionnaireTemplateReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** A template in one of its versions, as it is or as it stood. Throws `Unknown` where there is none. */
  async get(id: string, { asOf, version }: z.output<typeof templateQuery>): Promise<Versioned<TemplateAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const template = requireTemplate((await this.aggregates.load(questionnaireTemplate, id, upTo)).state);
    return new Versioned(answerOf(id, template, version), template.version, `t${version ?? 'newest'}`);
  }

  /** Templates in their newest version, the newest template first. */
  async list(criteria: z.output<typeof templatesQuery>): Promise<Page<TemplateAnswer>> {
    const query = this.readModels.repository(templateList).createQueryBuilder('row');
    const retired = criteria.retired === undefined ? undefined : criteria.retired === 'true';
    whereEqual(query, { retired });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map(({ id, template }) => answerOf(id, template));
  }
}
