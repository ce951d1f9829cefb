import type { LocalizedText } from '@ecou/contracts';
import type { TaxonomyEntry, TaxonomyName } from './taxonomy.events.js';

const list = (names: Readonly<Record<string, readonly [ro: string, en: string]>>): readonly TaxonomyEntry[] =>
  Object.entries(names).map(([id, [ro, en]]) => ({ id, name: { ro, en } satisfies LocalizedText, retired: false }));

/**
 * Version 1 of each taxonomy. Facts are recorded under it, so it stays as it is for ever: a municipality changes its lists over the
 * API, and gets a version 2.
 */
export const builtIn: Readonly<Record<TaxonomyName, readonly TaxonomyEntry[]>> = {
  'civic-event-kinds': list({
    consultation: ['Consultare', 'Consultation'],
    debate: ['Dezbatere', 'Debate'],
    'round-table': ['Masă rotundă', 'Round table'],
    'citizen-training': ['Formare pentru cetățeni', 'Training for citizens'],
    'staff-training': ['Formare pentru angajați', 'Training for staff'],
    'school-visit': ['Vizită în școală', 'School visit'],
    volunteering: ['Voluntariat', 'Volunteering'],
    'fund-raiser': ['Strângere de fonduri', 'Fund-raiser'],
    entertainment: ['Divertisment', 'Entertainment'],
    'information-stand': ['Stand de informare', 'Information stand'],
    webinar: ['Webinar', 'Webinar'],
  }),
  'attendance-categories': list({
    'ngo-member': ['Membri ai ONG-urilor', 'Members of NGOs'],
    'public-institution': ['Reprezentanți ai instituțiilor publice', 'Representatives of public institutions'],
    'project-team': ['Membri ai echipei de proiect', 'Members of the project team'],
    'social-partner': ['Parteneri sociali', 'Social partners'],
    university: ['Instituții de învățământ superior', 'Universities'],
    citizen: ['Cetățeni', 'Citizens'],
  }),
  'discussion-themes': list({
    accessibility: ['accesibilitate', 'accessibility'],
    'civic-education': ['educație civică', 'civic education'],
    'civic-involvement': ['implicare civică', 'civic involvement'],
    communication: ['comunicare', 'communication'],
    'digital-education': ['educație digitală', 'digital education'],
    'digital-services': ['servicii digitale', 'digital services'],
    dissemination: ['diseminare', 'dissemination'],
    elderly: ['vârstnici', 'elderly people'],
    'facilities-map': ['harta facilităților', 'facilities map'],
    feedback: ['feedback', 'feedback'],
    incentives: ['stimulente', 'incentives'],
    ngos: ['ONG-uri', 'NGOs'],
    payments: ['plăți', 'payments'],
    schools: ['școli', 'schools'],
    trust: ['încredere', 'trust'],
    volunteering: ['voluntariat', 'volunteering'],
    youth: ['tineri', 'young people'],
  }),
};
