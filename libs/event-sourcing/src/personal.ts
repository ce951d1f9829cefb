import { z } from 'zod';
import { same } from './same.js';

/** A personal value as it is stored: whose it is, how it is encoded, and the encoded value. */
export interface Sealed<T = unknown> {
  /** Random id of the person, made at first contact. */
  readonly subject: string;
  readonly codec: string;
  /** The value as the codec encoded it; for `plain`, the value itself. */
  readonly value: unknown;
  /** Never present: carries the type of the value inside. */
  readonly __type?: T;
}

const personalMark = 'ecouPersonal';

/**
 * The schema of a personal field in an event or an internal contract: an envelope. `inner` says what it holds; the envelope's content
 * is checked when it is sealed, since a codec may have made it unreadable here.
 */
export const personal = <S extends z.ZodType>(inner: S) =>
  z
    .strictObject({ subject: z.uuid(), codec: z.string(), value: z.unknown() })
    .meta({ [personalMark]: true, description: `Personal: ${inner.description ?? inner.type}` })
    .transform((sealed): Sealed<z.output<S>> => sealed);

/** True where a JSON Schema has a personal field anywhere. */
export const holdsPersonal = (jsonSchema: unknown): boolean =>
  typeof jsonSchema === 'object' &&
  jsonSchema !== null &&
  (personalMark in jsonSchema || Object.values(jsonSchema).some(holdsPersonal));

/** Encodes values of a subject. A codec whose key for the subject is gone answers `undefined` when it opens: the person was erased. */
export interface Codec {
  readonly name: string;
  seal(subject: string, value: unknown): Promise<unknown>;
  open(subject: string, stored: unknown): Promise<unknown>;
}

/** Keeps the value as it is. */
export const plain: Codec = {
  name: 'plain',
  seal: (_subject, value) => Promise.resolve(value),
  open: (_subject, stored) => Promise.resolve(stored),
};

/** Seals with the first codec, opens with any that it was given. */
export class Vault {
  constructor(private readonly codecs: readonly [Codec, ...Codec[]] = [plain]) {}

  /**
   * Seals a value for a subject. Answers the envelope of `standing` that holds the same value instead, whoever its subject is, so that a
   * command that is sent again changes nothing. An envelope of an erased person equals nothing.
   */
  async seal<T>(subject: string, value: T, standing: Iterable<Sealed<T> | null | undefined> = []): Promise<Sealed<T>> {
    for (const envelope of standing) if (envelope && same(await this.open(envelope), value)) return envelope;
    const [codec] = this.codecs;
    return { subject, codec: codec.name, value: await codec.seal(subject, value) };
  }

  /** The value, or `undefined` where the person was erased. Throws on an unknown codec. */
  async open<T>(sealed: Sealed<T>): Promise<T | undefined> {
    const codec = this.codecs.find(({ name }) => name === sealed.codec);
    if (!codec) throw new Error(`No codec named ${sealed.codec} is configured.`);
    return (await codec.open(sealed.subject, sealed.value)) as T | undefined;
  }
}
