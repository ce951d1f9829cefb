import type { Language } from '@ecou/contracts';
import type { Sealed } from '@ecou/event-sourcing';
import type { StartAnnouncement } from '../../sending/announcement/announcement.decider.js';
import { wordsOf } from '../../sending/announcement/telling.js';
import type { QueueNotice } from '../../sending/message/message.decider.js';
import { latestTemplate } from '../../sending/templates/templates.js';
import type { CampaignContent } from './campaign.events.js';

/** The values that the template of a campaign shows, as announcements carry them. */
const said = (id: string, { subject: title, text: note, link }: CampaignContent) => ({
  ...{ title, note },
  details: { campaignId: id, link },
});

/** The announcement of a campaign. It can wait: quiet hours and digests hold for it. */
export const announcementOf = (id: string, content: CampaignContent, at: string): StartAnnouncement => ({
  type: 'StartAnnouncement',
  purpose: 'campaign',
  topics: content.segment.topics,
  causeId: id,
  ...said(id, content),
  segment: content.segment,
  at,
});

/** The address of a test, and the command that asked for it. */
export interface TestTo {
  readonly address: Sealed<string>;
  readonly language: Language;
  readonly causeId: string;
  readonly at: string;
}

/** The message in which somebody of the staff sees it. */
export function testOf(
  { id, content }: { readonly id: string; readonly content: CampaignContent },
  { address, language, causeId, at }: TestTo,
): QueueNotice {
  const purpose = 'campaign-test';
  const { name, version } = latestTemplate(purpose);
  return {
    type: 'QueueMessage',
    purpose,
    promise: { kind: 'campaign', id, occasion: purpose, at, sendingId: null, channel: 'email' },
    recipient: { address, words: {} },
    language,
    template: { name, version },
    variables: wordsOf(said(id, content), language),
    ...{ causeId, expiresAt: null, at },
  };
}
