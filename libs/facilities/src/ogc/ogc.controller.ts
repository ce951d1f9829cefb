import { Answers, Html, PrefersOneOf, Produces, Public, Publisher, Reads } from '@ecou/runtime';
import type { HtmlPage } from '@ecou/runtime';
import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { FacilityPages } from '../page/facility-pages.js';
import { facilityMap } from '../views/facility-map.view.js';
import { answered, tagOf } from './answered.js';
import {
  apiType,
  basePath,
  collectionId,
  conformsTo,
  geoJsonType,
  htmlType,
  jsonType,
  OgcDocuments,
  schemaType,
} from './documents.js';
import { featureOf } from './features.js';
import {
  apiQuery,
  collectionAnswer,
  collectionsAnswer,
  conformanceAnswer,
  documentQuery,
  featureAnswer,
  featuresAnswer,
  itemParams,
  itemQuery,
  itemsQuery,
  landingAnswer,
  queryablesAnswer,
  type DocumentQuery,
} from './ogc.schemas.js';
import { OgcReader } from './ogc.reader.js';
import { openApi30 } from './openapi30.js';
import { conformancePage, documentPage, featuresPage } from './pages.js';

interface Asked {
  readonly url: string;
}

const collection = `collections/${collectionId}`;
const description = 'OGC API - Features - Part 1: Core 1.0.1 (OGC 17-069r4).';

/** The map for GIS programs. An unknown parameter is refused, as the standard asks. */
@ApiTags('OGC API Features')
@Controller(basePath.slice(1))
export class OgcController {
  constructor(
    private readonly reader: OgcReader,
    private readonly publisher: Publisher,
    private readonly pages: FacilityPages,
  ) {}

  @Get()
  @Public()
  @Answers(landingAnswer)
  @Produces(htmlType)
  @ApiOperation({ summary: 'The landing page', description })
  landing(@Query({ schema: documentQuery }) query: DocumentQuery, @PrefersOneOf(htmlType) preferred?: string) {
    const landing = this.in(query).landing();
    return this.formed(query, preferred, { body: landing, page: () => documentPage({ ...landing, lang: query.lang }) });
  }

  @Get('api')
  @Public()
  @Produces(apiType)
  @ApiOperation({ summary: 'The definition of this API, in OpenAPI 3.0', description })
  api(@Query({ schema: apiQuery }) _query: z.output<typeof apiQuery>) {
    return answered(apiType, openApi30(this.in({ lang: 'en' })));
  }

  @Get('conformance')
  @Public()
  @Answers(conformanceAnswer)
  @Produces(htmlType)
  @ApiOperation({ summary: 'The requirements classes that are kept', description })
  conformance(@Query({ schema: documentQuery }) query: DocumentQuery, @PrefersOneOf(htmlType) preferred?: string) {
    return this.formed(query, preferred, {
      body: { conformsTo },
      page: () => conformancePage(conformsTo, query.lang),
    });
  }

  @Get('collections')
  @Public()
  @Reads(facilityMap)
  @Answers(collectionsAnswer)
  @Produces(htmlType)
  @ApiOperation({ summary: 'The collections: that of facilities', description })
  async collections(
    @Query({ schema: documentQuery }) query: DocumentQuery,
    @PrefersOneOf(htmlType) preferred?: string,
  ) {
    const collections = this.in(query).collections(await this.reader.extent());
    const links = [...collections.links, ...collections.collections.flatMap((each) => each.links)];
    const title = this.in(query).landing().title;
    return this.formed(query, preferred, {
      body: collections,
      page: () => documentPage({ lang: query.lang, title, links }),
    });
  }

  @Get(collection)
  @Public()
  @Reads(facilityMap)
  @Answers(collectionAnswer)
  @Produces(htmlType)
  @ApiOperation({ summary: 'The collection of facilities', description })
  async collection(@Query({ schema: documentQuery }) query: DocumentQuery, @PrefersOneOf(htmlType) preferred?: string) {
    const body = this.in(query).collection(await this.reader.extent());
    return this.formed(query, preferred, { body, page: () => documentPage({ ...body, lang: query.lang }) });
  }

