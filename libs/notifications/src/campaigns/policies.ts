import { idOf, type RecordedEvent } from '@ecou/event-sourcing';
import { onEvent, onTimer, type Policy } from '@ecou/messaging';
import type { AnnouncementEvent } from '../sending/announcement/announcement.events.js';
import { lookTimer, startTimer } from './campaign/campaign.aggregate.js';
import { CampaignCommand, messagesBehind } from './campaign.command.js';

type Completed = RecordedEvent<Extract<AnnouncementEvent, { type: 'AnnouncementCompleted' }>>;

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onTimer(startTimer, {
    name: 'campaign-begins',
    then: ({ subject }, context) => new CampaignCommand(subject, { type: 'BeginCampaign', at: context.now }, context),
  }),
  onEvent(['AnnouncementCompleted'], {
    name: 'campaign-has-reached-everybody',
    from: 'now',
    notYet: [messagesBehind],
    then: ({ stream, position: past, data: { messages: told } }: Completed, context) =>
      new CampaignCommand(idOf(stream), { type: 'NoteExpanded', told, past, at: context.now }, context),
  }),
  onTimer(lookTimer, {
    name: 'campaign-outcomes-are-noted',
    then: ({ subject }, context) => new CampaignCommand(subject, { type: 'NoteOutcomes', at: context.now }, context),
  }),
];
