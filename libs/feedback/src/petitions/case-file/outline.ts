import { inLanguage, type Language } from '@ecou/contracts';
import { dateOf, momentOf } from '../calendar/as-read.js';
import { petitionRules, type PetitionRules } from '../directory/petition-rules.js';
import { channelNames, kindNames } from '../half-year/words.js';
import { answers } from './answers.js';
import {
  attached,
  facts,
  faint,
  orErased,
  part,
  remark,
  section,
  sectionOf,
  written,
  type Block,
  type Telling,
} from './blocks.js';
import type { CaseFile } from './case-file.js';
import { course } from './course.js';
import { actorIn, departmentIn, detailOf, nameOf, officerIn } from './details.js';
import { documentsOf } from './documents.js';
import { ruleNames } from './rules.js';
import { words, type Words } from './words.js';

function registration({ file, lang, say }: Telling): Block[] {
  const { state, names } = file;
  const { content, sentBy, officer, round } = state;
  const { about } = content;
  return [
    section(say.registration),
    ...facts(
      [say.number, state.number],
      [say.kind, inLanguage(kindNames[content.kind], lang)],
      [say.category, inLanguage(names.category, lang)],
      [say.channel, inLanguage(channelNames[content.channel], lang)],
      [say.received, dateOf(state.receivedOn, lang)],
      [say.registered, momentOf(state.registeredAt, lang)],
      [say.takenOver, state.takenOver ? say.takenOverText : null],
      [say.sentBy, sentBy && sentBy.name],
      [say.sentByNumber, sentBy && sentBy.number],
      [say.sentByDate, sentBy?.registeredOn ? dateOf(sentBy.registeredOn, lang) : null],
      [say.facility, about.facilityId],
      [say.civicEvent, about.civicEventId],
      [say.status, say.statuses[state.status]],
      [say.round, say.examination(round)],
      [say.department, departmentIn(file, state.department, lang)],
      [say.officer, officer === null ? say.nobody : officerIn(file, officer, lang)],
      [say.language, say.languages[content.language]],
    ),
  ];
}

/** Where the last day by law stands: by law, and not by the target date. */
function legalStateOf({ deadlineState, legallyMissed }: CaseFile): keyof Words['legalStates'] {
  if (legallyMissed) return 'missed';
  if (deadlineState === 'met') return 'met';
  return deadlineState === 'none' ? 'none' : 'running';
}

const ruleKeys = Object.keys(petitionRules.shape) as (keyof PetitionRules)[];

function deadlines({ file, lang, say }: Telling): Block[] {
  const { deadline, rules } = file.state;
  const yes = (holds: boolean) => (holds ? say.yes : say.no);
  const state = say.deadlineStates[file.deadlineState];
  const dates = deadline
    ? facts(
        [say.target, [dateOf(deadline.answerBy, lang), state].filter((one) => one !== '').join('; ')],
        [say.legal, `${dateOf(deadline.legal.answerBy, lang)}; ${say.legalStates[legalStateOf(file)]}`],
        [say.forwardBy, dateOf(deadline.legal.forwardBy, lang)],
      )
    : [faint(say.noDeadline)];
  return [
    section(say.deadlines),
    ...dates,
    part(say.rules),
    ...facts(
      ...ruleKeys.map((rule): [string, string] => {
        const set = rules[rule];
        return [ruleNames[lang][rule], typeof set === 'boolean' ? yes(set) : String(set)];
      }),
    ),
  ];
}

type Person = CaseFile['state']['content']['petitioner'];

function person(telling: Telling, petitioner: Person, language: Language): Block[] {
  const { say } = telling;
  if (!petitioner) return [faint(say.anonymous)];
  const { name, channel, contact, address } = petitioner;
  return facts(
    [say.name, orErased(telling, name)],
    [say.contact, `${orErased(telling, contact)} (${say.contactChannels[channel]})`],
    [say.address, address],
    [say.language, say.languages[language]],
  );
}

/** As it stands, then as it came in, and each correction with its reason. */
function petitioner(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  const { content, cameIn } = file.state;
  return [
    section(say.petitioner),
    ...person(telling, content.petitioner, content.language),
    ...(cameIn ? [part(say.asCameIn), ...person(telling, cameIn.petitioner, cameIn.language)] : []),
    ...file.facts.flatMap((fact) =>
      fact.type === 'PetitionerCorrected'
        ? [
            part(say.correctedAt(momentOf(fact.data.correctedAt, lang))),
            ...person(telling, fact.data.petitioner, fact.data.language),
            ...remark(telling, say.reason, orErased(telling, fact.data.reason)),
          ]
        : [],
    ),
  ];
}

/** The text stays as it came in, whatever is corrected. */
function text(telling: Telling): Block[] {
  const { say, file } = telling;
  const { content, cameIn } = file.state;
  return [
    section(say.text),
    faint(say.textStays),
    written(telling, content.text, cameIn?.language),
    ...attached(telling, content.attachments),
  ];
}