  @Get(`${collection}/queryables`)
  @Public()
  @Produces({ type: schemaType, schema: queryablesAnswer }, htmlType)
  @ApiOperation({
    summary: 'The properties by which features are filtered, as JSON Schema',
    description: 'OGC API - Features - Part 3 (OGC 19-079r2), requirements class Queryables.',
  })
  queryables(@Query({ schema: documentQuery }) query: DocumentQuery, @PrefersOneOf(htmlType) preferred?: string) {
    const schema = this.in(query).queryables();
    return this.formed(query, preferred, {
      type: schemaType,
      body: schema,
      page: () => conformancePage(Object.keys(schema.properties), query.lang),
    });
  }

  @Get(`${collection}/items`)
  @Public()
  @Reads(facilityMap)
  @Produces({ type: geoJsonType, schema: featuresAnswer }, htmlType)
  @ApiOperation({
    summary: 'Facilities as features, in pages',
    description: `${description} Those that meet every criterion, in the order of their ids, with the number of all of them; \`asOf\` as they stood.`,
  })
  async items(
    @Query({ schema: itemsQuery }) { f, lang, ...criteria }: z.output<typeof itemsQuery>,
    @Req() { url }: Asked,
    @PrefersOneOf(htmlType, geoJsonType) preferred?: string,
  ) {
    const { facilities, matched, next } = await this.reader.features(criteria);
    const self = this.address(url);
    const following = next === null ? null : withParameter(self, 'cursor', next);
    const body = {
      type: 'FeatureCollection',
      features: facilities.map(featureOf),
      numberMatched: matched,
      numberReturned: facilities.length,
      links: this.in({ lang }).ofItems(self, following),
    };
    return this.formed({ f, lang }, preferred, {
      type: geoJsonType,
      body,
      page: () => featuresPage(body, following, lang),
    });
  }

  @Get(`${collection}/items/:featureId`)
  @Public()
  @Produces({ type: geoJsonType, schema: featureAnswer }, htmlType)
  @ApiOperation({ summary: 'One facility as a feature', description })
  async item(
    @Param({ schema: itemParams }) { featureId }: z.output<typeof itemParams>,
    @Query({ schema: itemQuery }) { asOf, f, lang }: z.output<typeof itemQuery>,
    @Req() { url }: Asked,
    @PrefersOneOf(htmlType, geoJsonType) preferred?: string,
  ) {
    const found = await this.reader.feature(featureId, asOf);
    if (isPage(f, preferred)) return this.pages.one(found, { lang, asOf });
    return answered(geoJsonType, { ...featureOf(found.body), links: this.in({ lang }).ofItem(this.address(url)) });
  }

  private in({ lang }: Pick<DocumentQuery, 'lang'>): OgcDocuments {
    return new OgcDocuments(this.publisher.publicUrl, lang);
  }

  /** The address that was asked for. */
  private address(url: string): URL {
    return new URL(`${this.publisher.publicUrl}${url}`);
  }

  /** As a page that shows what stands in a body, or as that. */
  private formed({ f, lang }: DocumentQuery, preferred: string | undefined, { type = jsonType, body, page }: Forms) {
    if (!isPage(f, preferred)) return answered(type, body);
    return new Html(page, 0, undefined, `${lang}.${tagOf(JSON.stringify(body))}`);
  }
}

interface Forms {
  readonly type?: string;
  readonly body: object;
  readonly page: () => HtmlPage;
}

/** True where a page is asked for, by `f` or else by `Accept`. */
const isPage = (f: DocumentQuery['f'], preferred: string | undefined): boolean =>
  f === undefined ? preferred === htmlType : f === 'html';

function withParameter(address: URL, name: string, value: string): URL {
  const changed = new URL(address);
  changed.searchParams.set(name, value);
  return changed;
}
