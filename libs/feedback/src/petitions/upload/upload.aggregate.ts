import type { Aggregate, TimerChange } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { uploadDecider, type Upload, type UploadCommandBody } from './upload.decider.js';
import { uploadEvents, type UploadEvent } from './upload.events.js';

/** Its time is over. */
export const uploadTimer = 'upload-expires';

export const upload: Aggregate<UploadCommandBody, Upload | null, UploadEvent> = {
  category: uploadEvents.category,
  events: uploadEvents,
  decider: uploadDecider,
  sideRows: (id, events) => {
    const timer = uuidv5(uploadTimer, id);
    const timers = events.flatMap((event): TimerChange[] => {
      if (event.type === 'UploadBegun') {
        return [{ id: timer, name: uploadTimer, dueAt: event.data.expiresAt, subject: id }];
      }
      return event.type === 'UploadClaimed' ? [{ id: timer, dueAt: null }] : [];
    });
    return timers.length > 0 ? { timers } : {};
  },
};
