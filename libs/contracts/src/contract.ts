import { z } from 'zod';

/** Public contracts are for every subscriber and carry no personal data; internal ones are for Ecou's own services only. */
export type Visibility = 'public' | 'internal';

/** One versioned integration event. Add a version; never edit a published one. */
export interface Contract<Type extends string = string, S extends z.ZodObject = z.ZodObject> {
  /** `ecou.<context>.<name>.v<version>`: the CloudEvents type. */
  readonly type: Type;
  readonly context: string;
  readonly name: string;
  readonly version: number;
  readonly visibility: Visibility;
  /** One sentence for the catalogue. */
  readonly summary: string;
  readonly schema: S;
  /** The reason why it is told no more, and what is told in its place; its schema stays, for messages that readers kept. `undefined`: it is told. */
  readonly withdrawn?: string;
}

/** Data that a contract's message carries. */
export type DataOf<C> = C extends Contract<string, infer S> ? z.output<S> : never;

const form = /^ecou\.([a-z]+)\.([a-z]+(?:-[a-z]+)*)\.v([1-9][0-9]*)$/;

/** Declares a contract. Throws on a type that is not of the form `ecou.<context>.<name>.v<version>`. */
export function contract<const Type extends string, S extends z.ZodObject>(
  type: Type,
  summary: string,
  schema: S,
  visibility: Visibility = 'public',
): Contract<Type, S> {
  const [, context, name, version] = form.exec(type) ?? [];
  if (!context || !name || !version) throw new Error(`${type} is not of the form ecou.<context>.<name>.v<version>.`);
  return { type, context, name, version: Number(version), visibility, summary, schema };
}

/** The same contract, told no more: why, and what is told in its place. Nothing emits it, serves it, or says that it is sent. */
export const withdrawn = <C extends Contract>(contract: C, why: string): C => ({ ...contract, withdrawn: why });

/** The topic of a context's contracts. */
export const topicOf = (context: string, visibility: Visibility): string =>
  visibility === 'public' ? `ecou.${context}` : `ecou.${context}.internal`;

/** A personal value inside an internal contract, as the event store keeps it. */
export const personalEnvelope = z
  .strictObject({ subject: z.uuid(), codec: z.string(), value: z.unknown() })
  .meta({ ecouPersonal: true, description: 'A personal value: whose it is, how it is encoded, the encoded value.' });
