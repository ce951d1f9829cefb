import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  CalledBy,
  Context,
  idParams,
  Permission,
  PrefersOneOf,
  Produces,
  Representation,
  type Caller,
  type IdParams,
  ReadsPersonal,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { consentTextsId } from './consent-texts/consent-texts.aggregate.js';
import { ConsentTextsCommand } from './renewal/consent-texts.command.js';
import { ConsentTextsReader } from './consent-texts/consent-texts.reader.js';
import { consentTextsAnswer, publishTextBody } from './consent-texts/consent-texts.schemas.js';
import { ProofPdfs } from './proof/proof-pdfs.js';
import { consentsAnswer, consentsQuery } from './subscriber/subscriber.schemas.js';
import { proofTable } from './views/proof-table.js';
import { SubscriptionsReader } from './views/subscriptions.reader.js';

const csvType = 'text/csv';
const pdfType = 'application/pdf';

const forms: Readonly<Record<string, 'csv' | 'pdf'>> = { [csvType]: 'csv', [pdfType]: 'pdf' };

/** The texts that people agree to, and the proof that they did. */
@ApiTags('Subscriptions')
@Controller('notifications/v1')
export class ConsentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly texts: ConsentTextsReader,
    private readonly subscriptions: SubscriptionsReader,
    private readonly pdfs: ProofPdfs,
  ) {}

  @Get('consent-texts')
  @Permission('notifications:read')
  @ApiOperation({ summary: 'Every version of the text to agree to', description: 'The oldest first.' })
  @Answers(consentTextsAnswer)
  all() {
    return this.texts.all();
  }

  @Post('consent-texts')
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Publish a new text to agree to',
    description:
      'It is shown from now on; older ones stay on record. With `renewal`, whoever agreed to an older one is asked once, by a message with a link; what they agreed to holds until the date, and what they did not agree to anew ends then.',
  })
  publish(
    @Body({ schema: publishTextBody }) { text, renewal }: z.output<typeof publishTextBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'PublishConsentText', text, renewal, at: context.now } as const;
    return this.commands.execute(new ConsentTextsCommand(consentTextsId, command, context));
  }

  @Get('subscriptions/:id/consents')
  @ReadsPersonal()
  @Permission('notifications:read')
  @Produces(csvType, pdfType)
  @ApiOperation({
    summary: 'Proof of what somebody agreed to',
    description:
      'Each act with its time, its way, and the exact text and version, the oldest first: as JSON, as a table, or as a tagged PDF in Romanian or English, by `Accept` or `?format=`. With addresses for those who may see them (`notifications:write`).',
  })
  @Answers(consentsAnswer)
  async consents(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: consentsQuery }) { format, lang, bom }: z.output<typeof consentsQuery>,
    @PrefersOneOf(csvType, pdfType) preferred: string | undefined,
    @CalledBy() caller: Caller,
  ): Promise<Representation> {
    const proof = await this.subscriptions.consents(id, caller.can('notifications:write'));
    const form = format ?? forms[preferred ?? ''];
    if (form === 'csv') return new Representation(csvType, () => proofTable(proof, bom === 'true'));
    if (form === 'pdf') return new Representation(pdfType, () => this.pdfs.get(proof, lang));
    return new Representation('application/json', proof);
  }
}
