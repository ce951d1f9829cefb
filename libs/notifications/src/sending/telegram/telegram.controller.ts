import { Unknown, type CommandContext } from '@ecou/event-sourcing';
import { Answers, BodyLimit, Context, Ignores, Limited, Public } from '@ecou/runtime';
import { Body, Controller, Headers, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { InboundMessages } from '../../inbound.js';
import { SETTINGS, type Settings } from '../../settings.js';
import { isSecret, notGenuine } from '../provider/genuine.js';
import { telegramReply, telegramUpdate, textMessage, updateBytes, type TelegramUpdate } from './telegram.schemas.js';
import { TelegramStarts } from './telegram-starts.js';

const start = /^\/start(?:@\w+)?(?:\s+(\S{1,64}))?\s*$/;

/** Updates of the bot: people who start it, and what they write to it. */
@ApiTags('Provider webhooks')
@Controller('notifications/v1/telegram')
export class TelegramController {
  constructor(
    @Inject(TelegramStarts) private readonly starts: Pick<TelegramStarts, 'confirm'>,
    private readonly inbound: InboundMessages,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'telegram'>,
  ) {}

  @Post('webhook')
  @HttpCode(200)
  @Public()
  @Limited('telegram-webhook', { free: 60_000, most: 60_000, seconds: 60 * 60 })
  @BodyLimit(updateBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Take an update of the bot',
    description:
      'For Telegram, with the secret in `TELEGRAM_WEBHOOK_SECRET` as `X-Telegram-Bot-Api-Secret-Token`. A start by a link of a subscriber confirms the chat as an address of theirs; the answer is what the bot says. The same update again changes nothing.',
  })
  @Answers(telegramReply)
  async take(
    @Body({ schema: telegramUpdate }) update: TelegramUpdate,
    @Headers() headers: Readonly<Record<string, string>>,
    @Context() context: CommandContext,
  ) {
    const { telegram } = this.settings;
    if (!telegram) throw new Unknown('TELEGRAM_NOT_SERVED', 'This deployment has no bot.');
    if (!isSecret(headers['x-telegram-bot-api-secret-token'], telegram.webhookSecret)) throw notGenuine();
    const { data: message } = textMessage.safeParse(update.message);
    if (!message) return {};
    const { chat, text, date, message_id: number } = message;
    const [started, token = ''] = start.exec(text) ?? [];
    if (started !== undefined) {
      const said = await this.starts.confirm({ token, chatId: String(chat.id) }, context);
      return { method: 'sendMessage' as const, chat_id: chat.id, text: said };
    }
    await this.inbound.take({
      channel: 'telegram',
      // Ids of updates may begin anew after a week without any.
      reference: `${update.update_id}-${number}`,
      from: String(chat.id),
      text,
      receivedAt: new Date(date * 1_000).toISOString(),
    });
    return {};
  }
}
