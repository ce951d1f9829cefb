import { inLanguage, type Language } from '@ecou/contracts';
import { Clock, Unknown, Vault, opened } from '@ecou/event-sourcing';
import { ReadModels, Restrictions } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Value } from '../open311/formats.js';
import { maxRows, type RequestsCriteria } from '../open311/geo-report.params.js';
import { statusNotes } from '../open311/status-notes.js';
import { windowsOf, type Window } from '../open311/window.js';
import { geoTimeOf, worded } from '../open311/words.js';
import { GeoServiceReader, type Known } from './geo-service.reader.js';
import { open311Request, type Open311RequestRow } from './open311-request.view.js';

/** The last second of the last day for the answer. */
const lastMoment = (overdueAt: string): string => geoTimeOf(new Date(Date.parse(overdueAt) - 1000).toISOString());

const noPlace = { position: null, address: null };
const nowhere = { address: null, address_id: null, zipcode: null, lat: null, long: null };

/** Reads requests in the words of GeoReport v2. */
@Injectable()
export class GeoReportReader {
  constructor(
    private readonly readModels: ReadModels,
    readonly services: GeoServiceReader,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly restrictions: Restrictions,
  ) {}

  /** The requests that meet every criterion, the newest first. */
  async requests(criteria: Partial<RequestsCriteria>): Promise<Value> {
    const rows = await this.find(criteria);
    const known = await this.services.known();
    const shown = await this.withoutRestricted(rows);
    return Promise.all(shown.map((row) => this.recordOf(row, known, criteria.lang ?? 'ro')));
  }

  /**
   * The request that a token stands for. Requests have their number at once, so that no token is handed out: an id of the register is one.
   * Throws `Unknown` where there is none.
   */
  async byToken(token: string): Promise<Value> {
    const row = await this.readModels.repository(open311Request).findOneBy({ id: token });
    if (!row?.shows) throw new Unknown('TOKEN_UNKNOWN', 'There is no such token.');
    return [{ service_request_id: row.number, token }];
  }

  private find(criteria: Partial<RequestsCriteria>): Promise<Open311RequestRow[]> {
    const query = this.readModels.repository(open311Request).createQueryBuilder('row').where('row.shows IS NOT NULL');
    const { service_request_id: numbers, page = 1, page_size: size = maxRows } = criteria;
    const among = (column: string, values: readonly string[] | undefined) => {
      if (values) query.andWhere(`row.${column} IN (:...${column})`, { [column]: values });
    };
    const within = (column: string, window: Window | null) => {
      if (window) query.andWhere(`row.${column} >= :${column}From`, { [`${column}From`]: window.from });
      if (window?.to) query.andWhere(`row.${column} <= :${column}To`, { [`${column}To`]: window.to });
    };
    among('number', numbers);
    if (!numbers) {
      const { requested, updated } = windowsOf(criteria, this.clock.now());
      among('service', criteria.service_code);
      among('status', criteria.status);
      within('requestedAt', requested);
      within('updatedAt', updated);
    }
    return query
      .orderBy('row.position', 'DESC')
      .skip((page - 1) * size)
      .take(size)
      .getMany();
  }

  /** Words and place of people who had the use of their data restricted (GDPR art. 18) are shown to nobody. */
  private async withoutRestricted(rows: readonly Open311RequestRow[]): Promise<Open311RequestRow[]> {
    const subjectOf = ({ petition }: Open311RequestRow) => petition.content.text.subject;
    const restricted = await this.restrictions.among(rows.map(subjectOf));
    return rows.map((row) => (restricted.has(subjectOf(row)) ? { ...row, shows: null } : row));
  }

  /** The place as it was given, as far as everybody may see it. */
  private async placeOf({ shows, petition, details }: Open311RequestRow) {
    if (!shows?.place) return nowhere;
    const { position, address } = (await opened(this.vault, petition.content.place)) ?? noPlace;
    const addressId = details && (await opened(this.vault, details))?.addressId;
    const [long, lat] = position ?? [null, null];
    return { address, address_id: addressId ?? null, zipcode: null, lat, long };
  }

  /** The text, and the address of a picture, as far as everybody may see them. */
  private async wordsOf({ shows, details }: Open311RequestRow) {
    const known = shows?.words && details ? await opened(this.vault, details) : null;
    return { description: known?.description ?? null, media_url: known?.mediaUrl ?? null };
  }

  private async recordOf(row: Open311RequestRow, { directory, offers }: Known, language: Language) {
    const { petition, service } = row;
    const [{ description, media_url }, place] = await Promise.all([this.wordsOf(row), this.placeOf(row)]);
    const notes = statusNotes(petition);
    const category = directory.categories[service];
    const department = directory.departments[petition.department];
    return {
      service_request_id: row.number,
      status: row.status,
      status_notes: worded(notes, language),
      service_name: category ? inLanguage(category.name, language) : service,
      service_code: service,
      description,
      agency_responsible: department ? inLanguage(department.name, language) : petition.department,
      service_notice: worded(offers.get(service)?.notice, language),
      requested_datetime: geoTimeOf(row.requestedAt),
      updated_datetime: geoTimeOf(row.updatedAt),
      expected_datetime: petition.deadline && lastMoment(petition.deadline.overdueAt),
      ...place,
      media_url,
    };
  }
}
