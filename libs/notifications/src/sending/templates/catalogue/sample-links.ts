import type { Language } from '@ecou/contracts';
import type { Links } from '../../../subscribers/links/links.js';
import type { MessageLinks } from '../template.js';

/** Nobody and nothing has it. */
export const sampleId = '00000000-0000-4000-8000-000000000000';

const topics: Readonly<Record<Language, readonly string[]>> = {
  ro: ['Evenimentul „Dezbatere sintetică”'],
  en: ['The event “Synthetic debate”'],
};

/** Links that look like those of a message, and act for nobody: what a link opens by itself belongs to nobody. */
export const sampleLinks = (links: Links, language: Language): MessageLinks => ({
  confirm: links.confirm(sampleId, 1),
  confirmAddress: links.address(sampleId, 1),
  renewConsent: links.renewal(sampleId, 1),
  preferences: links.preferences(sampleId),
  unsubscribe: links.unsubscribe(sampleId),
  topics: topics[language],
  registration: () => links.registration(sampleId),
  confirmRegistration: () => links.confirmRegistration(sampleId),
  invitation: () => links.invitation(sampleId),
  doorCode: () => links.doorCode(sampleId),
  petition: () => links.petition({ number: '2031-000001', id: sampleId, contact: 'ana@example.org' }),
  petitionStatus: links.petitionStatus.bind(links),
  petitionForm: links.petitionForm.bind(links),
  report: links.report.bind(links),
  recommendation: links.recommendation.bind(links),
  civicEvent: links.civicEvent.bind(links),
  endpoint: links.endpoint.bind(links),
  facility: links.facility.bind(links),
});
