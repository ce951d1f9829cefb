import { namedUuid, type Aggregate, type TimerChange } from '@ecou/event-sourcing';

import { approvalDecider, type Approval, type ApprovalCommandBody } from './approval.decider.js';
import { approvalEvents, type ApprovalEvent } from './approval.events.js';

/** Nobody decided, or carried the order out, in time. */
export const approvalTimer = 'approval-expires';

export const approval: Aggregate<ApprovalCommandBody, Approval | null, ApprovalEvent> = {
  category: approvalEvents.category,
  events: approvalEvents,
  decider: approvalDecider,
  sideRows: (id, events) => {
    const timer = namedUuid(approvalTimer, id);
    const timers = events.flatMap((event): TimerChange[] => {
      switch (event.type) {
        case 'ApprovalAsked':
          return [{ id: timer, name: approvalTimer, dueAt: event.data.expiresAt, subject: id }];
        case 'ApprovalRefused':
        case 'ApprovalWithdrawn':
        case 'ApprovalUsed':
          return [{ id: timer, dueAt: null }];
        case 'ApprovalGiven':
        case 'ApprovalWaived':
        case 'ApprovalExpired':
          return [];
      }
    });
    // A timer that is set and taken away in one unit was never there.
    const isOver = timers.some(({ dueAt }) => dueAt === null);
    const kept = isOver ? timers.filter(({ dueAt }) => dueAt === null) : timers;
    return kept.length > 0 ? { timers: kept } : {};
  },
};
