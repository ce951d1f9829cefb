import { Unknown, type CommandContext } from '@ecou/event-sourcing';
import { Answers, BodyLimit, BodyText, Context, Ignores, KeepsText, Limited, Public } from '@ecou/runtime';
import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SETTINGS, type Settings } from '../../settings.js';
import { checkSignature } from '../mail/signed-request.js';
import { mailReportsBody, reportBytes, reportsTaken, type MailReportsBody } from './mail-reports.schemas.js';
import { MailReports } from './mail-reports.js';
import { reportedOf } from './reports-in.js';

@ApiTags('Mails')
@Controller('notifications/v1')
export class MailReportsController {
  constructor(
    private readonly reports: MailReports,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'returnSecret'>,
  ) {}

  @Post('mail-reports')
  @HttpCode(200)
  @Public()
  @Limited('mail-reports', { free: 6_000, most: 6_000, seconds: 60 * 60 })
  @BodyLimit(reportBytes)
  @KeepsText()
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Tell what became of mails',
    description:
      'For mail servers and providers: signed with the secret in `MAIL_RETURN_SECRET`, by the headers of Standard Webhooks. What is told twice is recorded once.',
  })
  @Answers(reportsTaken)
  async take(
    @Body({ schema: mailReportsBody }) body: MailReportsBody,
    @BodyText() text: string,
    @Headers() headers: Readonly<Record<string, string>>,
    @Context() context: CommandContext,
  ) {
    this.check(text, headers);
    const { mail, reports = [] } = body;
    const items =
      mail === undefined
        ? await this.reports.take(reports.map(reportedOf), context)
        : await this.reports.takeMail(mail, context);
    return { items };
  }

  private check(text: string, headers: Readonly<Record<string, string>>): void {
    const { returnSecret } = this.settings;
    if (returnSecret === undefined)
      throw new Unknown('MAIL_REPORTS_NOT_TAKEN', 'This deployment takes no reports of mails by requests.');
    checkSignature(returnSecret, text, headers);
  }
}
