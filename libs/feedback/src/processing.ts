import {
  archivesLaw,
  consent,
  petitionsAct,
  publicTask,
  setByMunicipality,
  type FactOfThing,
  type ProcessingActivity,
  type ThingsEnd,
} from '@ecou/runtime/privacy';

const petitionMessages = 'ecou.feedback.petition-update-contact.v1';
const petitionStaff = {
  ro: 'personalul autorizat al departamentului competent; autoritatea căreia i se trimite petiția; furnizorul care transmite mesajele',
  en: 'authorised staff of the department in charge; the authority that a petition is forwarded to; the provider that carries messages',
};

const petitionsEnd: ThingsEnd = {
  by: ['PetitionAnswered', 'PetitionDeclined', 'PetitionForwarded', 'PetitionClosed'],
  goesOnBy: ['PetitionReturned', 'PetitionReopened', 'PetitionSeparated'],
};

/** True once an officer takes no petitions any more. */
const hasLeft = (facts: readonly FactOfThing[]): boolean => facts.at(-1)?.data['active'] === false;

/** The processing activities of this context. */
export const processing: readonly ProcessingActivity[] = [
  {
    name: 'petitions',
    title: { ro: 'Petiții', en: 'Petitions' },
    purpose: {
      ro: 'înregistrarea, soluționarea și comunicarea răspunsului la petiții',
      en: 'registering and solving petitions, and communicating the answer',
    },
    bases: [petitionsAct],
    people: { ro: 'petiționari și persoanele despre care scriu', en: 'petitioners, and people whom they write about' },
    data: [
      {
        what: { ro: 'numele', en: 'name' },
        fields: {
          petition: ['petitioner.name', 'subject.recipient.name', 'salutation'],
          [petitionMessages]: ['name', 'salutation'],
        },
      },
      {
        what: {
          ro: 'adresa de e-mail, telefonul, adresa poștală',
          en: 'e-mail address, telephone number, postal address',
        },
        fields: {
          petition: ['petitioner.contact', 'petitioner.address', 'subject.recipient.contact', 'phone'],
          [petitionMessages]: ['contact'],
          'ecou.feedback.petition-step-contact.v1': ['promised.contact'],
        },
      },
      {
        what: {
          ro: 'textul petiției, al mesajelor, al răspunsului, scrisoarea',
          en: 'text of the petition, of messages, of the answer; the letter',
        },
        fields: { petition: ['text', 'letter'], [petitionMessages]: ['text', 'letter'] },
      },
      {
        what: { ro: 'locul despre care este vorba', en: 'the place that it is about' },
        fields: { petition: ['place'] },
      },
      {
        what: { ro: 'fișierele atașate și numele lor', en: 'attached files, and their names' },
        fields: { petition: ['attachments[].name'] },
      },
      {
        what: {
          ro: 'motive și note ale personalului, aprecierea petiționarului',
          en: 'reasons and notes of staff, the opinion of the petitioner',
        },
        fields: { petition: ['reason', 'note', 'comment', 'takenOver.extension.reason'] },
      },
    ],
    recipients: petitionStaff,
    readBy: 'petitions:handle',
    retention: setByMunicipality,
    period: {
      days: 1826,
      since: {
        ro: 'ultimul fapt al petiției, după ce a primit răspuns, a fost trimisă altei autorități sau clasată',
        en: 'the last fact of the petition, once it was answered, forwarded or closed',
      },
      source: archivesLaw,
      things: { petition: petitionsEnd },
    },
    safeguards: {
      ro: 'starea se vede numai cu numărul și codul; pozele își pierd locul și aparatul; o petiție poate cuprinde categorii speciale de date, dacă petiționarul le scrie: accesul este pe departamente',
      en: 'the status is shown by number and code only; pictures lose place and device; a petition may hold special categories of data where the petitioner writes them: access is by department',
    },
  },
  {
    name: 'petition-followers',
    title: { ro: 'Urmărirea unei petiții', en: 'Following a petition' },
    purpose: { ro: 'anunțarea pașilor unei petiții', en: 'telling of the steps of a petition' },
    bases: [consent],
    people: {
      ro: 'cine are codul petiției și cere să fie anunțat',
      en: 'whoever has the code of a petition, and asks to be told',
    },
    data: [
      {
        what: { ro: 'adresa de e-mail', en: 'e-mail address' },
        fields: { following: ['address'], 'ecou.feedback.petition-following-asked.v1': ['address'] },
      },
    ],
    recipients: petitionStaff,
    readBy: 'petitions:handle',
    retention: { ro: 'până la retragerea consimțământului', en: 'until consent is withdrawn' },
    period: {
      days: 365,
      since: { ro: 'sfârșitul petiției urmărite', en: 'the end of the petition that is followed' },
      source: null,
      things: { following: { by: 'any', with: { category: 'petition', field: 'petitionId' } }, petition: petitionsEnd },
    },
    safeguards: { ro: 'mesajele nu conțin textul petiției', en: 'messages hold no word of the petition' },
  },
  {
    name: 'open311-reports',
    title: { ro: 'Sesizări din alte aplicații (Open311)', en: 'Reports from other apps (Open311)' },
    purpose: { ro: 'primirea sesizărilor trimise prin alte aplicații', en: 'taking reports that other apps send' },
    bases: [petitionsAct],
    people: { ro: 'persoane care fac sesizări', en: 'people who report something' },
    data: [
      {
        what: {
          ro: 'numele, adresa, telefonul, textul și locul, cum le trimite aplicația',
          en: 'name, address, telephone number, text and place, as the app sends them',
        },
        fields: { 'service-request': ['details'] },
      },
    ],
    recipients: petitionStaff,
    readBy: 'petitions:handle',
    retention: setByMunicipality,
    period: {
      days: 1826,
      since: { ro: 'sfârșitul petiției care a rezultat', en: 'the end of the petition that it became' },
      source: archivesLaw,
      things: { 'service-request': { by: 'any', with: { category: 'petition', field: null } }, petition: petitionsEnd },
    },
    safeguards: {
      ro: 'public se văd starea, momentele, serviciul și departamentul; cuvintele, numai dacă serviciul sau personalul le dezvăluie',
      en: 'state, times, service and department are public; the words only where the service or staff disclose them',
    },
  },
  {
    name: 'questionnaires',
    title: { ro: 'Chestionare', en: 'Questionnaires' },
    purpose: {
      ro: 'aflarea părerii locuitorilor și publicarea rezultatelor',
      en: 'learning what residents think, and publishing the results',
    },
    bases: [publicTask],
    people: { ro: 'cine răspunde', en: 'whoever answers' },
    data: [
      {
        what: { ro: 'răspunsurile în cuvinte proprii', en: 'answers in own words' },
        fields: { response: ['answers[].other', 'answers[].text'] },
      },
    ],
    recipients: {
      ro: 'personalul autorizat; publicul, numai cifre și texte alese',
      en: 'authorised staff; the public: figures, and texts that were chosen',
    },
    readBy: 'surveys:write',
    retention: setByMunicipality,
    period: {
      days: 1826,
      since: { ro: 'închiderea chestionarului', en: 'the close of the questionnaire' },
      source: archivesLaw,
      things: {
        response: { by: 'any', with: { category: 'questionnaire', field: 'questionnaireId' } },
        questionnaire: { by: ['QuestionnaireClosed'] },
      },
    },
    safeguards: {
      ro: 'grupurile mici nu se publică; la vot, răspunsul nu poate fi legat de cine l-a dat',
      en: 'small groups are withheld; an answer by ballot cannot be joined to who gave it',
    },
  },
  {
    name: 'updates',
    title: { ro: 'Vești după un chestionar', en: 'News after a questionnaire' },
    purpose: { ro: 'anunțarea a ceea ce s-a făcut cu rezultatele', en: 'telling what became of the results' },
    bases: [consent],
    people: { ro: 'cine cere vești', en: 'whoever asks for news' },
    data: [
      {
        what: { ro: 'adresa de e-mail', en: 'e-mail address' },
        fields: { 'updates-request': ['address'], 'ecou.feedback.updates-requested-contact.v1': ['address'] },
      },
    ],
    recipients: { ro: 'furnizorul care transmite mesajele', en: 'the provider that carries messages' },
    retention: { ro: 'până la retragerea consimțământului', en: 'until consent is withdrawn' },
    period: {
      days: 365,
      since: {
        ro: 'cererea; abonarea care a urmat are termenul ei',
        en: 'the request; the subscription that followed has a period of its own',
      },
      source: null,
      things: { 'updates-request': { by: 'any' } },
    },
    safeguards: { ro: 'dorința stă separat de răspuns', en: 'the wish stands apart from the answer' },
  },
  {
    name: 'facility-feedback',
    title: { ro: 'Păreri despre facilități', en: 'Feedback on facilities' },
    purpose: { ro: 'îmbunătățirea facilităților digitale', en: 'making digital facilities better' },
    bases: [publicTask],
    people: { ro: 'vizitatori, fără nume', en: 'visitors, without a name' },
    data: [{ what: { ro: 'comentariul', en: 'comment' }, fields: { 'facility-feedback': ['comment'] } }],
    recipients: { ro: 'personalul; publicul', en: 'staff; the public' },
    retention: setByMunicipality,
    period: {
      days: 1096,
      since: { ro: 'ultimul fapt al părerii', en: 'the last fact of the feedback' },
      source: null,
      things: { 'facility-feedback': { by: 'any' } },
    },
    safeguards: {
      ro: 'un comentariu poate fi ascuns, cu un motiv public',
      en: 'a comment can be hidden, with a public reason',
    },
  },
  {
    name: 'officers',
    title: { ro: 'Registrul persoanelor care lucrează cu petiții', en: 'Directory of officers' },
    purpose: {
      ro: 'repartizarea petițiilor și semnarea răspunsurilor',
      en: 'assigning petitions, and signing answers',
    },
    bases: [publicTask],
    people: { ro: 'personal', en: 'staff' },
    data: [
      {
        what: { ro: 'numele și telefonul de serviciu', en: 'name and telephone number at work' },
        fields: { directory: ['name', 'phone'] },
      },
    ],
    recipients: { ro: 'personalul; petiționarul, pe răspuns', en: 'staff; the petitioner, on the answer' },
    retention: setByMunicipality,
    period: {
      days: 3653,
      since: {
        ro: 'ziua de la care persoana nu mai lucrează cu petiții; scrisorile trimise rămân semnate',
        en: 'the day from which they handle no petitions any more; letters that were sent stay signed',
      },
      source: archivesLaw,
      things: { directory: { by: hasLeft, each: 'officerId' } },
    },
    safeguards: { ro: 'nu apare în mesajele publice', en: 'not in public messages' },
  },
];

/** Those with these names, for the notice of a form. */
export const activitiesNamed = (...names: readonly string[]): readonly ProcessingActivity[] =>
  processing.filter(({ name }) => names.includes(name));
