import { z } from 'zod';

/** Bytes of a request: the provider gathers up to 3 MB. */
export const notificationBytes = 3 * 1024 * 1024;

const mostListed = 1_000;

/** A change of the `messages` field. Statuses and messages are read one by one: a kind that is not known spoils no other. */
const change = z.looseObject({
  field: z.string(),
  value: z.looseObject({
    metadata: z.looseObject({ phone_number_id: z.string() }).optional().describe('The number that it is about.'),
    statuses: z.array(z.looseObject({})).max(mostListed).optional(),
    messages: z.array(z.looseObject({})).max(mostListed).optional(),
  }),
});
export type WhatsAppChange = z.output<typeof change>;

/** A notification of the WhatsApp Business Platform. The provider adds fields and kinds: those that are not read here are let pass. */
export const whatsAppNotification = z
  .looseObject({
    object: z.literal('whatsapp_business_account'),
    entry: z.array(z.looseObject({ changes: z.array(change).max(mostListed) })).max(mostListed),
  })
  .meta({
    id: 'WhatsAppNotification',
    example: {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '100000000000001',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '40310000000', phone_number_id: '100000000000002' },
                statuses: [
                  {
                    id: 'wamid.c3ludGhldGlj',
                    status: 'delivered',
                    timestamp: '1709287200',
                    recipient_id: '40700000001',
                    biz_opaque_callback_data: '5b2f4e1c-9a37-4c60-8f0e-2d6a1c7b9e34.1',
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  });
export type WhatsAppNotification = z.output<typeof whatsAppNotification>;

const seconds = z.string().regex(/^\d{1,12}$/);

/** A status of a message of ours. */
export const messageStatus = z.object({
  status: z.enum(['sent', 'delivered', 'read', 'failed']),
  biz_opaque_callback_data: z.string(),
  errors: z.array(z.object({ code: z.int() })).default([]),
});
export type MessageStatus = z.output<typeof messageStatus>;

/** A text that a person wrote. `from`: their number, in digits. */
export const textReceived = z.object({
  id: z.string().min(1),
  from: z.string().regex(/^[1-9]\d{6,14}$/),
  timestamp: seconds,
  type: z.literal('text'),
  text: z.object({ body: z.string().min(1) }),
});

export const whatsAppTaken = z
  .object({
    statuses: z.int().describe('Statuses that were put on record now.'),
    messages: z.int().describe('Texts of people that were taken in.'),
  })
  .meta({ id: 'WhatsAppTaken' });

export const verifyQuery = z.strictObject({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': z.string().max(1000),
  'hub.challenge': z.string().regex(/^[\w-]{1,200}$/, 'must be a word'),
});
export type VerifyQuery = z.output<typeof verifyQuery>;
