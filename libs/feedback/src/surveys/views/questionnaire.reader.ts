import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, pageOf, ReadModels, Versioned, whereEqual } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Invitations } from '../invitation/invitations.js';
import { questionnaireList } from './questionnaire-list.view.js';
import { answerOf, shownQuestionnaire } from '../questionnaire/answers.js';
import { questionnaire } from '../questionnaire/questionnaire.aggregate.js';
import type {
  invitationsAnswer,
  invitationsQuery,
  QuestionnaireAnswer,
  questionnairesQuery,
  reportedSummaryAnswer,
} from '../questionnaire/questionnaire.schemas.js';
import { requireQuestionnaire } from '../questionnaire/questionnaire.state.js';

type Invitation = z.output<typeof invitationsAnswer>['items'][number];

/** Reads questionnaires, their invitations and their reported summaries. Each method but `list` throws `Unknown` for a questionnaire that does not exist. */
@Injectable()
export class QuestionnaireReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly invitations: Invitations,
  ) {}

  /** A questionnaire as it is, or as it stood (`asOf`). The public knows of no draft. */
  async get(id: string, asOf: string | undefined, forStaff: boolean): Promise<Versioned<QuestionnaireAnswer>> {
    const state = shownQuestionnaire(await this.stateOf(id, asOf), forStaff);
    const { denominator, summary, results } = state.versions;
    const tag = `d${denominator}.s${summary}.r${results}${forStaff ? '.staff' : ''}`;
    return new Versioned(answerOf(id, state, forStaff), state.versions.questionnaire, tag);
  }

  /** The questionnaires that meet every one of the criteria, the newest first. */
  async list(criteria: z.output<typeof questionnairesQuery>): Promise<Page<QuestionnaireAnswer>> {
    const { civicEvent: civicEventId, programme: programmeId, facility: facilityId, theme, status } = criteria;
    const query = this.readModels.repository(questionnaireList).createQueryBuilder('row');
    whereEqual(query, { civicEventId, programmeId, facilityId, theme, status });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map((row) => answerOf(row.id, row.questionnaire, true));
  }

  /** The invitation tokens that were issued, in the order of their serials. */
  async issuedInvitations(id: string, { cursor, limit }: z.output<typeof invitationsQuery>): Promise<Page<Invitation>> {
    const issued = requireQuestionnaire(await this.stateOf(id)).invitations;
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const rows = Array.from({ length: Math.max(0, Math.min(limit + 1, issued - after)) }, (_, index) => {
      const serial = after + index + 1;
      return { serial, token: this.invitations.token(id, serial) };
    });
    return Page.of(rows, limit, ({ serial }) => encodeCursor([serial]));
  }

  /** The reported summary as it is, or as it stood. Throws `Unknown` where none was reported. */
  async reportedSummary(
    id: string,
    asOf: string | undefined,
  ): Promise<Versioned<z.output<typeof reportedSummaryAnswer>>> {
    const { summary, versions } = requireQuestionnaire(await this.stateOf(id, asOf));
    if (!summary) throw new Unknown('SUMMARY_UNKNOWN', 'No summary was reported.');
    return new Versioned({ questionnaireId: id, ...summary, version: versions.summary }, versions.summary);
  }

  private async stateOf(id: string, asOf?: string) {
    const upTo = await this.readModels.resolveAsOf(asOf);
    return (await this.aggregates.load(questionnaire, id, upTo)).state;
  }
}
