import { localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** A facility that an import added or changed, by versions of its stream: `before` 0 where it was added. */
const change = z.object({ facilityId: z.uuid(), before: z.int(), after: z.int() });
export type Change = z.output<typeof change>;

export const undoOutcome = z.enum(['retired', 'restored', 'left']);

/** The outcome for a facility when the import was taken back; `code` gives the reason why it was left as it is. */
const undone = z.object({ facilityId: z.uuid(), outcome: undoOutcome, code: z.string().nullable() });
export type Undone = z.output<typeof undone>;

export const importEvents = defineEvents('facility-import', {
  FacilitiesImported: z.object({ changes: z.array(change) }),
  FacilitiesTakenBack: z.object({ reason: localizedText, facilities: z.array(undone) }),
});

export type ImportEvent = EventOf<typeof importEvents>;
