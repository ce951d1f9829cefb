import type { LocalizedText } from '@ecou/contracts';
import { figureIds, type FigureId } from './figures.js';

export const sections = ['came-in', 'outcome', 'time', 'end'] as const;
export type Section = (typeof sections)[number];

interface Definition {
  readonly section: Section;
  readonly unit: 'petitions' | 'days';
  readonly name: Required<LocalizedText>;
  readonly definition: Required<LocalizedText>;
}

const figure = (
  section: Section,
  [ro, en]: readonly [string, string],
  [definitionRo, definitionEn]: readonly [string, string],
  unit: Definition['unit'] = 'petitions',
): Definition => ({ section, unit, name: { ro, en }, definition: { ro: definitionRo, en: definitionEn } });

/** Definitions of the figures. Articles are those of Government Ordinance 27/2002; days begin and end in Europe/Bucharest. */
export const definitions: Readonly<Record<FigureId, Definition>> = {
  'carried-over': figure(
    'came-in',
    ['Preluate din perioada anterioară', 'Carried over'],
    [
      'Petiții înregistrate înainte de semestru, care așteptau un răspuns la începutul lui.',
      'Petitions registered before the half-year for which an answer was awaited when it began.',
    ],
  ),
  registered: figure(
    'came-in',
    ['Înregistrate', 'Registered'],
    [
      'Petiții cu ziua înregistrării în semestru, inclusiv cele preluate dintr-un registru anterior, cu ziua de acolo.',
      'Petitions whose day of registration lies in the half-year; those taken over from an earlier register count by their day there.',
    ],
  ),
  'from-authorities': figure(
    'came-in',
    ['din care: primite de la alte autorități', 'of these: sent by other authorities'],
    [
      'Petiții înregistrate în semestru, trimise de o autoritate sesizată greșit (art. 6¹).',
      'Petitions registered in the half-year that another authority, to which they were sent by mistake, has sent on (art. 6¹).',
    ],
  ),
  reopened: figure(
    'came-in',
    ['Redeschise', 'Reopened'],
    [
      'Redeschideri din semestru ale unor petiții la care se răspunsese și reveniri de la autoritatea căreia i-au fost trimise; fiecare se numără.',
      'Reopenings, in the half-year, of petitions that were answered, and returns from the authority that they were sent to; each counts.',
    ],
  ),
  notices: figure(
    'came-in',
    ['Sesizări care nu sunt petiții', 'Notices'],
    [
      'Înregistrate în semestru, anonime (art. 7) sau spuse la telefon, deci nu în scris (art. 2), și cu numele celui care a sunat; nu intră în niciun alt indicator.',
      'Registered in the half-year: anonymous (art. 7), or told by telephone, and so not in writing (art. 2), with the name of the caller or without; they are in no other figure.',
    ],
  ),
  answered: figure(
    'outcome',
    ['Soluționate', 'Answered'],
    [
      'Răspunsuri date în semestru care nu resping petiția. O petiție redeschisă se numără la fiecare răspuns.',
      'Answers given in the half-year that do not decline. A petition that was reopened counts with each answer.',
    ],
  ),
  declined: figure(
    'outcome',
    ['Respinse motivat', 'Declined, with reasons'],
    ['Răspunsuri date în semestru care resping petiția.', 'Answers given in the half-year that decline.'],
  ),
  'answered-together': figure(
    'outcome',
    ['din care: conexate', 'of these: answered with another'],
    [
      'Din soluționate și respinse: la care s-a răspuns odată cu petiția la care fuseseră conexate (art. 10 alin. 1).',
      'Of those answered or declined: with the answer to the petition that they were joined to (art. 10 (1)).',
    ],
  ),
  forwarded: figure(
    'outcome',
    ['Trimise autorității competente', 'Sent to the competent authority'],
    ['Trimise în semestru (art. 6¹).', 'Sent on in the half-year (art. 6¹).'],
  ),
  'forwarded-in-time': figure(
    'outcome',
    ['din care: în termenul de 5 zile', 'of these: within 5 days'],
    [
      'Trimise până în ultima zi a termenului legal de 5 zile de la înregistrare (art. 6¹).',
      'Sent on up to the last day of the 5 that the law gives from the registration (art. 6¹).',
    ],
  ),
  filed: figure(
    'outcome',
    ['Clasate', 'Filed'],
    [
      'Clasate în semestru fără răspuns: fără date de identificare (art. 7) sau repetate (art. 10 alin. 2).',
      'Filed in the half-year without an answer: nobody can be told to have sent them (art. 7), or they repeat (art. 10 (2)).',
    ],
  ),
  repeats: figure(
    'outcome',
    ['din care: repetate', 'of these: repeats'],
    [
      'Clasate fiindcă la aceeași petiție se răspunsese (art. 10 alin. 2).',
      'Filed since the same petition was answered before (art. 10 (2)).',
    ],
  ),
  withdrawn: figure(
    'outcome',
    ['Retrase', 'Taken back'],
    ['Retrase de petiționar în semestru.', 'Taken back by the petitioner in the half-year.'],
  ),
  'in-time': figure(
    'time',
    ['Răspunsuri în termen', 'Answers in time'],
    [
      'Din soluționate și respinse: până în ultima zi legală (art. 8 și 9).',
      'Of those answered or declined: up to the last day by law (art. 8 and 9).',
    ],
  ),
  late: figure(
    'time',
    ['Răspunsuri cu termen depășit', 'Answers out of time'],
    [
      'Din soluționate și respinse: după ultima zi legală (art. 8 și 9).',
      'Of those answered or declined: after the last day by law (art. 8 and 9).',
    ],
  ),
  'on-target': figure(
    'time',
    ['Răspunsuri la data planificată', 'Answers on target'],
    [
      'Din soluționate și respinse: până la data planificată, care este mai strictă decât cea legală.',
      'Of those answered or declined: up to the target date, which is stricter than the legal one.',
    ],
  ),
  extended: figure(
    'time',
    ['Termene prelungite', 'Deadlines extended'],
    ['Prelungiri hotărâte în semestru (art. 9).', 'Extensions decided in the half-year (art. 9).'],
  ),
  missed: figure(
    'time',
    ['Termene legale depășite', 'Legal dates missed'],
    [
      'Petiții a căror ultimă zi legală a trecut în semestru fără răspuns, oricând s-ar fi răspuns după aceea.',
      'Petitions whose last day by law passed in the half-year without an answer, whenever that came.',
    ],
  ),
  'mean-days': figure(
    'time',
    ['Durata medie', 'Mean duration'],
    [
      'Zile calendaristice de la înregistrare (sau redeschidere) la răspuns, media celor soluționate și respinse.',
      'Calendar days from the registration (or reopening) to the answer; the mean of those answered or declined.',
    ],
    'days',
  ),
  'median-days': figure(
    'time',
    ['Durata mediană', 'Median duration'],
    [
      'La fel; jumătate din răspunsuri au venit în cel mult atâtea zile.',
      'The same; half of the answers took no more days.',
    ],
    'days',
  ),
  running: figure(
    'end',
    ['În lucru la sfârșit', 'Running at the end'],
    [
      'Petiții care așteptau un răspuns la sfârșitul semestrului (sau acum, dacă nu s-a încheiat).',
      'Petitions for which an answer was awaited at the end of the half-year (or is now, where it is not over).',
    ],
  ),
  'running-overdue': figure(
    'end',
    ['din care: cu termenul legal depășit', 'of these: out of time'],
    ['A căror ultimă zi legală trecuse.', 'Whose last day by law was over.'],
  ),
};

/** The figures of a section, in the order of the report. */
export const figuresIn = (section: Section): FigureId[] =>
  (Object.keys(definitions) as FigureId[]).filter((id) => definitions[id].section === section);

/** All figures, section by section. */
export const inOrder: readonly FigureId[] = sections.flatMap(figuresIn);
if (inOrder.length !== figureIds.length) throw new Error('Each figure stands in one section.');
