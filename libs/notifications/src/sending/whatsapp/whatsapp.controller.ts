import { createHash } from 'node:crypto';
import { apart, Unknown, type CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  BodyLimit,
  BodyText,
  Context,
  Ignores,
  KeepsText,
  Limited,
  Problem,
  Produces,
  Public,
  Representation,
} from '@ecou/runtime';
import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InboundMessages } from '../../inbound.js';
import { SETTINGS, type Settings } from '../../settings.js';
import { isSecret, isSigned, notGenuine } from '../provider/genuine.js';
import {
  messageStatus,
  notificationBytes,
  textReceived,
  verifyQuery,
  whatsAppNotification,
  whatsAppTaken,
  type VerifyQuery,
  type WhatsAppChange,
  type WhatsAppNotification,
} from './whatsapp.schemas.js';
import { WhatsAppStatuses } from './whatsapp-statuses.js';

/** Notifications of WhatsApp: statuses of messages, and what people write. */
@ApiTags('Provider webhooks')
@Controller('notifications/v1/whatsapp/webhook')
export class WhatsAppController {
  constructor(
    @Inject(WhatsAppStatuses) private readonly statuses: Pick<WhatsAppStatuses, 'take'>,
    private readonly inbound: InboundMessages,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'whatsApp'>,
  ) {}

  @Get()
  @Public()
  @Produces('text/plain')
  @ApiOperation({
    summary: 'Confirm to WhatsApp that this address is ours',
    description: 'Answers the challenge of whoever knows `WHATSAPP_VERIFY_TOKEN`.',
  })
  verify(@Query({ schema: verifyQuery }) query: VerifyQuery) {
    if (!isSecret(query['hub.verify_token'], this.served().verifyToken))
      throw new Problem(403, 'VERIFY_TOKEN_WRONG', 'This is not the token of this deployment.');
    return new Representation('text/plain', query['hub.challenge']);
  }

  @Post()
  @HttpCode(200)
  @Public()
  @Limited('whatsapp-webhook', { free: 60_000, most: 60_000, seconds: 60 * 60 })
  @BodyLimit(notificationBytes)
  @KeepsText()
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Take a notification of WhatsApp',
    description:
      'For Meta: signed with the secret in `WHATSAPP_APP_SECRET`, as `X-Hub-Signature-256`. The same notification again changes nothing.',
  })
  @Answers(whatsAppTaken)
  async take(
    @Body({ schema: whatsAppNotification }) notification: WhatsAppNotification,
    @BodyText() text: string,
    @Headers() headers: Readonly<Record<string, string>>,
    @Context() context: CommandContext,
  ) {
    const { appSecret, phoneNumberId } = this.served();
    if (!isSigned(text, headers['x-hub-signature-256'], appSecret)) throw notGenuine();
    const changes = notification.entry
      .flatMap((entry) => entry.changes)
      .filter(({ field, value }) => field === 'messages' && value.metadata?.phone_number_id === phoneNumberId);
    return { statuses: await this.report(changes, context), messages: await this.receive(changes) };
  }

  private async report(changes: readonly WhatsAppChange[], context: CommandContext): Promise<number> {
    let recorded = 0;
    for (const [index, given] of changes.flatMap(({ value }) => value.statuses ?? []).entries()) {
      const { data } = messageStatus.safeParse(given);
      if (data && (await this.statuses.take(data, apart(context, `status ${index}`)))) recorded += 1;
    }
    return recorded;
  }

  private async receive(changes: readonly WhatsAppChange[]): Promise<number> {
    const received = changes.flatMap(({ value }) => value.messages ?? []);
    const texts = received.flatMap((given) => textReceived.safeParse(given).data ?? []);
    for (const { id, from, timestamp, text } of texts) {
      await this.inbound.take({
        channel: 'whatsapp',
        // The id holds the number of the person; its digest is as unique.
        reference: createHash('sha256').update(id).digest('hex'),
        from: `+${from}`,
        text: text.body,
        receivedAt: new Date(Number(timestamp) * 1_000).toISOString(),
      });
    }
    return texts.length;
  }

  /** Throws `Unknown` where WhatsApp is not served. */
  private served() {
    const { whatsApp } = this.settings;
    if (!whatsApp) throw new Unknown('WHATSAPP_NOT_SERVED', 'This deployment sends nothing to WhatsApp.');
    return whatsApp;
  }
}
