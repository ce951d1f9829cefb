import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { conversationEvents } from './conversation/conversation.events.js';
import { at, events } from './conversation/conversation.samples.js';
import { replyRulesEvents } from './reply-rules/reply-rules.events.js';
import { rules } from './reply-rules/reply-rules.samples.js';
import { conversationList } from './views/conversation-list.view.js';

goldenEvents(`${import.meta.dirname}/golden`, [conversationEvents, replyRulesEvents], {
  ...events,
  ReplyRulesSet: { ...rules, version: 1, setAt: at },
});

goldenViews(import.meta.dirname, { events: [conversationEvents], views: [conversationList] });
