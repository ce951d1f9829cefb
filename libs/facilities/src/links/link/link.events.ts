import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** Kinds of faults for which there is no HTTP status. */
export const linkFault = z.enum([
  'name',
  'timeout',
  'refused',
  'reset',
  'certificate',
  'redirects',
  'unreachable',
  'protocol',
]);

/** The fault of a link: an HTTP status, or the reason why there is none. */
const finding = { status: z.int().nullable(), fault: linkFault.nullable() };

export const linkEvents = defineEvents('link', {
  LinkBroken: z.object({
    url: z.string(),
    ...finding,
    since: instant,
    failures: z.int(),
    facilities: z.array(z.uuid()),
    facilityCount: z.int(),
  }),
  LinkRestored: z.object({ url: z.string(), since: instant, status: z.int() }),
  LinkDropped: z.object({ url: z.string(), since: instant }),
});

export type LinkEvent = EventOf<typeof linkEvents>;
