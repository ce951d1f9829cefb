import { FacilityAddedV1, FacilityChangedV1, FacilityRetiredV1 } from '@ecou/contracts';
import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onContracts, onEvent, onTimer, type Policy } from '@ecou/messaging';
import { ListedFacilityCommand } from './listed-facility/listed-facility.command.js';
import { petitionTimers } from './petition/petition.aggregate.js';
import { PetitionCommand } from './petition/petition.command.js';
import type { PetitionEvent } from './petition/petition.events.js';
import { BallotBoxCommand } from './ballot/ballot.command.js';
import { timers } from './questionnaire/questionnaire.aggregate.js';
import { QuestionnaireCommand } from './questionnaire/questionnaire.command.js';
import { uploadTimer } from './upload/upload.aggregate.js';
import { UploadCommand } from './upload/upload.command.js';

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(timers.opensAt, {
    name: 'questionnaire-opens-by-itself',
    then: ({ subject }, context) =>
      new QuestionnaireCommand(subject, { type: 'OpenQuestionnaire', at: context.now, scheduled: true }, context),
  }),
  onTimer(timers.closesAt, {
    name: 'questionnaire-closes-by-itself',
    then: ({ subject }, context) =>
      new QuestionnaireCommand(subject, { type: 'CloseQuestionnaire', at: context.now, scheduled: true }, context),
  }),
  // One policy, so that what the map says of a facility is heard in its order.
  onContracts([FacilityAddedV1, FacilityChangedV1, FacilityRetiredV1], {
    name: 'facility-is-listed',
    then: ({ type, data: { facilityId, kind, name } }, context) =>
      new ListedFacilityCommand(
        facilityId,
        { type: type === FacilityRetiredV1.type ? 'DelistFacility' : 'ListFacility', kind, name },
        context,
      ),
  }),
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
  onEvent(['QuestionnaireClosed'], {
    name: 'ballot-box-is-emptied-at-closing',
    then: ({ stream }: RecordedEvent, context) =>
      new BallotBoxCommand(idOf(stream), { type: 'EmptyBallotBox' }, context),
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
