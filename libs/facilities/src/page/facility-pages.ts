import { createHash } from 'node:crypto';
import type { Language } from '@ecou/contracts';
import { Clock } from '@ecou/event-sourcing';
import { criteriaOf, Html, Publisher, type HtmlPage, type Page, type Versioned } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { dayOf } from '../facility/days.js';
import type { FacilityAnswer, FacilityCriteria } from '../facility/facility.schemas.js';
import { KindsReader } from '../kinds/kinds.reader.js';
import { FacilityReader } from '../map/facility.reader.js';
import { MUNICIPALITY, type Municipality } from '../settings.js';
import { facilitiesPage } from './facilities-page.js';
import { facilityPage } from './facility-page.js';

interface Asked {
  readonly lang: Language;
  readonly asOf: string | undefined;
}

/** The map as pages. */
@Injectable()
export class FacilityPages {
  constructor(
    private readonly facilities: FacilityReader,
    private readonly kinds: KindsReader,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    @Inject(MUNICIPALITY) private readonly municipality: Municipality,
  ) {}

  /** The page of a facility, whose `ETag` changes with the facility, its kind, and the day. */
  async one({ body: facility, version, tag }: Versioned<FacilityAnswer>, { lang, asOf }: Asked): Promise<Html> {
    const stood = await this.facilities.stood(asOf);
    const kinds = await this.kinds.current();
    const now = this.clock.now();
    const page = () =>
      facilityPage({
        ...{ facility, lang, stood, kinds, publisher: this.publisher },
        ...{ area: this.municipality.area, now: Date.parse(now) },
      });
    const kind = kinds.find(({ id }) => id === facility.kind);
    const named = createHash('sha256')
      .update(JSON.stringify([kind, lang]))
      .digest('base64url')
      .slice(0, 11);
    const moment = asOf === undefined ? dayOf(now) : `as-of-${asOf}`;
    return new Html(page, version, undefined, [tag, moment, named].filter(Boolean).join('.'));
  }

  /** A page of the list. */
  async list(page: Page<FacilityAnswer>, criteria: FacilityCriteria, lang: Language): Promise<HtmlPage> {
    const stood = await this.facilities.stood(criteria.asOf);
    return facilitiesPage(page, { query: criteriaOf(criteria), lang, stood, kinds: await this.kinds.current() });
  }
}
