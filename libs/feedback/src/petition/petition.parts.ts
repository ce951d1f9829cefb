import { CONTEXT_CONFIG } from '@ecou/runtime';
import { Directories } from '../directory/directory.aggregate.js';
import { DirectoryHandler } from '../directory/directory.command.js';
import { DirectoryController } from '../directory/directory.controller.js';
import { directoryEvents } from '../directory/directory.events.js';
import { GetDirectoryHandler } from '../directory/directory.queries.js';
import { publicUrlOf, type Settings } from '../settings.js';
import { petitionList } from '../views/petition-list.view.js';
import { AttachmentController } from './attachment.controller.js';
import { GetAttachmentHandler } from './attachment.queries.js';
import { Bulk } from './bulk.js';
import { BulkController } from './bulk.controller.js';
import { PetitionHandler } from './petition.command.js';
import { PetitionController } from './petition.controller.js';
import { petitionEvents } from './petition.events.js';
import { GetPetitionHistoryHandler } from './petition.history.js';
import { GetPetitionHandler, GetReceiptHandler, ListPetitionsHandler } from './petition.queries.js';
import { StatusLinks } from './status-links.js';
import { EndingController, HandlingController, ThreadController } from './verb.controllers.js';

/** Petitions, and the directory of those who deal with them, as parts of the context. */
export const petitionParts = {
  events: [directoryEvents, petitionEvents],
  views: [petitionList],
  controllers: [
    DirectoryController,
    PetitionController,
    HandlingController,
    ThreadController,
    EndingController,
    AttachmentController,
    BulkController,
  ],
  providers: [
    Directories,
    DirectoryHandler,
    GetDirectoryHandler,
    PetitionHandler,
    GetAttachmentHandler,
    Bulk,
    GetPetitionHandler,
    GetPetitionHistoryHandler,
    GetReceiptHandler,
    ListPetitionsHandler,
    {
      provide: StatusLinks,
      useFactory: (settings: Settings) => new StatusLinks(settings.ECOU_SECRET, publicUrlOf(settings)),
      inject: [CONTEXT_CONFIG],
    },
  ],
};
