import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { open311Parts } from '../open311/open311.parts.js';
import { petitionParts } from '../petition/petition.parts.js';
import { publishPetitions } from '../petition/petition.publish.js';
import { queueParts } from '../queues/queues.parts.js';
import { statusParts } from '../status/status.parts.js';
import { uploadParts } from '../upload/upload.parts.js';
import { policies } from './policies.js';

const events = [...petitionParts.events, ...uploadParts.events, ...open311Parts.events];

/** Petitions and notices, from the register to the answer, their files, queues and status page; Open311. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'feedback',
      aggregates: events.map((types) => ({ category: types.category, events: types })),
      views: [...petitionParts.views, ...queueParts.views, ...open311Parts.views],
      publish: publishPetitions,
      policies,
    }),
  ],
  controllers: [
    ...petitionParts.controllers,
    ...uploadParts.controllers,
    ...open311Parts.controllers,
    ...statusParts.controllers,
    ...queueParts.controllers,
  ],
  providers: [
    ...petitionParts.providers,
    ...uploadParts.providers,
    ...open311Parts.providers,
    ...statusParts.providers,
    ...queueParts.providers,
  ],
})
export class PetitionsModule {}
