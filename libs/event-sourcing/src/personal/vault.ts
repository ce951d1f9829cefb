import { same } from '../same.js';
import { encrypted, encryptedCodec, placeOf, type Encryption, type Place } from './encryption.js';
import { envelopesIn, erasedCodec, movedCodec, plainCodec, withEnvelopes, type Sealed } from './envelope.js';

export interface VaultOptions {
  /** Opens what is encrypted; nothing encrypted can be opened without it. */
  readonly encryption?: Encryption;
  /** False: values are stored as they are; what was encrypted before is opened all the same. */
  readonly encrypts?: boolean;
}

/**
 * Puts personal values into envelopes, encrypts envelopes for the stream in which they come to stand, and opens them. A handler encloses
 * values; its unit of work encrypts them before the rules see the command.
 */
export class Vault {
  private readonly encryption: Encryption | undefined;
  /** True where values are encrypted before they are stored. */
  readonly encrypts: boolean;

  constructor({ encryption, encrypts = true }: VaultOptions = {}) {
    this.encryption = encryption;
    this.encrypts = encrypts && encryption !== undefined;
  }

  /**
   * Encloses a value in an envelope of a subject, as it is: it is encrypted by the unit of work that stores it. Answers the envelope of
   * `standing` that holds the same value instead, whoever its subject is, so that a command that is sent again changes nothing. An envelope
   * of an erased person equals nothing.
   */
  async seal<T>(subject: string, value: T, standing: Iterable<Sealed<T> | null | undefined> = []): Promise<Sealed<T>> {
    for (const envelope of standing) if (envelope && same(await this.open(envelope), value)) return envelope;
    return { subject, codec: plainCodec, value };
  }

  /** The value, or `undefined` where the person was erased. Throws `Unavailable` where the key cannot be had, and for an unknown codec. */
  async open<T>({ subject, codec, value }: Sealed<T>): Promise<T | undefined> {
    if (codec === plainCodec) return value as T;
    if (codec === erasedCodec) return undefined;
    if (codec !== encryptedCodec || !this.encryption) throw new Error(`No codec named ${codec} is configured.`);
    return (await this.encryption.open(subject, value)) as T | undefined;
  }

  /**
   * The command with every envelope encrypted for a stream. One that was encrypted for another stream, as messages of other contexts carry
   * it, is encrypted anew. Where the state has an envelope of the same person with the same value, that one is taken.
   */
  async encryptFor<C>(stream: string, command: C, state: unknown): Promise<C> {
    const { encryption } = this;
    if (!encryption || !this.encrypts) return command;
    const loose = envelopesIn(command).filter((envelope) => isLoose(envelope, stream));
    if (loose.length === 0) return command;
    const keys = await encryption.keysFor([...new Set(loose.map(({ subject }) => subject))]);
    const standing = envelopesIn(state);
    const values = new Map(
      await Promise.all(loose.map(async (envelope) => [envelope, await this.settled(envelope, standing)] as const)),
    );
    return withEnvelopes(command, (envelope, path) => {
      const { value, instead } = values.get(envelope) ?? { instead: envelope };
      if (instead) return instead;
      const field = placeOf(envelope.value)?.field ?? path.join('.');
      return envelopeAt({ stream, field }, envelope.subject, keys.get(envelope.subject), value);
    }) as C;
  }

  /** The value inside, and the envelope of the state that holds the same for the same person. */
  private async settled(
    envelope: Sealed,
    standing: readonly Sealed[],
  ): Promise<{ readonly value?: unknown; readonly instead?: Sealed }> {
    const value = await this.open(envelope);
    if (value === undefined) return {};
    for (const other of standing) {
      if (other.subject === envelope.subject && same(await this.open(other), value)) return { instead: other };
    }
    return { value };
  }
}

/** The envelope of a value for its place; without it where the person was erased, who has no key. */
const envelopeAt = (place: Place, subject: string, key: Buffer | null | undefined, value: unknown): Sealed =>
  key && value !== undefined
    ? { subject, codec: encryptedCodec, value: encrypted(key, subject, place, value) }
    : { subject, codec: erasedCodec, value: null };

/** JSON with envelopes, and the stream in which it stands. */
export interface Stored {
  readonly stream: string;
  readonly value: unknown;
}

/** The envelopes in a value that are not encrypted. */
export const plainIn = (value: unknown): readonly Sealed[] =>
  envelopesIn(value).filter(({ codec }) => codec === plainCodec);

/**
 * Values that were stored before they were encrypted, with every plain envelope encrypted for its stream and its field; that of somebody who
 * was erased loses its value. All others stay what they are.
 */
export async function encryptPlain(encryption: Encryption, all: readonly Stored[]): Promise<readonly unknown[]> {
  const subjects = new Set(all.flatMap(({ value }) => plainIn(value).map(({ subject }) => subject)));
  const keys = await encryption.keysFor([...subjects]);
  return all.map(({ stream, value }) =>
    withEnvelopes(value, (envelope, path) =>
      envelope.codec === plainCodec
        ? envelopeAt({ stream, field: path.join('.') }, envelope.subject, keys.get(envelope.subject), envelope.value)
        : envelope,
    ),
  );
}

/** True for an envelope that was not encrypted for the stream. */
const isLoose = ({ codec, value }: Sealed, stream: string): boolean =>
  codec === plainCodec || (codec === encryptedCodec && (placeOf(value) as Place).stream !== stream);

/** The data of an event as its stream may have it: what was encrypted for another stream is marked as moved, and nothing opens it. */
export const inPlace = (stream: string, data: Record<string, unknown>): Record<string, unknown> =>
  withEnvelopes(data, (envelope) =>
    envelope.codec === encryptedCodec && placeOf(envelope.value)?.stream !== stream
      ? { ...envelope, codec: movedCodec }
      : envelope,
  ) as Record<string, unknown>;
