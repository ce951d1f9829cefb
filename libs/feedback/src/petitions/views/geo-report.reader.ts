import { inLanguage, type Language, type LocalizedText } from '@ecou/contracts';
import { Clock, Unknown, Vault, opened } from '@ecou/event-sourcing';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import type { Value } from '../open311/formats.js';
import { maxRows, type RequestsCriteria } from '../open311/geo-report.params.js';
import { offeredService, serviceIdOf } from '../open311/offered-service.aggregate.js';
import { offered } from '../open311/offered-service.decider.js';
import type { Offer } from '../open311/offered-service.events.js';
import { statusNotes } from '../open311/status-notes.js';
import { windowsOf, type Window } from '../open311/window.js';
import { open311Request, type Open311RequestRow } from './open311-request.view.js';
import { open311Service } from './open311-service.view.js';

/** Without fractions of a second, as every client reads it. */
const timeOf = (at: string): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** The last second of the last day for the answer. */
const lastMoment = (overdueAt: string): string => timeOf(new Date(Date.parse(overdueAt) - 1000).toISOString());

/** Names and notices of services. */
interface Known {
  readonly directory: Directory;
  readonly offers: ReadonlyMap<string, Offer>;
}

const worded = (text: LocalizedText | null | undefined, language: Language): string | null =>
  text ? inLanguage(text, language) : null;

const noPlace = { position: null, address: null };
const nowhere = { address: null, address_id: null, zipcode: null, lat: null, long: null };

/** Reads services and requests in the words of GeoReport v2. */
@Injectable()
export class GeoReportReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The services that take requests. */
  async services(language: Language): Promise<Value> {
    const rows = await this.readModels.repository(open311Service).find({
      where: { withdrawn: false },
      order: { code: 'ASC' },
    });
    const { categories } = (await this.directory.now()).state;
    return rows.flatMap(({ code, offer }) => {
      const category = categories[code];
      if (!category?.active) return [];
      return {
        service_code: code,
        service_name: inLanguage(category.name, language),
        description: worded(category.description, language),
        metadata: offer.attributes.length > 0,
        type: 'realtime',
        keywords: category.keywords.join(', '),
        group: category.group,
      };
    });
  }

  /** The attributes that a service asks for. Throws `Unknown` where it takes no requests. */
  async definition(code: string, language: Language): Promise<Value> {
    const { state } = await this.aggregates.load(offeredService, serviceIdOf(code));
    const { categories } = (await this.directory.now()).state;
    const { offer } = offered(categories[code]?.active ? state : null);
    return {
      service_code: code,
      attributes: offer.attributes.map((attribute, index) => ({
        variable: true,
        code: attribute.code,
        datatype: attribute.datatype,
        required: attribute.required,
        datatype_description: worded(attribute.hint, language),
        order: index + 1,
        description: inLanguage(attribute.description, language),
        ...(attribute.values.length > 0 && {
          values: attribute.values.map(({ key, name }) => ({ key, name: inLanguage(name, language) })),
        }),
      })),
    };
  }

  /** The time at which the services last changed; `null` before there is one. */
  async changedAt(): Promise<string | null> {
    const [last] = await this.readModels.repository(open311Service).find({ order: { changedAt: 'DESC' }, take: 1 });
    return last ? timeOf(last.changedAt) : null;
  }

  /** The requests that meet every criterion, the newest first. */
  async requests(criteria: Partial<RequestsCriteria>): Promise<Value> {
    const rows = await this.find(criteria);
    const { state } = await this.directory.now();
    const offers = await this.readModels.repository(open311Service).find();
    const known = { directory: state, offers: new Map(offers.map(({ code, offer }) => [code, offer])) };
    return Promise.all(rows.map((row) => this.recordOf(row, known, criteria.lang ?? 'ro')));
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
      requested_datetime: timeOf(row.requestedAt),
      updated_datetime: timeOf(row.updatedAt),
      expected_datetime: petition.deadline && lastMoment(petition.deadline.overdueAt),
      ...place,
      media_url,
    };
  }
}
