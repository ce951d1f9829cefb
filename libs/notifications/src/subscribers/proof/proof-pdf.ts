import type { Language } from '@ecou/contracts';
import { TaggedDocument } from '@ecou/runtime/pdf';
import type { ConsentProof } from '../subscriber/subscriber.schemas.js';
import { words } from './proof-words.js';

/** The content of a proof as a document. */
export interface ProofParts {
  readonly proof: ConsentProof;
  /** Topics as people read them, by what they are called in the proof. */
  readonly labels: Readonly<Record<string, string>>;
  readonly lang: Language;
  readonly institution: string;
}

type Entry = ConsentProof['consents'][number];
type Fact = readonly [name: string, value: string];

const locales = { ro: 'ro-RO', en: 'en-GB' } as const;

/** To the second, on the clock of the municipality. */
const moment = (at: string, lang: Language): string =>
  new Intl.DateTimeFormat(locales[lang], {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone: 'Europe/Bucharest',
  }).format(new Date(at));

const known = (name: string, value: string | null): Fact[] => (value === null || value === '' ? [] : [[name, value]]);

function addressesOf({ addresses }: ConsentProof, lang: Language): Fact[] {
  const say = words[lang];
  return addresses.map(({ number, channel, address, confirmed, stopped }) => {
    const states = [confirmed ? say.confirmed : say.unconfirmed, ...(stopped ? [say.stopped] : [])];
    return [say.address(number, say.channel[channel]), [address ?? say.hidden, ...states].join('\n')];
  });
}

function factsOf(entry: Entry, { labels, lang }: ProofParts): Fact[] {
  const say = words[lang];
  const { how, topics, number, textVersion, language, reference } = entry;
  return [
    ...known(say.how, say.ways[how] ?? how),
    ...known(say.topics, topics.map((topic) => `${labels[topic] ?? topic} (${topic})`).join('\n')),
    ...known(say.ofAddress, number === null ? null : String(number)),
    ...known(say.version, textVersion === null ? null : String(textVersion)),
    ...known(say.language, language === null ? null : say.languages[language]),
    ...known(say.reference, reference),
  ];
}

function lay(document: TaggedDocument, entry: Entry, place: number, parts: ProofParts): void {
  const { lang } = parts;
  const say = words[lang];
  document.heading(3, { text: `${place}. ${say.act[entry.act]}, ${moment(entry.at, lang)}` });
  document.facts(factsOf(entry, parts));
  if (entry.text === null) return;
  document.paragraph({ text: say.text }, 'faint');
  const { language } = entry;
  for (const text of entry.text.split(/\n{2,}/))
    document.paragraph({ text, lang: language === null || language === lang ? undefined : language });
}

/** A proof of consent, as a tagged PDF that stands alone. The same parts give the same bytes. */
export function proofPdf(parts: ProofParts): Promise<Buffer> {
  const { proof, lang, institution } = parts;
  const { id, at, consents } = proof;
  const say = words[lang];
  const document = new TaggedDocument({
    ...{ title: say.title, author: institution, subject: say.subject, keywords: id, lang, at },
  });
  document.paragraph({ text: institution }, 'faint');
  document.heading(1, { text: say.title });
  document.paragraph({ text: say.subject }, 'faint');
  document.facts([[say.subscriber, id], [say.writtenOut, moment(at, lang)], ...addressesOf(proof, lang)]);
  document.heading(2, { text: say.acts });
  if (consents.length === 0) document.paragraph({ text: say.noActs });
  for (const [index, entry] of consents.entries()) lay(document, entry, index + 1, parts);
  return document.end((page, pages) => `${institution} · ${say.title} · ${say.page(page, pages)}`);
}
