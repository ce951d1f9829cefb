import { Unknown, type CommandContext } from '@ecou/event-sourcing';
import { Answers, BodyLimit, BodyText, Context, Ignores, KeepsText, Limited, Public } from '@ecou/runtime';
import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { checkSignature } from '../../sending/mail/signed-request.js';
import { SETTINGS, type Settings } from '../../settings.js';
import { MailIntake } from './mail-intake.js';

/** Bytes of a request: files of a mail stay behind, and may be left out. */
const mailBytes = 5 * 1024 * 1024;

const inboundMailBody = z.strictObject({ mail: z.string().min(1).describe('The mail as it came (RFC 5322).') }).meta({
  id: 'InboundMail',
  example: {
    mail: 'From: ana@example.org\r\nTo: mesaje@example.ro\r\nMessage-ID: <1@example.org>\r\nSubject: Program\r\n\r\nCând este deschis?\r\n',
  },
});

const inboundMailTaken = z
  .object({
    outcome: z
      .enum(['recorded', 'unchanged', 'ignored'])
      .describe('`unchanged`: it was taken before. `ignored`: it is a report on a mail, or was sent by this platform.'),
  })
  .meta({ id: 'InboundMailTaken' });

@ApiTags('Inbox')
@Controller('notifications/v1')
export class InboundMailsController {
  constructor(
    private readonly intake: MailIntake,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'inboxMail'>,
  ) {}

  @Post('inbound-mails')
  @HttpCode(200)
  @Public()
  @Limited('inbound-mails', { free: 6_000, most: 6_000, seconds: 60 * 60 })
  @BodyLimit(mailBytes)
  @KeepsText()
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Hand in a mail that somebody wrote to the municipality',
    description:
      'For mail servers and providers: signed with the secret in `MAIL_INBOX_SECRET`, by the headers of Standard Webhooks. What comes twice is recorded once.',
  })
  @Answers(inboundMailTaken)
  async take(
    @Body({ schema: inboundMailBody }) { mail }: z.output<typeof inboundMailBody>,
    @BodyText() text: string,
    @Headers() headers: Readonly<Record<string, string>>,
    @Context() context: CommandContext,
  ) {
    const { secret } = this.settings.inboxMail;
    if (secret === undefined)
      throw new Unknown('INBOUND_MAILS_NOT_TAKEN', 'This deployment takes no mails by requests.');
    checkSignature(secret, text, headers);
    return { outcome: await this.intake.take(mail, context) };
  }
}
