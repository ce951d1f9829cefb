import { MessageOutcomeV1, PetitionRequestedV1 } from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onContract, onEvent, onEvents, onTimer, type Policy } from '@ecou/messaging';
import { DeliveryCommand } from './delivery/delivery.command.js';
import { petitionTimers } from './petition/rules/petition.aggregate.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import type { Delivery, PetitionEvent } from './petition/petition.events.js';
import { IndexPetitions, type IndexedEvent } from './search/index-petitions.command.js';
import { PetitionRequestCommand } from './requests/petition-request.command.js';
import { uploadTimer } from './upload/upload.aggregate.js';
import { UploadCommand } from './upload/upload.command.js';

/**
 * The delivery state of an answer by the outcome of its mail: one that was given up, or sent nowhere, did not arrive. That a mail server took it says
 * nothing of its arrival: it stays `sent`, until somebody knows more.
 */
const deliveries: Readonly<Partial<Record<string, Delivery>>> = {
  bounced: 'bounced',
  failed: 'bounced',
  withheld: 'bounced',
  uncertain: 'uncertain',
};

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(petitionTimers.dueSoon, {
    name: 'petition-is-due-soon',
    then: ({ subject, dueAt }, context) =>
      new PetitionCommand(subject, { type: 'NoteDueSoon', dueAt, at: context.now }, context),
  }),
  onTimer(petitionTimers.overdue, {
    name: 'petition-misses-its-deadline',
    then: ({ subject, dueAt }, context) =>
      new PetitionCommand(subject, { type: 'NoteDeadlineMissed', dueAt, at: context.now }, context),
  }),
  onTimer(uploadTimer, {
    name: 'upload-expires-by-itself',
    then: ({ subject }, context) => new UploadCommand(subject, { type: 'ExpireUpload', at: context.now }, context),
  }),
  onEvent(['UploadExpired', 'UploadRemoved'], {
    name: 'upload-is-erased',
    then: ({ stream }: RecordedEvent, context) =>
      new UploadCommand(idOf(stream), { type: 'EraseUpload', at: context.now }, context),
  }),
  onEvents(['PetitionRegistered', 'PetitionerCorrected'], {
    name: 'petition-is-indexed',
    then: (events: readonly IndexedEvent[]) => new IndexPetitions(events),
  }),
  onEvent(['AttachmentRemoved'], {
    name: 'attachment-is-removed',
    then: ({ data }: RecordedEvent<Extract<PetitionEvent, { type: 'AttachmentRemoved' }>>, context) =>
      new UploadCommand(data.fileId, { type: 'RemoveUpload', at: context.now }, context),
  }),
  onContract(PetitionRequestedV1, {
    name: 'requested-petition-is-registered',
    then: ({ data }, context) =>
      new PetitionRequestCommand(data.requestId, { type: 'TakeUpRequest', ...data }, context),
  }),
  onContract(MessageOutcomeV1, {
    name: 'note-delivery',
    then: ({ data: { messageId, about, sendingId: _, ...said } }, context) =>
      about.kind === 'petition'
        ? new DeliveryCommand(messageId, { type: 'LearnDelivery', learned: { petitionId: about.id, ...said } }, context)
        : undefined,
  }),
  // An answer whose mail did not arrive is back in the queue, without anybody looking for it.
  onContract(MessageOutcomeV1, {
    name: 'note-answer-delivery',
    then: ({ data: { about, sendingId, outcome } }, context) => {
      const state = deliveries[outcome];
      if (about.kind !== 'petition' || sendingId === null || !state) return undefined;
      return new PetitionCommand(about.id, { type: 'ReportDelivery', state, sending: sendingId, note: null }, context);
    },
  }),
];
