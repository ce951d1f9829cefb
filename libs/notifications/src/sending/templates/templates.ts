import type { Purpose, testPurpose } from '../message/message.events.js';
import { addressConfirmation } from './address-confirmation.js';
import { conversationNotices } from './conversation-notices.js';
import { consentRenewal } from './consent-renewal.js';
import { campaign, campaignTest } from './campaign.js';
import { civicEventNews } from './civic-event-news.js';
import { confirmations, importedConfirmation } from './confirmation.js';
import { deliverablePublished } from './deliverable-published.js';
import { digest } from './digest.js';
import { endpointNotices } from './endpoint-notices.js';
import { facilityNotices, incentiveBegan } from './facility-notices.js';
import { followedPetition } from './followed-petition.js';
import { petitionNotices } from './petition-notices.js';
import { recommendationProgressed } from './recommendation-progressed.js';
import { registrationNotices } from './registration-notices.js';
import { reportPublished } from './report-published.js';
import type { Template } from './template.js';

/** A test shows the template of another purpose. */
export type WrittenPurpose = Exclude<Purpose, typeof testPurpose>;

/** Every version of every template, the latest last. */
const templates: Record<WrittenPurpose, readonly [Template, ...Template[]]> = {
  confirmation: confirmations,
  'address-confirmation': [addressConfirmation],
  'consent-renewal': [consentRenewal],
  digest: [digest],
  'report-published': reportPublished,
  'deliverable-published': [deliverablePublished],
  'recommendation-progressed': recommendationProgressed,
  ...civicEventNews,
  'incentive-began': [incentiveBegan],
  campaign: [campaign],
  'followed-petition': [followedPetition],
  'campaign-test': [campaignTest],
  ...registrationNotices,
  ...petitionNotices,
  ...endpointNotices,
  ...facilityNotices,
  ...conversationNotices,
};

export const allTemplates: readonly Template[] = [...Object.values(templates).flat(), importedConfirmation];

/** The version that new messages are written with. */
export const latestTemplate = (purpose: WrittenPurpose): Template => {
  const versions = templates[purpose];
  return versions.at(-1) ?? versions[0];
};

/** The names of all templates, each once. */
export const templateNames: readonly string[] = [...new Set(allTemplates.map(({ name }) => name))];

/** The version by this name that new messages are written with. Throws where there is none. */
export function latestNamed(name: string): Template {
  const found = allTemplates.findLast((known) => known.name === name);
  if (!found) throw new Error(`There is no template ${name}.`);
  return found;
}

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
