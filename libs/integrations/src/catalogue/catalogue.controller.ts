import { catalogue, jsonSchemaOf } from '@ecou/contracts';
import { Unknown } from '@ecou/event-sourcing';
import { Answers, asksForPage, Html, Prefers, Produces, Public, Representation } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { contractAnswer, contractParams, contractQuery, contractsAnswer, contractsQuery } from './catalogue.schemas.js';
import { contractPage, contractsPage } from './catalogue-page.js';
import { described, type Described } from './described.js';

const schemaType = 'application/schema+json';
const asyncapi = '/asyncapi.json';

@ApiTags('Contracts')
@Controller('integrations/v1/contracts')
export class CatalogueController {
  @Get()
  @Public()
  @ApiOperation({
    summary: 'The catalogue of public contracts',
    description:
      'What messages there are: the meaning, the fields, an example, the versions and the JSON Schema of each, also of those that are told no more. `dataschema` finds the contract of a message. `format=html` answers a page.',
  })
  @Answers(contractsAnswer)
  @Produces('text/html')
  list(
    @Query({ schema: contractsQuery }) { dataschema, format, lang }: z.output<typeof contractsQuery>,
    @Prefers('text/html') prefersPage: boolean,
  ): { items: readonly Described[]; asyncapi: string } | Html {
    const items = [...described.values()].filter((one) => dataschema === undefined || one.dataschema === dataschema);
    return asksForPage(format, prefersPage) ? new Html(contractsPage(items, lang)) : { items, asyncapi };
  }

  @Get(':type')
  @Public()
  @ApiOperation({ summary: 'One public contract', description: '`format=html` answers a page.' })
  @Answers(contractAnswer)
  @Produces('text/html')
  get(
    @Param({ schema: contractParams }) { type }: z.output<typeof contractParams>,
    @Query({ schema: contractQuery }) { format, lang }: z.output<typeof contractQuery>,
    @Prefers('text/html') prefersPage: boolean,
  ): Described | Html {
    const contract = known(type);
    return asksForPage(format, prefersPage) ? new Html(contractPage(contract, lang)) : contract;
  }

  @Get(':type/schema')
  @Public()
  @ApiOperation({
    summary: 'The JSON Schema of a public contract',
    description: 'Of the `data` of its messages. Its `$id` is their `dataschema`.',
  })
  @Produces(schemaType)
  schema(@Param({ schema: contractParams }) { type }: z.output<typeof contractParams>): Representation {
    const contract = catalogue.get(known(type).type);
    if (!contract) throw new Error(`The catalogue has no ${type}.`);
    return new Representation(schemaType, jsonSchemaOf(contract));
  }
}

function known(type: string): Described {
  const contract = described.get(type);
  if (contract) return contract;
  throw new Unknown('CONTRACT_UNKNOWN', `There is no public contract ${type}.`);
}
