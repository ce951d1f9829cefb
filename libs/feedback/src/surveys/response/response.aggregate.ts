import type { Aggregate } from '@ecou/event-sourcing';
import { responseDecider, type CodeAnswer, type RecordResponse, type Response } from './response.decider.js';
import { responseEvents, type ResponseEvent } from './response.events.js';

export const response: Aggregate<RecordResponse | CodeAnswer, Response | null, ResponseEvent> = {
  category: responseEvents.category,
  events: responseEvents,
  decider: responseDecider,
};
