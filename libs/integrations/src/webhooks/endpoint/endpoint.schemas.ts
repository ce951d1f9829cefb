import { catalogue, instant } from '@ecou/contracts';
import { listOf, newId, optional, pageQuery } from '@ecou/runtime';
import { z } from 'zod';
import { pauseReason } from './endpoint.events.js';

const isPublic = (type: string): boolean => catalogue.get(type)?.visibility === 'public';

const types = z
  .array(
    z.string().refine(isPublic, { error: 'No public contract has this name', params: { code: 'CONTRACT_UNKNOWN' } }),
  )
  .min(1)
  .max(100);

const fieldPath = z
  .string()
  .max(200)
  .regex(/^data(\.[A-Za-z0-9_]+){1,8}$/, 'Must be like data.category');

const fieldValue = z.union([z.string().max(500), z.number(), z.boolean()]).meta({ id: 'FieldValue' });

const field = z.strictObject({
  field: fieldPath.describe('Path in the CloudEvent. A list matches where one of its items does.'),
  equals: fieldValue,
});

const filter = z
  .strictObject({
    types: optional(types).describe('Any of these contracts; all where it is left out.'),
    key: optional(z.string().min(1).max(500)).describe('Only what is about this: the id of an aggregate.'),
    fields: z.array(field).max(10).default([]).describe('Values that must be the same, all of them.'),
  })
  .describe('Messages that meet every criterion.');

const pem = z.string().max(20_000);

const fields = {
  url: z
    .string()
    .max(2_000)
    .describe('Of https. Where its name leads must be on the public internet, or where the operator allows it.'),
  contact: z.email().max(254).describe('E-mail address of whoever looks after it. Personal.'),
  filter: filter.prefault({}),
  ca: optional(pem).describe(
    'The only authority whose certificate the endpoint may show (PEM); those that everybody trusts where it is left out.',
  ),
  clientCertificate: optional(pem).describe('Shown to the endpoint (PEM).'),
  clientKey: optional(pem).describe(
    'Of that certificate (PEM); never shown. Left out in a change, the one that stands stays.',
  ),
};

const example = {
  url: 'https://systems.example.org/ecou',
  contact: 'integrare@example.org',
  filter: { types: ['ecou.feedback.petition-registered.v1'], fields: [{ field: 'data.category', equals: 'roads' }] },
};

export const createEndpointBody = z
  .strictObject({
    id: newId,
    ...fields,
    after: z
      .int()
      .min(0)
      .optional()
      .describe('It gets messages after this position of the log; those that come from now on where it is left out.'),
  })
  .meta({ id: 'CreateEndpoint', example });

export const changeEndpointBody = z.strictObject(fields).meta({ id: 'ChangeEndpoint', example });
export type ChangedEndpoint = z.output<typeof changeEndpointBody>;

export const replayBody = z
  .strictObject({
    position: z.int().min(1).optional().describe('From this position of the log on.'),
    since: instant.optional().describe('From what came into the log at this time (ISO 8601 with offset) on.'),
  })
  .refine(({ position, since }) => (position === undefined) !== (since === undefined), {
    path: ['position'],
    error: 'must be given, or `since`, and not both',
    params: { code: 'EITHER_POSITION_OR_SINCE' },
  })
  .meta({ id: 'ReplayMessages', example: { position: 1 } });

const shown = z.string().describe('Signs what the endpoint gets: `whsec_` and base64. Shown this once.');

export const createdAnswer = z
  .object({ id: z.uuid(), version: z.int(), secret: shown })
  .meta({ id: 'EndpointCreated' });

export const rotatedAnswer = z
  .object({
    id: z.uuid(),
    version: z.int(),
    secret: shown,
    olderUntil: instant.describe('The secret before signs as well until then.'),
  })
  .meta({ id: 'SecretRotated' });

const common = z.object({
  id: z.uuid(),
  owner: z.string().describe('The key, or the officer, that created it: `key:<id>`.'),
  url: z.string(),
  filter: z.object({
    types: z.array(z.string()).nullable(),
    key: z.string().nullable(),
    fields: z.array(
      z.object({
        field: z.string(),
        equals: fieldValue,
      }),
    ),
  }),
  status: z.enum(['active', 'paused']),
  paused: z
    .object({
      reason: pauseReason.describe(
        '`asked`; `gone`: it answered 410; `failing`: it took a message in none of ten attempts within three days; `trimmed`: the log does not keep what it should get.',
      ),
      position: z.int().describe('Where it goes on.'),
      error: z.string().nullable().describe('What came back last.'),
      at: instant,
    })
    .nullable(),
  hasCa: z.boolean(),
  hasClientCertificate: z.boolean(),
  createdAt: instant,
  changedAt: instant,
  version: z.int(),
});
export type EndpointListed = z.output<typeof common>;

export const endpointsAnswer = listOf(common.meta({ id: 'EndpointListed' }), 'Endpoints');

export const endpointAnswer = common
  .extend({
    contact: z.string().nullable().describe('`null`: it was erased.'),
    progress: z.object({
      scanned: z.int().describe('Messages up to this position were taken, wait, or are not for it.'),
      waiting: z.int().describe('Messages that it has not taken.'),
      replaying: z.boolean().describe('Some of what waits, or will, is sent again.'),
    }),
  })
  .meta({ id: 'Endpoint' });
export type EndpointAnswer = z.output<typeof endpointAnswer>;

export const endpointsQuery = z.strictObject({ ...pageQuery });
export type EndpointsQuery = z.output<typeof endpointsQuery>;

export const deliveriesQuery = z.strictObject({
  position: z.coerce.number().int().min(1).optional().describe('Only those of the message at this position.'),
  failed: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional()
    .describe('`true`: only those that failed; `false`: only those that were taken.'),
  ...pageQuery,
});
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;

const delivery = z.object({
  id: z.int(),
  kind: z.enum(['message', 'replay', 'test']),
  message: z.uuid().nullable().describe('Id of the message; `null` where the log does not keep it any more.'),
  type: z.string().nullable(),
  position: z.int().nullable().describe('In the log; `null` of a test.'),
  attempt: z.int().describe('From 1.'),
  at: instant.describe('When it began.'),
  durationMs: z.int(),
  status: z.int().nullable().describe('Of HTTP; `null`: there was no answer.'),
  error: z.string().nullable().describe('Why there was no answer.'),
  nextAt: instant.nullable().describe('When it is tried again.'),
  request: z
    .string()
    .nullable()
    .describe('The body, as the log has the message now; `null` after a week, and of a test.'),
  response: z.string().nullable().describe('The beginning of the body that came back; `null` after a week.'),
});
export type DeliveryListed = z.output<typeof delivery>;

export const deliveriesAnswer = listOf(delivery.meta({ id: 'WebhookDelivery' }), 'WebhookDeliveries');

export const testAnswer = z
  .object({
    message: z.uuid().describe('`webhook-id` of what was sent.'),
    isTaken: z.boolean().describe('True where the endpoint answered 2xx.'),
    status: z.int().nullable(),
    response: z.string().nullable(),
    error: z.string().nullable(),
    durationMs: z.int(),
  })
  .meta({ id: 'EndpointTested' });
