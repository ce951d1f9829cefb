import { inLanguage } from '@ecou/contracts';
import { dateOf, momentOf } from '../calendar/as-read.js';
import { attached, facts, part, sectionOf, written, type Block, type Telling } from './blocks.js';
import type { CaseFile } from './case-file.js';
import { officerIn } from './details.js';

type Reply = CaseFile['state']['replies'][number];
type Sending = CaseFile['state']['sendings'][number];
type Draft = CaseFile['state']['draft'];

/** Salutation, text and legal basis as they went out, with who signed. */
function letter(
  telling: Telling,
  reply: Pick<Reply, 'salutation' | 'text' | 'legalBasis' | 'attachments' | 'signatures'>,
) {
  const { file, lang, say } = telling;
  const { salutation, signatures } = reply;
  return [
    ...(salutation === null ? [] : [written(telling, salutation)]),
    written(telling, reply.text),
    ...facts(
      [say.legalBasis, reply.legalBasis],
      ...signatures.map(({ as, officer, office }): [string, string] => [
        `${say.signatures}, ${say.signedAs[as]}`,
        [officerIn(file, officer, lang), ...(office ? [inLanguage(office, lang)] : [])].join(', '),
      ]),
    ),
    ...attached(telling, reply.attachments),
  ];
}

/** Whom letters of the answer were sent to, each once; the letter itself can be had as long as the petition is on record. */
function recipients(telling: Telling, sent: readonly Sending[]): Block[] {
  const { file, say } = telling;
  const letters = file.facts.flatMap(({ type, data }) =>
    (type === 'PetitionAnswered' || type === 'PetitionDeclined') && sent.some(({ id }) => id === data.sendingId)
      ? [data.letter]
      : [],
  );
  const named = letters.flatMap((one) => (one ? [`${one.recipient.name}, ${one.recipient.address}`] : []));
  return [...new Set(named)].flatMap((recipient) => facts([say.recipient, recipient]));
}

function sendings(telling: Telling, round: number): Block[] {
  const { file, lang, say } = telling;
  const sent = file.state.sendings.filter((sending) => sending.round === round);
  if (sent.length === 0) return [];
  const columns = [say.outgoingNumber, say.sentAt, say.channel, say.delivery, say.since].map((name) => ({
    name,
    share: 1,
  }));
  const rows = sent.map(({ outgoingNumber, channel, sentAt, state, at }) => [
    outgoingNumber ?? '–',
    momentOf(sentAt, lang),
    say.channels[channel],
    say.deliveries[state],
    momentOf(at, lang),
  ]);
  return [{ kind: 'table', caption: say.sendings, columns, rows }, ...recipients(telling, sent)];
}

/** An answer that was written, and did not go out: it waits, or something else took its place. */
const draft = (telling: Telling, name: string, prepared: Omit<NonNullable<Draft>, 'at'>): Block[] => {
  const { file, lang, say } = telling;
  const { outcome, officer } = prepared;
  return [
    part(name),
    ...facts([say.outcome, say.outcomes[outcome]], [say.preparedBy, officer && officerIn(file, officer, lang)]),
    ...letter(telling, prepared),
  ];
};

/** Drafts of an answer that did not become it. */
function unsent(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  const { replies, draft: waiting } = file.state;
  const known = [...replies, ...(waiting ? [waiting] : [])].map((one) => one.text);
  return file.facts.flatMap((fact) => {
    const at = momentOf(fact.recordedAt, lang);
    if (fact.type === 'AnswerProposed') {
      const { text: proposed, legalBasis } = fact.data;
      return [part(say.proposed(at)), written(telling, proposed), ...facts([say.legalBasis, legalBasis])];
    }
    if (fact.type !== 'AnswerPrepared' || known.includes(fact.data.text)) return [];
    return draft(telling, say.replaced(at), { ...fact.data, signatures: [] });
  });
}

/** The answers, as they went out; then what waits, and what did not become one. */
export function answers(telling: Telling): Block[] {
  const { file, lang, say } = telling;
  const { replies, draft: waiting, joinedTo } = file.state;
  return sectionOf(say.answers, [
    ...replies.flatMap((reply) => [
      part(say.answer(reply.round, dateOf(reply.answeredAt, lang))),
      ...facts(
        [say.outcome, say.outcomes[reply.outcome]],
        [say.answersNumbers, reply.numbers.join(', ')],
        [say.through, reply.through !== null && joinedTo ? joinedTo.number : null],
        [say.inTime, reply.inTime === null ? null : reply.inTime ? say.yes : say.no],
        [say.preparedBy, reply.officer && officerIn(file, reply.officer, lang)],
      ),
      ...letter(telling, reply),
      ...sendings(telling, reply.round),
    ]),
    ...(waiting ? draft(telling, say.draft, waiting) : []),
    ...unsent(telling),
  ]);
}
