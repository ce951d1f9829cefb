import { instant } from '@ecou/contracts';
import { defineEvents, personal, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** A value of a message that has to be the same. */
export const fieldFilter = z.object({
  field: z.string().describe('Path in the CloudEvent, from `data` on: `data.category`.'),
  equals: z.union([z.string(), z.number(), z.boolean()]),
});

/** The messages that an endpoint gets: those that meet every criterion. */
export const endpointFilter = z.object({
  types: z.array(z.string()).nullable().describe('Any of these contracts; `null`: all.'),
  key: z.string().nullable().describe('The id of the aggregate that they are about; `null`: any.'),
  fields: z.array(fieldFilter),
});
export type EndpointFilter = z.output<typeof endpointFilter>;

/** An endpoint as its owner set it up. */
export const endpointSettings = z.object({
  url: z.string(),
  contact: personal(z.string()).describe('E-mail address of whoever looks after it.'),
  filter: endpointFilter,
  ca: z.string().nullable().describe('PEM; `null`: the authorities that everybody trusts.'),
  clientCertificate: z.string().nullable().describe('PEM.'),
  clientKey: z.string().nullable().describe('PEM, sealed with the secret of the deployment; base64.'),
});
export type EndpointSettings = z.output<typeof endpointSettings>;

/** The reason why an endpoint gets nothing: somebody asked for it, it said that it is gone, it failed for three days, or the log was trimmed before it. */
export const pauseReason = z.enum(['asked', 'gone', 'failing', 'trimmed']);
export type PauseReason = z.output<typeof pauseReason>;

const position = z.int().min(0);

export const endpointEvents = defineEvents('endpoint', {
  EndpointCreated: endpointSettings.extend({
    owner: z.string().describe('The actor whose key created it.'),
    after: position.describe('It gets messages after this position of the log.'),
  }),
  EndpointChanged: endpointSettings,
  SecretRotated: z.object({
    secret: z.int().min(2).describe('Which of its secrets was shown.'),
    olderUntil: instant.describe('Until then the one before signs as well.'),
  }),
  EndpointPaused: z.object({
    reason: pauseReason,
    position: position.describe('Where it goes on: the oldest message that it did not take, or the next one.'),
    error: z.string().nullable().describe('What came back last, where that is the reason.'),
    host: z.string().describe('Of the address that it was sent to.'),
    contact: personal(z.string()).describe('Whoever looks after it.'),
    pausedAt: instant,
  }),
  EndpointResumed: z.object({ resumedAt: instant }),
  ReplayAsked: z.object({
    after: position.describe('Messages after this position are sent again ...'),
    upTo: position.describe('... up to this one.'),
    askedAt: instant,
  }),
  EndpointRemoved: z.object({ removedAt: instant }),
});

export type EndpointEvent = EventOf<typeof endpointEvents>;
