import type { LocalizedText } from '@ecou/contracts';

/** What categories of participants are called. Others can be used; their names are then read as they stand. */
const categories: Readonly<Record<string, LocalizedText>> = {
  'ngo-member': { ro: 'Membri ai ONG-urilor', en: 'Members of NGOs' },
  'public-institution': { ro: 'Reprezentanți ai instituțiilor publice', en: 'Representatives of public institutions' },
  'project-team': { ro: 'Membri ai echipei de proiect', en: 'Members of the project team' },
  'social-partner': { ro: 'Parteneri sociali', en: 'Social partners' },
  university: { ro: 'Instituții de învățământ superior', en: 'Universities' },
  citizen: { ro: 'Cetățeni', en: 'Citizens' },
};

/** What themes of discussion points are called. */
const themes: Readonly<Record<string, LocalizedText>> = {
  accessibility: { ro: 'accesibilitate', en: 'accessibility' },
  'civic-education': { ro: 'educație civică', en: 'civic education' },
  'civic-involvement': { ro: 'implicare civică', en: 'civic involvement' },
  communication: { ro: 'comunicare', en: 'communication' },
  'digital-education': { ro: 'educație digitală', en: 'digital education' },
  'digital-services': { ro: 'servicii digitale', en: 'digital services' },
  dissemination: { ro: 'diseminare', en: 'dissemination' },
  elderly: { ro: 'vârstnici', en: 'elderly people' },
  'facilities-map': { ro: 'harta facilităților', en: 'facilities map' },
  feedback: { ro: 'feedback', en: 'feedback' },
  incentives: { ro: 'stimulente', en: 'incentives' },
  ngos: { ro: 'ONG-uri', en: 'NGOs' },
  payments: { ro: 'plăți', en: 'payments' },
  schools: { ro: 'școli', en: 'schools' },
  trust: { ro: 'încredere', en: 'trust' },
  volunteering: { ro: 'voluntariat', en: 'volunteering' },
  youth: { ro: 'tineri', en: 'young people' },
};

const labelIn =
  (vocabulary: Readonly<Record<string, LocalizedText>>) =>
  (slug: string): LocalizedText =>
    vocabulary[slug] ?? { ro: slug.replaceAll('-', ' ') };

export const categoryLabel = labelIn(categories);
export const themeLabel = labelIn(themes);
