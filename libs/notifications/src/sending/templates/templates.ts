import type { Purpose } from '../message/message.events.js';
import { addressConfirmation } from './address-confirmation.js';
import { conversationNotices } from './conversation-notices.js';
import { consentRenewal } from './consent-renewal.js';
import { civicEventNews } from './civic-event-news.js';
import { confirmations, importedConfirmation } from './confirmation.js';
import { deliverablePublished } from './deliverable-published.js';
import { digest } from './digest.js';
import { endpointNotices } from './endpoint-notices.js';
import { facilityNotices, incentiveBegan } from './facility-notices.js';
import { petitionNotices } from './petition-notices.js';
import { recommendationProgressed } from './recommendation-progressed.js';
import { registrationNotices } from './registration-notices.js';
import { reportPublished } from './report-published.js';
import type { Template } from './template.js';

/** Every version of every template, the latest last. */
const templates: Record<Purpose, readonly [Template, ...Template[]]> = {
  confirmation: confirmations,
  'address-confirmation': [addressConfirmation],
  'consent-renewal': [consentRenewal],
  digest: [digest],
  'report-published': reportPublished,
  'deliverable-published': [deliverablePublished],
  'recommendation-progressed': recommendationProgressed,
  ...civicEventNews,
  'incentive-began': [incentiveBegan],
  ...registrationNotices,
  ...petitionNotices,
  ...endpointNotices,
  ...facilityNotices,
  ...conversationNotices,
};

export const allTemplates: readonly Template[] = [...Object.values(templates).flat(), importedConfirmation];

/** The version that new messages are written with. */
export const latestTemplate = (purpose: Purpose): Template => {
  const versions = templates[purpose];
  return versions.at(-1) ?? versions[0];
};

/** The template of the message that asks somebody to confirm a wish, by the way in which it came. */
export function wishTemplate(how: string): Pick<Template, 'name' | 'version'> {
  const { name, version } = how === 'import' ? importedConfirmation : latestTemplate('confirmation');
  return { name, version };
}

/** The version that a message was queued with. Throws where this build does not have it. */
export function templateOf(name: string, version: number): Template {
  const found = allTemplates.find((known) => known.name === name && known.version === version);
  if (!found) throw new Error(`There is no version ${version} of the template ${name}.`);
  return found;
}
