import type { Aggregate } from '@ecou/event-sourcing';
import { taxonomyDecider, type ChangeTaxonomy, type Taxonomy } from './taxonomy.decider.js';
import { taxonomyEvents, type TaxonomyEvent, type TaxonomyName } from './taxonomy.events.js';

export const taxonomy: Aggregate<ChangeTaxonomy, Taxonomy, TaxonomyEvent> = {
  category: taxonomyEvents.category,
  events: taxonomyEvents,
  decider: taxonomyDecider,
};

/** There is one stream of each name; its id is the same in every deployment. */
export const taxonomyIds: Readonly<Record<TaxonomyName, string>> = {
  'civic-event-kinds': '2b131dc1-6374-4faa-8deb-c73b7f0bb03e',
  'attendance-categories': '5b66ba6c-7d1a-48ad-ba9e-5f20af6c8c86',
  'discussion-themes': 'b76550cf-6f3c-4a29-990f-0a863e349f5c',
};
