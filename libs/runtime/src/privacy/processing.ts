import type { LocalizedText } from '@ecou/contracts';

/** A ground on which personal data may be processed. */
export interface LegalBasis {
  /** Article of Regulation (EU) 2016/679: `Art. 6 (1) (c)`. */
  readonly article: string;
  /** The ground in words, with the law that asks for it where one does. */
  readonly because: LocalizedText;
}

/** A category of data, and where they stand. */
export interface PersonalData {
  readonly what: LocalizedText;
  /**
   * Paths of personal fields, by the category of an aggregate (`petition`) or the type of an internal contract: `petitioner.name`; `[]` is any
   * element, `{}` any value by name. Empty for what stands in no event and no contract.
   */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** A fact of a thing, with the data of its event. */
export interface FactOfThing {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The end of a thing of a category of aggregates. */
export interface ThingsEnd {
  /** Types of events with which it ends; `any`: with each of its facts, until the next; or what its facts say, in their order. */
  readonly by: readonly string[] | 'any' | ((facts: readonly FactOfThing[]) => boolean);
  /** Types of events with which it goes on after that. */
  readonly goesOnBy?: readonly string[];
  /** Where one stream holds many things: the field with the id of the one that a fact is about, which is that of the person. */
  readonly each?: string;
  /** Another thing that must have ended, too: its category, and the field of the first event with its id; `null`: it has the same id. */
  readonly with?: { readonly category: string; readonly field: string | null };
}

/** A period after which a program can remove the values of a person by itself. */
export interface RetentionPeriod {
  /** A proposal: nothing is removed before the municipality sets a rule of its own. */
  readonly days: number;
  /** The fact that it is counted from. The last fact of a thing that has ended counts, whatever it is. */
  readonly since: LocalizedText;
  /** The law that says something about the period; `null`: none that the program knows. */
  readonly source: LocalizedText | null;
  /** By category of aggregate. */
  readonly things: Readonly<Record<string, ThingsEnd>>;
}

/** Law 16/1996: each creator of documents says in its nomenclature how long they are kept. */
export const archivesLaw: LocalizedText = {
  ro: 'Legea Arhivelor Naționale nr. 16/1996, art. 8: termenele de păstrare le stabilește nomenclatorul arhivistic al instituției',
  en: "National Archives Act 16/1996, art. 8: the institution's archival nomenclature sets the periods",
};

/** A processing activity as Art. 30 GDPR has it in the register, and Art. 13 in a notice. The municipality is the controller. */
export interface ProcessingActivity {
  /** Unique among all contexts. */
  readonly name: string;
  readonly title: LocalizedText;
  readonly purpose: LocalizedText;
  readonly bases: readonly LegalBasis[];
  readonly people: LocalizedText;
  readonly data: readonly PersonalData[];
  readonly recipients: LocalizedText;
  /** The permission by which staff read them: `petitions:read`. */
  readonly readBy?: string;
  readonly retention: LocalizedText;
  /** Absent: nothing ends by itself, and no rule can be set. */
  readonly period?: RetentionPeriod;
  /** Technical and organisational measures beyond those of all activities. */
  readonly safeguards: LocalizedText;
}

/** Art. 6 (1) (a): the people agreed, and may take that back (Art. 7 (3)). */
export const consent: LegalBasis = {
  article: 'Art. 6 (1) (a)',
  because: {
    ro: 'consimțământul dumneavoastră, pe care îl puteți retrage oricând, fără efect asupra a ceea ce s-a făcut până atunci',
    en: 'your consent, which you may withdraw at any time, without effect on what was done before',
  },
};

/** Art. 6 (1) (c): petitions have to be registered, solved and answered. */
export const petitionsAct: LegalBasis = {
  article: 'Art. 6 (1) (c)',
  because: {
    ro: 'obligația legală de a înregistra, soluționa și răspunde la petiții (Ordonanța Guvernului nr. 27/2002)',
    en: 'the legal obligation to register, solve and answer petitions (Government Ordinance 27/2002)',
  },
};

/** Art. 6 (1) (e): a task in the public interest. */
export const publicTask: LegalBasis = {
  article: 'Art. 6 (1) (e)',
  because: {
    ro: 'îndeplinirea unei sarcini de interes public a administrației locale',
    en: 'a task of the local administration in the public interest',
  },
};

/** The period that nothing in the program fixes. */
export const setByMunicipality: LocalizedText = {
  ro: 'până la termenul pe care îl stabilește instituția; fără un termen stabilit, datele se păstrează',
  en: 'until the period ends that the institution sets; without one, the data are kept',
};
