import type { Aggregate } from '@ecou/event-sourcing';
import { v5 as uuidv5 } from 'uuid';
import { topicDecider, type Topic, type TopicCommandBody } from './topic.decider.js';
import { topicEvents, type TopicEvent } from './topic.events.js';

export const topicAggregate: Aggregate<TopicCommandBody, Topic, TopicEvent> = {
  category: topicEvents.category,
  events: topicEvents,
  decider: topicDecider,
};

const namespace = '5f0c1d6e-6b0c-4c38-9d2e-7d1f6f4f5a20';

/** The id of the stream of a topic, such as `series:consultation-sessions`. */
export const topicId = (topic: string): string => uuidv5(topic, namespace);
