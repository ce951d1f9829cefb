import { catalogue } from '@ecou/contracts';
import { publisherOf } from '@ecou/runtime/testing';

/** Contexts that tell whatever public contract they are told to. */
export const publishers = ['events', 'facilities', 'feedback', 'notifications'].map((name) =>
  publisherOf(
    name,
    [...catalogue.values()].filter(({ context, visibility }) => context === name && visibility === 'public'),
  ),
);
