import type { LocalizedText } from './types.js';

/** A word that can be chosen, as facts name it and as people read it. */
export interface Term {
  readonly id: string;
  readonly name: LocalizedText;
}

/**
 * Names of the words that Ecou brings along, by the list that they stand in. Of `civic-event-kinds`, `attendance-categories` and
 * `discussion-themes` this is version 1: facts are recorded under it, so it stays as it is for ever; a municipality changes these lists
 * over the API, and `taxonomy-changed` tells the versions from 2 on. The other lists are the same everywhere.
 */
export const termNames = {
  'civic-event-kinds': {
    consultation: { ro: 'Consultare', en: 'Consultation' },
    debate: { ro: 'Dezbatere', en: 'Debate' },
    'round-table': { ro: 'Masă rotundă', en: 'Round table' },
    'citizen-training': { ro: 'Formare pentru cetățeni', en: 'Training for citizens' },
    'staff-training': { ro: 'Formare pentru angajați', en: 'Training for staff' },
    'school-visit': { ro: 'Vizită în școală', en: 'School visit' },
    volunteering: { ro: 'Voluntariat', en: 'Volunteering' },
    'fund-raiser': { ro: 'Strângere de fonduri', en: 'Fund-raiser' },
    entertainment: { ro: 'Divertisment', en: 'Entertainment' },
    'information-stand': { ro: 'Stand de informare', en: 'Information stand' },
    webinar: { ro: 'Webinar', en: 'Webinar' },
  },
  'attendance-categories': {
    'ngo-member': { ro: 'Membri ai ONG-urilor', en: 'Members of NGOs' },
    'public-institution': {
      ro: 'Reprezentanți ai instituțiilor publice',
      en: 'Representatives of public institutions',
    },
    'project-team': { ro: 'Membri ai echipei de proiect', en: 'Members of the project team' },
    'social-partner': { ro: 'Parteneri sociali', en: 'Social partners' },
    university: { ro: 'Instituții de învățământ superior', en: 'Universities' },
    citizen: { ro: 'Cetățeni', en: 'Citizens' },
  },
  'discussion-themes': {
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
  },
  'discussion-point-kinds': {
    'discussion-point': { ro: 'Punct de discuție', en: 'Discussion point' },
    recommendation: { ro: 'Recomandare', en: 'Recommendation' },
    suggestion: { ro: 'Sugestie', en: 'Suggestion' },
    observation: { ro: 'Observație', en: 'Observation' },
  },
  'recommendation-statuses': {
    recorded: { ro: 'consemnată', en: 'recorded' },
    'under-review': { ro: 'în analiză', en: 'under review' },
    accepted: { ro: 'acceptată', en: 'accepted' },
    declined: { ro: 'respinsă', en: 'declined' },
    'in-progress': { ro: 'în lucru', en: 'in progress' },
    done: { ro: 'realizată', en: 'done' },
  },
  'dissemination-channels': {
    posters: { ro: 'Afișe', en: 'Posters' },
    leaflets: { ro: 'Pliante', en: 'Leaflets' },
    banners: { ro: 'Bannere', en: 'Banners' },
    radio: { ro: 'Radio', en: 'Radio' },
    tv: { ro: 'Televiziune', en: 'Television' },
    press: { ro: 'Presă', en: 'Press' },
    'transport-screens': { ro: 'Ecrane din transportul public', en: 'Screens in public transport' },
    'transport-videos': { ro: 'Clipuri din transportul public', en: 'Videos in public transport' },
    shops: { ro: 'Magazine', en: 'Shops' },
    'owners-associations': { ro: 'Asociații de proprietari', en: 'Owners’ associations' },
    'neighbourhood-groups': { ro: 'Grupuri de cartier', en: 'Neighbourhood groups' },
    'youth-associations': { ro: 'Asociații de elevi și studenți', en: 'Associations of pupils and students' },
    schools: { ro: 'Școli', en: 'Schools' },
    events: { ro: 'Evenimente', en: 'Events' },
    'social-networks': { ro: 'Rețele sociale', en: 'Social networks' },
    'messaging-groups': { ro: 'Grupuri de mesagerie', en: 'Groups of messaging apps' },
    'other-websites': { ro: 'Alte pagini de internet', en: 'Other websites' },
    other: { ro: 'Alt canal', en: 'Another channel' },
  },
  'dissemination-statuses': {
    suggested: { ro: 'propusă', en: 'suggested' },
    planned: { ro: 'planificată', en: 'planned' },
    done: { ro: 'realizată', en: 'done' },
    cancelled: { ro: 'anulată', en: 'cancelled' },
  },
  'audience-segments': {
    general: { ro: 'Publicul larg', en: 'Everybody' },
    elderly: { ro: 'Vârstnici', en: 'Elderly people' },
    pensioners: { ro: 'Pensionari', en: 'Pensioners' },
    pupils: { ro: 'Elevi', en: 'Pupils' },
    students: { ro: 'Studenți', en: 'Students' },
    'vulnerable-communities': { ro: 'Comunități vulnerabile', en: 'Vulnerable communities' },
    ngos: { ro: 'ONG-uri', en: 'NGOs' },
    'owners-associations': { ro: 'Asociații de proprietari', en: 'Owners’ associations' },
  },
  'petition-kinds': {
    request: { ro: 'cerere', en: 'request' },
    complaint: { ro: 'reclamație', en: 'complaint' },
    report: { ro: 'sesizare', en: 'report' },
    suggestion: { ro: 'propunere', en: 'suggestion' },
    notice: { ro: 'semnalare care nu este petiție', en: 'notice' },
  },
  'petition-channels': {
    web: { ro: 'pagina de internet', en: 'web' },
    phone: { ro: 'telefon', en: 'telephone' },
    paper: { ro: 'hârtie', en: 'paper' },
    email: { ro: 'e-mail', en: 'e-mail' },
    sms: { ro: 'SMS', en: 'SMS' },
    telegram: { ro: 'Telegram', en: 'Telegram' },
    whatsapp: { ro: 'WhatsApp', en: 'WhatsApp' },
    open311: { ro: 'Open311', en: 'Open311' },
    authority: { ro: 'altă autoritate', en: 'another authority' },
  },
} satisfies Readonly<Record<string, Readonly<Record<string, LocalizedText>>>>;

/** The same as lists, in the order in which people are shown them. */
export const builtInTerms = Object.fromEntries(
  Object.entries(termNames).map(([list, names]) => [list, Object.entries(names).map(([id, name]) => ({ id, name }))]),
) as unknown as Readonly<Record<keyof typeof termNames, readonly Term[]>>;
