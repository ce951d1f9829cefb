import type { LocalizedText } from '@ecou/contracts';

interface Feedback {
  /** Names it in the sample. */
  readonly name: string;
  /** Of the facility, as in the map's facts. */
  readonly facility: string;
  readonly grade: number;
  readonly comment?: string;
  /** The reason for which staff hid the comment, where they did. */
  readonly hidden?: LocalizedText;
}

/** Synthetic: nobody said any of it. */
export const feedback: readonly Feedback[] = [
  { name: 'taxes-1', facility: 'local-taxes', grade: 5, comment: 'Comentariu sintetic: am plătit în două minute.' },
  { name: 'taxes-2', facility: 'local-taxes', grade: 3, comment: 'Comentariu sintetic: nu am găsit chitanța.' },
  { name: 'taxes-3', facility: 'local-taxes', grade: 4 },
  { name: 'parking-1', facility: 'parking', grade: 4, comment: 'Comentariu sintetic: lipsește varianta în engleză.' },
  {
    name: 'parking-2',
    facility: 'parking',
    grade: 1,
    comment: 'Comentariu sintetic: domnul Exemplu de la ghișeu e de vină.',
    hidden: { ro: 'Sintetic: numește o persoană.', en: 'Synthetic: names a person.' },
  },
];
