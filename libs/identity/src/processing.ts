import type { LocalizedText } from '@ecou/contracts';
import { publicTask, setByMunicipality, type LegalBasis, type ProcessingActivity } from '@ecou/runtime/privacy';

/** Art. 6 (1) (c): requests of people about their data have to be answered. */
const dataProtectionLaw: LegalBasis = {
  article: 'Art. 6 (1) (c)',
  because: {
    ro: 'obligația legală de a răspunde cererilor privind datele (Regulamentul (UE) 2016/679, art. 12-22)',
    en: 'the legal obligation to answer requests about data (Regulation (EU) 2016/679, art. 12-22)',
  },
};

const limitation: LocalizedText = {
  ro: 'Codul civil, art. 2517: termenul general de prescripție de trei ani',
  en: 'Civil Code, art. 2517: the general limitation period of three years',
};

/** The processing activities of this context. */
export const processing: readonly ProcessingActivity[] = [
  {
    name: 'access',
    title: { ro: 'Accesul la platformă', en: 'Access to the platform' },
    purpose: {
      ro: 'a ști cine a făcut ce, și a opri accesul cui nu are drept',
      en: 'knowing who did what, and keeping out who has no right',
    },
    bases: [publicTask],
    people: { ro: 'personal; vizitatori, prin adresa lor de rețea', en: 'staff; visitors, by their network address' },
    data: [
      {
        what: { ro: 'numele unei chei de acces și rolurile ei', en: 'the name of an access key, and its roles' },
        fields: {},
      },
      {
        what: {
          ro: 'cine a făcut, a citit sau a fost refuzat, când și din ce rețea (jurnalul de audit)',
          en: 'who did, read or was refused what, when and from which network (the audit)',
        },
        fields: {},
      },
      {
        what: {
          ro: 'rezumatul cu cheie al adresei de rețea, pentru limite',
          en: 'a keyed hash of the network address, for limits',
        },
        fields: {},
      },
    ],
    recipients: { ro: 'administratori', en: 'administrators' },
    retention: setByMunicipality,
    safeguards: {
      ro: 'cheile se păstrează numai ca rezumate criptografice; jurnalele nu citează pe nimeni',
      en: 'keys are kept as digests only; logs quote nobody',
    },
  },
  {
    name: 'accounts',
    title: { ro: 'Conturile celor care se autentifică', en: 'Accounts of those who sign in' },
    purpose: {
      ro: 'a ști cine se autentifică, și cu ce roluri',
      en: 'knowing who signs in, and with which roles',
    },
    bases: [publicTask],
    people: { ro: 'personal', en: 'staff' },
    data: [
      {
        what: { ro: 'numele și adresa de e-mail', en: 'name and e-mail address' },
        fields: { person: ['name', 'email'] },
      },
      {
        what: {
          ro: 'cheile de acces (passkey): numele dat, identificatorul și cheia publică; nicio amprentă și niciun chip, care nu părăsesc dispozitivul',
          en: 'passkeys: the name they gave, the id and the public key; no fingerprint and no face, which never leave the device',
        },
        fields: { person: ['credential', 'publicKey'] },
      },
    ],
    recipients: { ro: 'administratori', en: 'administrators' },
    retention: setByMunicipality,
    period: {
      days: 1096,
      since: { ro: 'ziua în care accesul a fost oprit', en: 'the day on which access was ended' },
      source: limitation,
      things: { person: { by: ['PersonDisabled'], goesOnBy: ['PersonEnabled'] } },
    },
    safeguards: {
      ro: 'cine a făcut ceva rămâne în fapte cu un identificator, fără nume',
      en: 'who did something stays in facts by an id, without a name',
    },
  },
  {
    name: 'rights',
    title: { ro: 'Drepturile persoanelor asupra datelor lor', en: 'Rights of people over their data' },
    purpose: {
      ro: 'a răspunde cererilor persoanelor privind datele lor, și a dovedi ce s-a făcut',
      en: 'answering requests of people about their data, and proving what was done',
    },
    bases: [dataProtectionLaw],
    people: { ro: 'cine face o cerere', en: 'those who make a request' },
    data: [
      {
        what: { ro: 'numele și contactul', en: 'name and contact' },
        fields: { 'rights-request': ['name', 'contact'] },
      },
      {
        what: { ro: 'cererea, motivele și răspunsul', en: 'the request, reasons and the answer' },
        fields: { 'rights-request': ['words', 'reason', 'what', 'summary', 'reasons'] },
      },
      {
        what: { ro: 'motivul pentru care datele se păstrează', en: 'why data must be kept' },
        fields: { 'legal-holds': ['reason'] },
      },
    ],
    recipients: { ro: 'cine rezolvă cererea', en: 'those who handle the request' },
    retention: setByMunicipality,
    period: {
      days: 1096,
      since: {
        ro: 'ultimul fapt al cererii, după ce a primit răspuns sau a fost respinsă; al unei păstrări, ridicarea ei',
        en: 'the last fact of the request, once it was answered or refused; of a hold, its end',
      },
      source: limitation,
      things: {
        'rights-request': { by: ['RightsRequestAnswered', 'RightsRequestRefused'] },
        'legal-holds': { by: ['HoldLifted'], goesOnBy: ['HoldPlaced'], each: 'holdId' },
      },
    },
    safeguards: {
      ro: 'valorile sunt criptate cu o cheie a cererii; ștergerea o aprobă a doua persoană',
      en: 'values are encrypted with a key of the request; a second person approves an erasure',
    },
  },
];
