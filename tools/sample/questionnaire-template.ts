import type { Api } from './api.ts';
import { items } from './facts/questionnaire.ts';
import { sampleId } from './ids.ts';

/** Subjects of the further suggestions in the reports. */
const themes = [
  { id: 'social-media', label: { ro: 'Rețele sociale', en: 'Social media' } },
  { id: 'schools', label: { ro: 'Elevi și școli', en: 'Pupils and schools' } },
  { id: 'guides', label: { ro: 'Ghiduri', en: 'Guides' } },
  { id: 'radio-and-television', label: { ro: 'Radio și televiziune', en: 'Radio and television' } },
  { id: 'neighbourhood-groups', label: { ro: 'Grupuri de cartier', en: 'Neighbourhood groups' } },
  { id: 'links', label: { ro: 'Legături utile', en: 'Useful links' } },
  { id: 'shops', label: { ro: 'Lanțuri de magazine', en: 'Chains of shops' } },
  { id: 'training', label: { ro: 'Sesiuni de formare', en: 'Training sessions' } },
  { id: 'banners', label: { ro: 'Bannere', en: 'Banners' } },
];

export const templateId = sampleId('questionnaire-template', 'session-feedback');

/** The form that the three sessions used, as far as their reports tell of it, to draft the next ones from. */
export const loadTemplate = (api: Api): Promise<unknown> =>
  api.post('/feedback/v1/questionnaire-templates', {
    id: templateId,
    title: {
      ro: 'Chestionar de feedback al unei sesiuni de consultare',
      en: 'Feedback form of a consultation session',
    },
    languages: ['ro', 'en'],
    items,
    themes,
    consentText: {
      ro: 'Sunt de acord ca primăria să îmi scrie la această adresă despre rezultatele proiectului.',
      en: 'I agree that the city hall writes to this address about the results of the project.',
    },
  });
