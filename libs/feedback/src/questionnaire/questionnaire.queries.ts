import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Invitations } from '../invitation/invitations.js';
import { questionnaireList } from '../views/questionnaire-list.view.js';
import { answerOf, shownQuestionnaire } from './answers.js';
import { questionnaire } from './questionnaire.aggregate.js';
import type {
  invitationsAnswer,
  invitationsQuery,
  QuestionnaireAnswer,
  questionnairesQuery,
  reportedSummaryAnswer,
} from './questionnaire.schemas.js';
import { known } from './questionnaire.state.js';

/** One questionnaire: as it is, or as it stood (`asOf`). The public knows of no draft. */
export class GetQuestionnaire extends Query<Versioned<QuestionnaireAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetQuestionnaire)
export class GetQuestionnaireHandler implements IQueryHandler<GetQuestionnaire> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf, forStaff }: GetQuestionnaire): Promise<Versioned<QuestionnaireAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const state = shownQuestionnaire((await this.aggregates.load(questionnaire, id, upTo)).state, forStaff);
    const { denominator, summary, results } = state.versions;
    const tag = `d${denominator}.s${summary}.r${results}${forStaff ? '.staff' : ''}`;
    return new Versioned(answerOf(id, state, forStaff), state.versions.questionnaire, tag);
  }
}

/** The questionnaires that meet every one of the criteria, the newest first. */
export class ListQuestionnaires extends Query<Page<QuestionnaireAnswer>> {
  constructor(readonly criteria: z.output<typeof questionnairesQuery>) {
    super();
  }
}

@QueryHandler(ListQuestionnaires)
export class ListQuestionnairesHandler implements IQueryHandler<ListQuestionnaires> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListQuestionnaires): Promise<Page<QuestionnaireAnswer>> {
    const { civicEvent: civicEventId, programme: programmeId, facility: facilityId, theme, status } = criteria;
    const query = this.readModels.repository(questionnaireList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, programmeId, facilityId, theme, status });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map((row) => answerOf(row.id, row.questionnaire, true));
  }
}

type Invitation = z.output<typeof invitationsAnswer>['items'][number];

/** The invitation tokens that were issued, in the order of their serials. */
export class ListInvitations extends Query<Page<Invitation>> {
  constructor(
    readonly id: string,
    readonly criteria: z.output<typeof invitationsQuery>,
  ) {
    super();
  }
}

@QueryHandler(ListInvitations)
export class ListInvitationsHandler implements IQueryHandler<ListInvitations> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly invitations: Invitations,
  ) {}

  async execute({ id, criteria: { cursor, limit } }: ListInvitations): Promise<Page<Invitation>> {
    const issued = known((await this.aggregates.load(questionnaire, id)).state).invitations;
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const rows = Array.from({ length: Math.max(0, Math.min(limit + 1, issued - after)) }, (_, index) => {
      const serial = after + index + 1;
      return { serial, token: this.invitations.token(id, serial) };
    });
    return Page.of(rows, limit, ({ serial }) => encodeCursor([serial]));
  }
}

/** What was reported of a questionnaire whose single answers are not known. */
export class GetReportedSummary extends Query<Versioned<z.output<typeof reportedSummaryAnswer>>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(GetReportedSummary)
export class GetReportedSummaryHandler implements IQueryHandler<GetReportedSummary> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf }: GetReportedSummary): Promise<Versioned<z.output<typeof reportedSummaryAnswer>>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { summary, versions } = known((await this.aggregates.load(questionnaire, id, upTo)).state);
    if (!summary) throw new Unknown('SUMMARY_UNKNOWN', 'No summary was reported.');
    return new Versioned({ questionnaireId: id, ...summary, version: versions.summary }, versions.summary);
  }
}
