import type { Aggregate } from '@ecou/event-sourcing';
import { replyRulesDecider, type RulesVersion, type SetReplyRules } from './reply-rules.decider.js';
import { replyRulesEvents, type ReplyRulesEvent } from './reply-rules.events.js';

export const replyRulesAggregate: Aggregate<SetReplyRules, RulesVersion, ReplyRulesEvent> = {
  category: replyRulesEvents.category,
  events: replyRulesEvents,
  decider: replyRulesDecider,
};

/** Of the one stream that there is. */
export const replyRulesId = 'b1d5a1c4-2f0e-4d7b-8a63-6f1c9b0e7d25';
