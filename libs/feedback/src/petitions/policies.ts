import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onEvent, onTimer, type Policy } from '@ecou/messaging';
import { petitionTimers } from './petition/rules/petition.aggregate.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import type { PetitionEvent } from './petition/petition.events.js';
import { uploadTimer } from './upload/upload.aggregate.js';
import { UploadCommand } from './upload/upload.command.js';

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
  onEvent(['AttachmentRemoved'], {
    name: 'attachment-is-removed',
    then: ({ data }: RecordedEvent<Extract<PetitionEvent, { type: 'AttachmentRemoved' }>>, context) =>
      new UploadCommand(data.fileId, { type: 'RemoveUpload', at: context.now }, context),
  }),
];
