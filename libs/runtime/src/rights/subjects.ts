import { Unknown, type RecordedEvent, type Sealed, type Vault, type EventStore } from '@ecou/event-sourcing';
import { Download } from '../http/answers/answers.js';
import type { FileStore } from '../files/file-store.js';
import { BlindIndex } from '../subjects/blind-index.js';
import {
  envelopesIn,
  filesIn,
  isSearchable,
  shownTo,
  termsIn,
  type FileOfSubject,
  type Standing,
} from '../subjects/standing.js';
import type { Restrictions } from '../subjects/restrictions.js';
import { contactTerm, nameTerms } from '../subjects/terms.js';
import type { SubjectInStream, SubjectsIndex, SubjectToken } from './subjects-index.js';
import type { SearchBody, SubjectAnswer } from './subjects.schemas.js';

/** Stands where a value of a person stood who was erased. */
export const erasedMark = '[erased]';

const mostFound = 200;

interface SubjectsParts {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
  readonly files: FileStore;
  readonly index: SubjectsIndex;
  readonly restrictions: Restrictions;
  readonly secret: string;
}

/** The people of a context: by what they are found, and everything that is on record of them. */
export class Subjects {
  private readonly blind: BlindIndex;

  constructor(private readonly parts: SubjectsParts) {
    this.blind = new BlindIndex(parts.secret, 'subjects');
  }

  /** Notes where people stand and by what they are found; answers those among them who were erased. A repeat changes nothing. */
  async note(events: readonly RecordedEvent[]): Promise<string[]> {
    const places = new Map<string, SubjectInStream>();
    const searchable: Standing[] = [];
    for (const { stream, position, data } of events) {
      for (const standing of envelopesIn(data)) {
        const { subject } = standing.sealed;
        const key = `${subject} ${stream}`;
        if (!places.has(key)) places.set(key, { subject, stream, position });
        if (isSearchable(standing)) searchable.push(standing);
      }
    }
    if (places.size === 0) return [];
    // Together, so that their keys are read in one statement.
    const tokens = await Promise.all(searchable.map(({ field, sealed }) => this.tokensOf(field, sealed)));
    return this.parts.index.put([...places.values()], tokens.flat());
  }

  private async tokensOf(field: string, sealed: Sealed): Promise<SubjectToken[]> {
    const terms = termsIn(field, await this.parts.vault.open(sealed));
    return this.blind.tokensOf(terms).map((token) => ({ subject: sealed.subject, token }));
  }

  /** People with this contact and these words of a name, 200 at most. */
  async find({ contact, name }: SearchBody) {
    const terms = [...(contact === null ? [] : [contactTerm(contact)]), ...nameTerms(name ?? '')];
    const found = await this.parts.index.find(this.blind.tokensOf(terms), mostFound);
    const restricted = await this.parts.restrictions.among(found);
    const known = await this.parts.index.streamsOf(found);
    return {
      items: known.map(({ subject, streams }) => ({ subject, streams, restricted: restricted.has(subject) })),
    };
  }

  /** Everybody who stands in a thing. Throws `Unknown` where nobody does. */
  async in(stream: string): Promise<{ stream: string; subjects: string[] }> {
    const subjects = await this.parts.index.in(stream);
    if (subjects.length === 0) throw new Unknown('THING_UNKNOWN', 'Nobody is on record here in such a thing.');
    return { stream, subjects };
  }

  /** Everything that is on record of a person. Throws `Unknown` for one whom the context does not know. */
  async get(subject: string): Promise<SubjectAnswer> {
    const { index, files, restrictions } = this.parts;
    const [known] = await index.streamsOf([subject]);
    if (!known) throw new Unknown('SUBJECT_UNKNOWN', 'Nothing is on record here of such a person.');
    const [erased, restricted] = await Promise.all([index.erased([subject]), restrictions.among([subject])]);
    const events = await this.eventsOf(subject, known.streams);
    const facts = await Promise.all(events.map((event) => this.factOf(event, subject)));
    const attached = await Promise.all(
      filesOf(events, subject).map(async (file) => ({
        ...(({ id, type, size, sha256 }) => ({ id, type, size, sha256 }))(file),
        name: (await this.parts.vault.open(file.name)) ?? erasedMark,
        kept: await files.exists(file.id),
      })),
    );
    const { streams } = known;
    return {
      subject,
      streams: [...streams],
      erased: erased.has(subject),
      restricted: restricted.has(subject),
      facts,
      files: attached,
    };
  }

  /** A file of a person. Throws `Unknown` for one of somebody else, and for one that was removed. */
  async file(subject: string, id: string): Promise<Download> {
    const [known] = await this.parts.index.streamsOf([subject]);
    const file = filesOf(await this.eventsOf(subject, known?.streams ?? []), subject).find((one) => one.id === id);
    const stream = file && (await this.parts.files.get(id));
    if (!file || !stream) throw new Unknown('FILE_UNKNOWN', 'No such file of the person is kept.');
    return new Download({ ...file, name: (await this.parts.vault.open(file.name)) ?? id }, stream);
  }

  /** The events in which a person stands, in the order in which they were recorded. */
  async eventsOf(subject: string, streams: readonly string[]): Promise<RecordedEvent[]> {
    const all = await Promise.all(streams.map((stream) => this.parts.store.readStream(stream)));
    return all
      .flat()
      .filter(({ data }) => envelopesIn(data).some(({ sealed }) => sealed.subject === subject))
      .sort((one, other) => one.position - other.position);
  }

  private async factOf({ stream, version, type, recordedAt, metadata, data }: RecordedEvent, subject: string) {
    const own = envelopesIn(data).filter(({ sealed }) => sealed.subject === subject);
    const values = new Map<Sealed, unknown>();
    for (const { sealed } of own) values.set(sealed, (await this.parts.vault.open(sealed)) ?? erasedMark);
    const by = causedBy(metadata.actor);
    return {
      stream,
      version,
      type,
      recordedAt,
      by,
      data: shownTo(data, subject, (sealed) => values.get(sealed)) as Record<string, unknown>,
    };
  }
}

function causedBy(actor: string): 'public' | 'staff' | 'system' {
  if (actor === 'public') return actor;
  return /^(?:key|officer|person):/.test(actor) ? 'staff' : 'system';
}

/** The files of a person in events, each once. */
export const filesOf = (events: readonly RecordedEvent[], subject: string): FileOfSubject[] => [
  ...new Map(events.flatMap(({ data }) => filesIn(data, subject)).map((file) => [file.id, file])).values(),
];