function place({ file, say }: Telling): Block[] {
  const at = file.state.content.place;
  if (!at) return [];
  const { address, position } = at;
  return sectionOf(say.place, facts([say.placeAddress, address], [say.position, position && position.join(', ')]));
}

function thread(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  return sectionOf(
    say.thread,
    file.state.thread.flatMap(({ from, officer, asks, text: said, attachments, at }) => {
      const who = from === 'citizen' ? say.fromCitizen : say.fromOfficer;
      const named = officer === null ? who : `${who} (${officerIn(file, officer, lang)})`;
      return [
        part(`${momentOf(at, lang)}: ${named}${asks ? `, ${say.asks}` : ''}`),
        written(telling, said),
        ...attached(telling, attachments),
      ];
    }),
  );
}

function callbacks(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  return sectionOf(
    say.callbacks,
    file.state.callbacks.flatMap(({ id, phone, note, requestedAt, done }) => [
      ...facts(
        [say.askedAt, momentOf(requestedAt, lang)],
        [say.phone, orErased(telling, phone)],
        [say.doneAt, done ? momentOf(done.at, lang) : say.notDone],
      ),
      ...remark(telling, say.note, note),
      // As it was made; what was put right stands below.
      ...file.facts.flatMap((fact) =>
        fact.type === 'CallbackDone' && fact.data.callbackId === id ? remark(telling, say.note, fact.data.note) : [],
      ),
    ]),
  );
}

function correctedNotes(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  return sectionOf(
    say.notesCorrected,
    file.facts.flatMap((fact) => {
      if (fact.type !== 'PetitionNoteCorrected') return [];
      const { callbackId, note, reason, correctedAt } = fact.data;
      const which = callbackId === null ? say.closingNote : say.callbackNote;
      return [
        part(`${momentOf(correctedAt, lang)}: ${which}`),
        ...remark(telling, say.note, note),
        ...remark(telling, say.reason, orErased(telling, reason)),
      ];
    }),
  );
}

function history({ file, lang, say }: Telling): Block[] {
  const detail = detailOf(file, lang);
  const columns = [
    { name: say.order, share: 1 },
    { name: say.when, share: 5 },
    { name: say.what, share: 8 },
    { name: say.who, share: 4 },
  ];
  const rows = file.facts.map((fact) => [
    String(fact.version),
    momentOf(fact.recordedAt, lang),
    [nameOf(fact, lang), detail(fact)].filter((one) => one !== '').join(': '),
    actorIn(file, fact.actor, lang),
  ]);
  return [section(say.history), { kind: 'table', columns, rows }];
}

function listOfDocuments(telling: Telling): Block[] {
  const { file, lang, say, documents } = telling;
  if (documents.length === 0) return [section(say.documents), faint(say.noDocuments)];
  const columns = [
    { name: say.order, share: 1.2 },
    { name: say.documentName, share: 4 },
    { name: say.cameWith, share: 3 },
    { name: say.type, share: 3 },
    { name: say.size, share: 2, align: 'right' as const },
    { name: say.state, share: 2.2 },
    { name: say.hash, share: 5 },
  ];
  const rows = documents.map((one) => [
    String(one.order),
    orErased(telling, one.name),
    one.cameWith,
    one.type,
    String(one.size),
    one.removed ? say.removed : say.kept,
    one.sha256,
  ]);
  const removals = file.facts.flatMap((fact) => {
    if (fact.type !== 'AttachmentRemoved') return [];
    const { fileId, reason, removedAt } = fact.data;
    const document = documents.find(({ id }) => id === fileId);
    if (!document) return [];
    return [
      faint(say.removedAt(document.order, momentOf(removedAt, lang))),
      ...remark(telling, say.reason, orErased(telling, reason)),
    ];
  });
  return [section(say.documents), { kind: 'table', columns, rows }, ...removals];
}

/** The content of a petition's whole file in a language. */
export function outlineOf(file: CaseFile, lang: Language) {
  const say = words[lang];
  const { number, content } = file.state;
  const telling: Telling = { file, lang, say, documents: documentsOf(file, lang) };
  const last = file.facts.at(-1)?.recordedAt ?? file.state.registeredAt;
  const moment = momentOf(file.asOf ?? last, lang);
  return {
    title: content.kind === 'notice' ? say.noticeTitle(number) : say.title(number),
    number,
    /** ISO 8601. */
    at: file.asOf ?? last,
    facts: [
      [file.asOf === null ? say.afterLast : say.asOf, moment],
      [say.factCount, String(file.facts.length)],
    ] as const,
    blocks: [
      registration,
      deadlines,
      petitioner,
      text,
      place,
      thread,
      callbacks,
      correctedNotes,
      course,
      answers,
      history,
      listOfDocuments,
    ].flatMap((of) => of(telling)),
  };
}
