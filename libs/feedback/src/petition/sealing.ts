import { same, type Sealed, type Vault } from '@ecou/event-sourcing';
import type { Content, FileReference, Petitioner } from './petition.events.js';
import type { Petition } from './petition.state.js';

/** A value with its envelopes opened; `null` where the person was erased. */
export type Opened<T> =
  T extends Sealed<infer V>
    ? V | null
    : T extends readonly (infer I)[]
      ? Opened<I>[]
      : T extends object
        ? { [K in keyof T]: Opened<T[K]> }
        : T;

/** Whether a value of an event is an envelope. */
export const isSealed = (value: object): value is Sealed => 'codec' in value && 'subject' in value && 'value' in value;

/** Opens every envelope in a value. */
export async function opened<T>(vault: Vault, value: T): Promise<Opened<T>> {
  if (typeof value !== 'object' || value === null) return value as Opened<T>;
  if (Array.isArray(value)) return (await Promise.all(value.map((item) => opened(vault, item)))) as Opened<T>;
  if (isSealed(value)) return ((await vault.open(value)) ?? null) as Opened<T>;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await opened(vault, inner)] as const);
  return Object.fromEntries(await Promise.all(entries)) as Opened<T>;
}

/** What came in, as callers say it. */
export type PlainFile = Omit<FileReference, 'name'> & { readonly name: string };
export interface PlainContent extends Omit<Content, 'petitioner' | 'text' | 'place' | 'attachments'> {
  readonly petitioner: {
    readonly name: string;
    readonly channel: Petitioner['channel'];
    readonly contact: string;
    readonly address: string | null;
  } | null;
  readonly text: string;
  readonly place: Opened<Content['place']>;
  readonly attachments: readonly PlainFile[];
}

/**
 * Seals what belongs to one person. Where the same value stands in an envelope already, that one is taken, so that a command that is sent
 * again is recognised.
 */
export class Sealing {
  constructor(
    private readonly vault: Vault,
    private readonly subject: string,
    private readonly standing: readonly Sealed<string>[] = [],
  ) {}

  async text(value: string): Promise<Sealed<string>> {
    for (const envelope of this.standing) if ((await this.vault.open(envelope)) === value) return envelope;
    return this.vault.seal(this.subject, value);
  }

  async note(value: string | null): Promise<Sealed<string> | null> {
    return value === null ? null : this.text(value);
  }

  files(files: readonly PlainFile[]): Promise<FileReference[]> {
    return Promise.all(files.map(async ({ name, ...file }) => ({ ...file, name: await this.text(name) })));
  }

  /** What came in; as it stands, where the same came in before. */
  async content(plain: PlainContent, before: Content | undefined): Promise<Content> {
    if (before && same(plain, await opened(this.vault, before))) return before;
    const { petitioner, text, place, attachments, ...rest } = plain;
    return {
      ...rest,
      petitioner: petitioner && {
        name: await this.text(petitioner.name),
        channel: petitioner.channel,
        contact: await this.text(petitioner.contact),
        address: await this.note(petitioner.address),
      },
      text: await this.text(text),
      place: place && (await this.vault.seal(this.subject, place)),
      attachments: await this.files(attachments),
    };
  }
}

/** The person of a petition. */
export const subjectIdOf = ({ content }: Petition): string => content.text.subject;

/** Every text in a petition's envelopes but those that came in. */
export function textsIn({ thread, replies, callbacks, ...petition }: Petition): Sealed<string>[] {
  const { extended, forwarded, reopened, satisfaction, closed } = petition;
  return [
    ...thread.flatMap(({ text, attachments }) => [text, ...attachments.map(({ name }) => name)]),
    ...replies.flatMap(({ text, attachments }) => [text, ...attachments.map(({ name }) => name)]),
    ...callbacks.flatMap(({ phone, note, done }) => [phone, note, done?.note]),
    extended?.reason,
    forwarded?.reason,
    reopened?.reason,
    satisfaction?.comment,
    closed?.note,
  ].filter((envelope): envelope is Sealed<string> => Boolean(envelope));
}
