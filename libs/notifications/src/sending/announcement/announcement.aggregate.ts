import type { Aggregate } from '@ecou/event-sourcing';
import { announcementDecider, type Announcement, type AnnouncementCommandBody } from './announcement.decider.js';
import { announcementEvents, type AnnouncementEvent } from './announcement.events.js';

export const announcement: Aggregate<AnnouncementCommandBody, Announcement, AnnouncementEvent> = {
  category: announcementEvents.category,
  events: announcementEvents,
  decider: announcementDecider,
};
