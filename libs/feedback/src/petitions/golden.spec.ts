import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { join } from 'node:path';
import { directoryEvents } from './directory/directory.events.js';
import { directorySamples } from './directory/directory.samples.js';
import { offeredServiceEvents } from './open311/offered-service.events.js';
import { samples as open311 } from './open311/open311.samples.js';
import { serviceRequestEvents } from './open311/service-request.events.js';
import { petitionEvents } from './petition/petition.events.js';
import { samples as petitionSamples } from './petition/petition.samples.js';
import { uploadEvents } from './upload/upload.events.js';
import { uploadSamples } from './upload/upload.samples.js';
import { open311Request } from './views/open311-request.view.js';
import { open311Service } from './views/open311-service.view.js';
import { petitionAnswers } from './views/petition-answers.view.js';
import { petitionList } from './views/petition-list.view.js';

const events = [directoryEvents, petitionEvents, uploadEvents, offeredServiceEvents, serviceRequestEvents];

goldenEvents(join(import.meta.dirname, 'golden'), events, {
  ...directorySamples,
  ...petitionSamples,
  ...uploadSamples,
  ...open311,
});

const views = [petitionList, petitionAnswers, open311Service, open311Request];
goldenViews(
  import.meta.dirname,
  { events, views },
  {
    // Only what came in by Open311 has a row in its view.
    'PetitionRegistered.v1/open311': { channel: 'open311' },
  },
);
