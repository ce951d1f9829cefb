import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { deliveryEvents } from './delivery/delivery.events.js';
import { directoryEvents } from './directory/directory.events.js';
import { directorySamples } from './directory/directory.samples.js';
import { followingEvents } from './following/following.events.js';
import { asked } from './following/following.samples.js';
import { offeredServiceEvents } from './open311/offered-service.events.js';
import { samples as open311 } from './open311/open311.samples.js';
import { serviceRequestEvents } from './open311/service-request.events.js';
import { petitionEvents } from './petition/petition.events.js';
import { letter, messageId, samples as petitionSamples } from './petition/petition.samples.js';
import { petitionRequestEvents } from './requests/petition-request.events.js';
import { samples as requestSamples } from './requests/petition-request.samples.js';
import { uploadEvents } from './upload/upload.events.js';
import { uploadSamples } from './upload/upload.samples.js';
import { open311Request } from './views/open311-request.view.js';
import { open311Service } from './views/open311-service.view.js';
import { outgoingLetter } from './views/outgoing-letter.view.js';
import { petitionAnswers } from './views/petition-answers.view.js';
import { petitionCourse } from './views/petition-course.view.js';
import { petitionDelivery } from './views/petition-delivery.view.js';
import { petitionList } from './views/petition-list.view.js';

const events = [
  directoryEvents,
  petitionEvents,
  uploadEvents,
  offeredServiceEvents,
  serviceRequestEvents,
  deliveryEvents,
  followingEvents,
  petitionRequestEvents,
];

goldenEvents(join(import.meta.dirname, 'golden'), events, {
  ...directorySamples,
  ...petitionSamples,
  ...uploadSamples,
  ...open311,
  FollowingAsked: asked.data,
  DeliveryLearned: {
    petitionId: '00000000-0000-4000-8000-000000000001',
    occasion: 'extended',
    occasionAt: '2024-03-01T09:00:00.000Z',
    channel: 'email',
    outcome: 'bounced',
    reason: null,
    at: '2024-03-01T09:00:01.000Z',
  },
  ...requestSamples,
});

const views = [
  petitionList,
  petitionAnswers,
  petitionCourse,
  petitionDelivery,
  outgoingLetter,
  open311Service,
  open311Request,
];
goldenViews(
  import.meta.dirname,
  { events, views },
  {
    // Only what came in by Open311 has a row in its view.
    'PetitionRegistered.v1/open311': { channel: 'open311' },
    // Only letters stand in the outgoing register.
    'PetitionAnswered.v4/letter': {
      ...{ channel: 'post', sendingId: messageId },
      ...{ outgoingNumber: 'E-2026-000007', letter },
    },
  },
);
