import type { Language } from '@ecou/contracts';
import { Html, Publisher, Representation, type Page, type Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { FacilityAnswer, FacilityCriteria } from '../facility/facility.schemas.js';
import { collectionOf, featureOf, geoJsonType } from '../facility/geo-json.js';
import type { Links } from '../facility/linked.js';
import { FacilityPages } from './facility-pages.js';

/** The form that is asked for. */
interface Asked {
  readonly form: 'json' | 'geojson' | 'html';
  readonly lang: Language;
  readonly linked: Links;
}

/** Facilities in the form that is asked for: JSON, GeoJSON, or a page. */
@Injectable()
export class FacilityForms {
  constructor(
    private readonly publisher: Publisher,
    private readonly pages: FacilityPages,
  ) {}

  async one(
    found: Versioned<FacilityAnswer>,
    { form, lang, linked, asOf }: Asked & { readonly asOf: string | undefined },
  ): Promise<Versioned<FacilityAnswer> | Representation> {
    if (form === 'html') return this.pages.one(found, { lang, asOf });
    if (form === 'json') return found;
    const { self } = linked(this.publisher.publicUrl, null);
    return new Representation(geoJsonType, featureOf(found.body, self), found.version, undefined, found.tag);
  }

  async list(
    page: Page<FacilityAnswer>,
    { form, lang, linked, ...criteria }: Asked & FacilityCriteria,
  ): Promise<Page<FacilityAnswer> | Representation> {
    if (form === 'html') return new Html(await this.pages.list(page, criteria, lang));
    if (form === 'json') return page;
    return new Representation(geoJsonType, collectionOf(page, linked(this.publisher.publicUrl, page.next)));
  }
}
