import { Unknown, type CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  CONTEXT_CONFIG,
  Context,
  KeyInForm,
  Permission,
  Produces,
  Public,
  Publisher,
  Reads,
  RefusesAs,
  Representation,
  ReadsPersonal,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Settings } from '../settings.js';
import { formatOf, refusal, written, type Asked, type Value } from './open311/formats.js';
import {
  anyQuery,
  codeParams,
  idParams,
  requestsQuery,
  tokenParams,
  type RequestsCriteria,
} from './open311/geo-report.params.js';
import {
  definitionAnswer,
  discoveryAnswer,
  requestsAnswer,
  servicesAnswer,
  submittedAnswer,
  tokensAnswer,
} from './open311/geo-report.schemas.js';
import { ServiceRequestCommand } from './open311/service-request.command.js';
import { submissionBody, type Submission } from './open311/submission.schema.js';
import { GeoReportReader } from './views/geo-report.reader.js';
import { OfferedServiceReader } from './views/offered-service.reader.js';
import { open311Request } from './views/open311-request.view.js';
import { open311Service } from './views/open311-service.view.js';

type Lang = z.output<typeof anyQuery>;

function answer(request: Asked, root: string, value: Value): Representation {
  const { contentType, body } = written(formatOf(request), root, value);
  return new Representation(contentType, body);
}

const beginning = '1970-01-01T00:00:00Z';

/** Open311 GeoReport v2 and its Service Discovery: addresses, fields and refusals are the standard's. */
@ApiTags('Open311 GeoReport v2')
@Controller('feedback/open311')
export class GeoReportController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: GeoReportReader,
    private readonly offers: OfferedServiceReader,
    @Inject(CONTEXT_CONFIG) private readonly settings: Settings,
    private readonly publisher: Publisher,
  ) {}

  @Get(['discovery', 'discovery.xml', 'discovery.json'])
  @Public()
  @Reads(open311Service)
  @RefusesAs(refusal)
  @ApiOperation({ summary: 'Where the service is, and what it speaks' })
  @Answers(discoveryAnswer)
  @Produces('text/xml')
  async discovery(@Req() request: Asked) {
    const changeset = (await this.reader.services.changedAt()) ?? beginning;
    const url = this.publisher.publicUrl;
    return answer(request, 'discovery', {
      changeset,
      contact: this.settings.ECOU_OPEN311_CONTACT ?? url,
      key_service: this.settings.ECOU_OPEN311_CONTACT ?? url,
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: `${url}/feedback/open311/v2`,
          changeset,
          type: 'production',
          formats: ['text/xml', 'application/json'],
        },
      ],
    });
  }

  @Get(['v2/services', 'v2/services.xml', 'v2/services.json'])
  @Public()
  @Reads(open311Service)
  @RefusesAs(refusal)
  @ApiOperation({ summary: 'The services: categories of petitions that apps may report' })
  @Answers(servicesAnswer)
  @Produces('text/xml')
  async services(@Query({ schema: anyQuery }) { lang = 'ro' }: Lang, @Req() request: Asked) {
    return answer(request, 'services', await this.reader.services.list(lang));
  }

  @Get('v2/services/:code')
  @Public()
  @RefusesAs(refusal)
  @ApiOperation({
    summary: 'What a service asks for besides',
    description: 'The code may end in `.xml` or `.json`.',
  })
  @Answers(definitionAnswer)
  @Produces('text/xml')
  async service(
    @Param({ schema: codeParams }) { code }: z.output<typeof codeParams>,
    @Query({ schema: anyQuery }) { lang = 'ro' }: Lang,
    @Req() request: Asked,
  ) {
    return answer(request, 'service_definition', await this.reader.services.definition(code, lang));
  }

  @Get(['v2/requests', 'v2/requests.xml', 'v2/requests.json'])
  @ReadsPersonal()
  @Public()
  @Reads(open311Request)
  @RefusesAs(refusal)
  @ApiOperation({
    summary: 'Find requests that came by Open311',
    description:
      'The newest first, 1000 at most, of 90 days at most. What was written, and where, is shown where the service says so, or staff did.',
  })
  @Answers(requestsAnswer)
  @Produces('text/xml')
  async requests(@Query({ schema: requestsQuery }) criteria: RequestsCriteria, @Req() request: Asked) {
    return answer(request, 'service_requests', await this.reader.requests(criteria));
  }

  @Get('v2/requests/:id')
  @ReadsPersonal()
  @Public()
  @Reads(open311Request)
  @RefusesAs(refusal)
  @ApiOperation({
    summary: 'One request that came by Open311',
    description: 'By its registration number, which may end in `.xml` or `.json`.',
  })
  @Answers(requestsAnswer)
  @Produces('text/xml')
  async request(
    @Param({ schema: idParams }) { id }: z.output<typeof idParams>,
    @Query({ schema: anyQuery }) { lang }: Lang,
    @Req() request: Asked,
  ) {
    const found = await this.reader.requests({ service_request_id: [id], lang });
    if (Array.isArray(found) && found.length === 0)
      throw new Unknown('SERVICE_REQUEST_UNKNOWN', 'There is no such request.');
    return answer(request, 'service_requests', found);
  }

  @Get('v2/tokens/:token')
  @Public()
  @Reads(open311Request)
  @RefusesAs(refusal)
  @ApiOperation({
    summary: 'The request that a token stands for',
    description:
      'Every service is `realtime`, so that no token is handed out; the id of a request in the register is taken for one.',
  })
  @Answers(tokensAnswer)
  @Produces('text/xml')
  async token(@Param({ schema: tokenParams }) { token }: z.output<typeof tokenParams>, @Req() request: Asked) {
    return answer(request, 'service_requests', await this.reader.byToken(token));
  }

  @Post(['v2/requests', 'v2/requests.xml', 'v2/requests.json'])
  @HttpCode(200)
  @Permission('open311:write')
  @KeyInForm('api_key')
  @RefusesAs(refusal)
  @ApiOperation({
    summary: 'Hand a request in',
    description:
      'With an e-mail address or a phone number it is registered as a petition, without as an anonymous notice, which is owed no answer. `attribute[CODE]` answers what the service asks for, `attribute[CODE][]` several times where several values may be chosen.',
  })
  @Answers(submittedAnswer)
  @Produces('text/xml')
  async submit(
    @Body({ schema: submissionBody }) form: Submission,
    @Req() request: Asked,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'SubmitRequest', service: form.service_code ?? '', form } as const;
    const { number } = await this.commands.execute(new ServiceRequestCommand(context.commandId, command, context));
    const offered = await this.offers.get(command.service);
    const isNotice = form.email === undefined && form.phone === undefined;
    const registered = isNotice
      ? 'Înregistrată ca sesizare anonimă; legea nu obligă la răspuns.'
      : `Înregistrată ca petiție cu numărul ${number ?? ''}.`;
    const notice = [registered, offered.body.notice?.ro].filter(Boolean).join(' ');
    return answer(request, 'service_requests', [
      { service_request_id: number, service_notice: notice, account_id: null },
    ]);
  }
}
