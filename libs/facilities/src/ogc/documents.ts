import { facilityKinds, type Language } from '@ecou/contracts';
import type { z } from 'zod';
import { facilityStatus, type collectionAnswer, type Link, type queryablesAnswer } from './ogc.schemas.js';

export const basePath = '/facilities/v1/ogc';
export const collectionId = 'facilities';

export const jsonType = 'application/json';
export const geoJsonType = 'application/geo+json';
export const htmlType = 'text/html';
export const apiType = 'application/vnd.oai.openapi+json;version=3.0';
export const schemaType = 'application/schema+json';

const features = 'http://www.opengis.net/spec/ogcapi-features';

/** Requirements classes that are kept: OGC 17-069r4 (Part 1), and of OGC 19-079r2 (Part 3) queryables, and filters by them. */
export const conformsTo = [
  `${features}-1/1.0/conf/core`,
  `${features}-1/1.0/conf/oas30`,
  `${features}-1/1.0/conf/geojson`,
  `${features}-1/1.0/conf/html`,
  `${features}-3/1.0/conf/queryables`,
  `${features}-3/1.0/conf/queryables-query-parameters`,
] as const;

const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

const words = {
  ro: {
    title: 'Harta facilităților digitale',
    description:
      'Portaluri, terminale de plată, puncte de încărcare și alte facilități: unde sunt, ce oferă, cine le-a verificat și când. Date deschise, pentru programe GIS.',
    collection: 'Facilități digitale',
    api: 'Definiția API-ului',
    docs: 'Documentația API-ului',
    conformance: 'Standarde respectate',
    data: 'Colecții',
    items: 'Facilitățile',
    queryables: 'Proprietăți după care se poate filtra',
    page: 'Ca pagină',
    next: 'Pagina următoare',
  },
  en: {
    title: 'The map of digital facilities',
    description:
      'Portals, payment terminals, charging points and other facilities: where they are, what they offer, who made sure of them and when. Open data, for GIS programs.',
    collection: 'Digital facilities',
    api: 'Definition of the API',
    docs: 'Documentation of the API',
    conformance: 'Standards that are kept',
    data: 'Collections',
    items: 'The facilities',
    queryables: 'Properties to filter by',
    page: 'As a page',
    next: 'Next page',
  },
} as const;

export const wordsOf = (lang: Language) => words[lang];

/** The documents of a deployment whose links begin with an address. */
export class OgcDocuments {
  readonly base: string;

  constructor(
    private readonly publicUrl: string,
    private readonly lang: Language,
  ) {
    this.base = `${publicUrl}${basePath}`;
  }

  private get words() {
    return words[this.lang];
  }

  private get collectionUrl(): string {
    return `${this.base}/collections/${collectionId}`;
  }

  /** A document and itself as a page; `path` begins with a slash, or is nothing. */
  private itself(path: string, type = jsonType): Link[] {
    const href = `${this.base}${path}`;
    return [
      { rel: 'self', type, href },
      { rel: 'alternate', type: htmlType, href: `${href}?f=html`, title: this.words.page },
    ];
  }

  landing() {
    const { title, description, api, docs, conformance, data } = this.words;
    const links: Link[] = [
      ...this.itself(''),
      { rel: 'service-desc', type: apiType, href: `${this.base}/api`, title: api },
      { rel: 'service-doc', type: htmlType, href: `${this.publicUrl}/facilities/docs`, title: docs },
      { rel: 'conformance', type: jsonType, href: `${this.base}/conformance`, title: conformance },
      { rel: 'data', type: jsonType, href: `${this.base}/collections`, title: data },
    ];
    return { title, description, links };
  }

  collection(extent: Extent): z.output<typeof collectionAnswer> {
    const { collection: title, description, items, queryables } = this.words;
    const links: Link[] = [
      ...this.itself(`/collections/${collectionId}`),
      { rel: 'items', type: geoJsonType, href: `${this.collectionUrl}/items`, title: items },
      { rel: 'items', type: htmlType, href: `${this.collectionUrl}/items?f=html`, title: items },
      {
        rel: 'http://www.opengis.net/def/rel/ogc/1.0/queryables',
        type: schemaType,
        href: `${this.collectionUrl}/queryables`,
        title: queryables,
      },
    ];
    const { box, since } = extent;
    return {
      id: collectionId,
      title,
      description,
      links,
      extent: {
        spatial: { bbox: [[...box]], crs: crs84 },
        temporal: { interval: [[since, null]], trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian' },
      },
      itemType: 'feature',
      crs: [crs84],
    };
  }

  collections(extent: Extent) {
    return { links: this.itself('/collections'), collections: [this.collection(extent)] };
  }

  /** Links of a page of features: `self` is its address, `next` that of the one after it. */
  ofItems(self: URL, next: URL | null): Link[] {
    return [
      { rel: 'self', type: geoJsonType, href: self.href },
      { rel: 'alternate', type: htmlType, href: asPage(self), title: this.words.page },
      ...(next ? [{ rel: 'next', type: geoJsonType, href: next.href, title: this.words.next }] : []),
      { rel: 'collection', type: jsonType, href: this.collectionUrl, title: this.words.collection },
    ];
  }

  ofItem(self: URL): Link[] {
    return this.ofItems(self, null);
  }

  /** JSON Schema of the properties to filter by (OGC 19-079r2, 6). */
  queryables(): z.output<typeof queryablesAnswer> {
    const kinds = facilityKinds[this.lang];
    const texts = this.lang === 'ro' ? { kind: 'Fel', status: 'Stadiu', operator: 'Operator' } : englishQueryables;
    return {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `${this.collectionUrl}/queryables`,
      type: 'object',
      title: this.words.collection,
      properties: {
        kind: { type: 'string', title: texts.kind, examples: Object.keys(kinds) },
        status: { type: 'string', title: texts.status, enum: facilityStatus.options },
        operator: { type: 'string', title: texts.operator },
      },
      additionalProperties: false,
    };
  }
}

const englishQueryables = { kind: 'Kind', status: 'Status', operator: 'Operator' };

/** The box that the facilities lie in, and the time of the first change. */
export interface Extent {
  readonly box: readonly [west: number, south: number, east: number, north: number];
  readonly since: string | null;
}

function asPage(self: URL): string {
  const page = new URL(self);
  page.searchParams.set('f', 'html');
  return page.href;
}
