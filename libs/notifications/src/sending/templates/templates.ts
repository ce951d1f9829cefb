import type { Purpose } from '../message/message.events.js';
import { addressConfirmation } from './address-confirmation.js';
import { civicEventNews } from './civic-event-news.js';
import { confirmations } from './confirmation.js';
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
};

export const allTemplates: readonly Template[] = Object.values(templates).flat();

/** The version that new messages are written with. */
export const latestTemplate = (purpose: Purpose): Template => {
  const versions = templates[purpose];
  return versions.at(-1) ?? versions[0];
};

/** The version that a message was queued with. Throws where this build does not have it. */
export function templateOf(name: string, version: number): Template {
  const found = allTemplates.find((known) => known.name === name && known.version === version);
  if (!found) throw new Error(`There is no version ${version} of the template ${name}.`);
  return found;
}
