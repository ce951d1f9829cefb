import { Answers, Html, idParams, Produces, Public, Publisher, Reads, type IdParams } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { facilityMap } from '../views/facility-map.view.js';
import { HsdsReader, type Form } from './hsds.reader.js';
import {
  hsdsVersion,
  listQuery,
  oneQuery,
  organization,
  organizationsAnswer,
  rootAnswer,
  service,
  servicesAnswer,
  servicesQuery,
  taxonomiesAnswer,
  taxonomy,
  taxonomyTerm,
  termsAnswer,
} from './hsds.schemas.js';
import { descriptionIn, profilePage } from './profile.js';

const basePath = 'facilities/v1/hsds';

type ListQuery = z.output<typeof listQuery>;
type OneQuery = z.output<typeof oneQuery>;

/** The map for directories of services: HSDS 3.0 of Open Referral ("API Reference"), read only. */
@ApiTags('HSDS')
@Controller(basePath)
export class HsdsController {
  constructor(
    private readonly reader: HsdsReader,
    private readonly publisher: Publisher,
  ) {}

  @Get()
  @Public()
  @Answers(rootAnswer)
  @ApiOperation({
    summary: 'The version and the profile of HSDS',
    description: 'Human Services Data Specification 3.0 (Open Referral), API Reference, “The `/` endpoint”.',
  })
  root(@Query({ schema: oneQuery }) { lang }: OneQuery): z.output<typeof rootAnswer> {
    const { institution: name, publicUrl } = this.publisher;
    return {
      version: hsdsVersion,
      profile: `${publicUrl}/${basePath}/profile?lang=${lang}`,
      openapi_url: `${publicUrl}/facilities/openapi.json`,
      description: descriptionIn(lang),
      publisher: { name, website: publicUrl },
    };
  }

  @Get('profile')
  @Public()
  @Produces('text/html')
  @ApiOperation({ summary: 'The profile as a page: what objects of HSDS mean here' })
  profile(@Query({ schema: oneQuery }) { lang }: OneQuery): Html {
    return new Html(profilePage(lang));
  }

  @Get('services')
  @Public()
  @Reads(facilityMap)
  @Answers(servicesAnswer)
  @ApiOperation({
    summary: 'Services by the number of their page',
    description: 'Facilities as services, in the order of their ids; what meets every criterion.',
  })
  services(@Query({ schema: servicesQuery }) query: z.output<typeof servicesQuery>) {
    const { lang, minimal, full, ...criteria } = query;
    const form: Form = minimal ? 'minimal' : full ? 'full' : 'listed';
    return this.reader.services(criteria, form, lang);
  }

  @Get('services/:id')
  @Public()
  @Answers(service)
  @ApiOperation({ summary: 'One service with its places, hours, telephones and languages' })
  service(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: oneQuery }) { lang }: OneQuery) {
    return this.reader.service(id, lang);
  }

  @Get('organizations')
  @Public()
  @Reads(facilityMap)
  @Answers(organizationsAnswer)
  @ApiOperation({ summary: 'Organisations that run facilities' })
  organizations(@Query({ schema: listQuery }) { lang, ...paging }: ListQuery) {
    return this.reader.organizations(paging, lang);
  }

  @Get('organizations/:id')
  @Public()
  @Reads(facilityMap)
  @Answers(organization)
  @ApiOperation({
    summary: 'One organisation',
    description: 'Its services are `/services?organization_id=`.',
  })
  organization(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: oneQuery }) { lang }: OneQuery) {
    return this.reader.organization(id, lang);
  }

  @Get('taxonomies')
  @Public()
  @Answers(taxonomiesAnswer)
  @ApiOperation({ summary: 'Taxonomies: the kinds of facilities' })
  taxonomies(@Query({ schema: listQuery }) { lang, ...paging }: ListQuery) {
    return this.reader.taxonomies(paging, lang);
  }

  @Get('taxonomies/:id')
  @Public()
  @Answers(taxonomy)
  @ApiOperation({ summary: 'One taxonomy' })
  taxonomy(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: oneQuery }) { lang }: OneQuery) {
    return this.reader.taxonomy(id, lang);
  }

  @Get('taxonomy_terms')
  @Public()
  @Answers(termsAnswer)
  @ApiOperation({ summary: 'Terms: kinds of facilities, and their fields' })
  terms(@Query({ schema: listQuery }) { lang, ...paging }: ListQuery) {
    return this.reader.terms(paging, lang);
  }

  @Get('taxonomy_terms/:id')
  @Public()
  @Answers(taxonomyTerm)
  @ApiOperation({ summary: 'One term' })
  term(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: oneQuery }) { lang }: OneQuery) {
    return this.reader.term(id, lang);
  }
}
