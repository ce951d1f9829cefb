import { z } from 'zod';

/** Bytes of a request: a text has 4096 characters at most. */
export const updateBytes = 256 * 1024;

/** An update of the Bot API. The provider adds fields and kinds: those that are not read here are let pass. */
export const telegramUpdate = z
  .looseObject({
    update_id: z.int().describe('The same where the provider sends it again.'),
    message: z.looseObject({}).optional().describe('A message to the bot.'),
  })
  .meta({
    id: 'TelegramUpdate',
    example: {
      update_id: 100000001,
      message: {
        message_id: 1,
        date: 1709287200,
        chat: { id: 700000001, type: 'private' },
        text: '/start AbCdEf',
      },
    },
  });
export type TelegramUpdate = z.output<typeof telegramUpdate>;

/** A text that a person wrote to the bot. */
export const textMessage = z.object({
  message_id: z.int(),
  date: z.int().describe('Seconds since 1970.'),
  chat: z.object({ id: z.int(), type: z.literal('private') }),
  text: z.string().min(1),
});

/** A call of the Bot API, which the provider carries out; nothing, where there is nothing to say. */
export const telegramReply = z
  .object({
    method: z.literal('sendMessage').optional(),
    chat_id: z.int().optional(),
    text: z.string().optional(),
  })
  .meta({ id: 'TelegramReply' });
