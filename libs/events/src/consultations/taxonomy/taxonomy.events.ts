import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

export const taxonomyNames = ['civic-event-kinds', 'attendance-categories', 'discussion-themes'] as const;
export type TaxonomyName = (typeof taxonomyNames)[number];

/** A word that can be chosen. Its id stands in facts for ever; a retired one can no longer be chosen, and keeps its name. */
const entry = z.object({ id: slug, name: localizedText, retired: z.boolean() });
export type TaxonomyEntry = z.output<typeof entry>;

const name = z.enum(taxonomyNames);
/** In the order in which people are shown them. */
const entries = z.array(entry);

export const taxonomyEvents = defineEvents('taxonomy', {
  /** Version 1, the built-in list, goes on record with the first change; so the version of the stream is that of the taxonomy. */
  TaxonomyEstablished: z.object({ name, entries }),
  TaxonomyChanged: z.object({
    name,
    version: z.number().int().min(2),
    entries,
    note: localizedText.nullable(),
    changedAt: instant,
  }),
});

export type TaxonomyEvent = EventOf<typeof taxonomyEvents>;
