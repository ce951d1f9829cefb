import { inLanguage, type Language } from '@ecou/contracts';
import { Aggregates, ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import type { Value } from '../open311/formats.js';
import { offeredService, serviceIdOf } from '../open311/offered-service.aggregate.js';
import { offered } from '../open311/offered-service.decider.js';
import type { Offer } from '../open311/offered-service.events.js';
import { geoTimeOf, worded } from '../open311/words.js';
import { open311Service } from './open311-service.view.js';

/** Names and notices of services. */
export interface Known {
  readonly directory: Directory;
  readonly offers: ReadonlyMap<string, Offer>;
}

/** Reads services in the words of GeoReport v2. */
@Injectable()
export class GeoServiceReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
  ) {}

  /** The services that take requests. */
  async list(language: Language): Promise<Value> {
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

  /** Names and notices of services. */
  async known(): Promise<Known> {
    const { state } = await this.directory.now();
    const offers = await this.readModels.repository(open311Service).find();
    return { directory: state, offers: new Map(offers.map(({ code, offer }) => [code, offer])) };
  }

  /** The time at which the services last changed; `null` before there is one. */
  async changedAt(): Promise<string | null> {
    const [last] = await this.readModels.repository(open311Service).find({ order: { changedAt: 'DESC' }, take: 1 });
    return last ? geoTimeOf(last.changedAt) : null;
  }
}
