import { Aggregates, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { templateList } from '../views/template-list.view.js';
import { questionnaireTemplate } from './questionnaire-template.aggregate.js';
import { contentAt, knownTemplate, type QuestionnaireTemplate } from './questionnaire-template.decider.js';
import type { TemplateAnswer, templateQuery, templatesQuery } from './questionnaire-template.schemas.js';

/** A template in one of its versions: as it is, or as it stood. */
export class GetTemplate extends Query<Versioned<TemplateAnswer>> {
  constructor(
    readonly id: string,
    readonly criteria: z.output<typeof templateQuery>,
  ) {
    super();
  }
}

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

@QueryHandler(GetTemplate)
export class GetTemplateHandler implements IQueryHandler<GetTemplate> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, criteria: { asOf, version } }: GetTemplate): Promise<Versioned<TemplateAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const template = knownTemplate((await this.aggregates.load(questionnaireTemplate, id, upTo)).state);
    return new Versioned(answerOf(id, template, version), template.version, `t${version ?? 'newest'}`);
  }
}

/** Templates in their newest version, the newest template first. */
export class ListTemplates extends Query<Page<TemplateAnswer>> {
  constructor(readonly criteria: z.output<typeof templatesQuery>) {
    super();
  }
}

@QueryHandler(ListTemplates)
export class ListTemplatesHandler implements IQueryHandler<ListTemplates> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListTemplates): Promise<Page<TemplateAnswer>> {
    const query = this.readModels.repository(templateList).createQueryBuilder('row');
    const retired = criteria.retired === undefined ? undefined : criteria.retired === 'true';
    whereEqual(query, { retired });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map(({ id, template }) => answerOf(id, template));
  }
}
