import type { Aggregate } from '@ecou/event-sourcing';
import { directoryDecider, type Directory, type DirectoryCommandBody } from './directory.decider.js';
import { directoryEvents, type DirectoryEvent } from './directory.events.js';

export const directory: Aggregate<DirectoryCommandBody, Directory, DirectoryEvent> = {
  category: directoryEvents.category,
  events: directoryEvents,
  decider: directoryDecider,
};

/** There is one directory. */
export const directoryId = 'c3a7b4f2-8d51-4e0b-9c6e-2f1a7d9e5b30';
