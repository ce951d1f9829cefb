import type { Language } from '@ecou/contracts';
import type { z } from 'zod';
import type { Links } from '../../subscribers/links/links.js';

/** A mail's content in one language. */
export interface Content {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The action that the reader may take next. */
  readonly action: { readonly label: string; readonly href: string };
  /** Said in small print. */
  readonly notes: readonly string[];
}

/** One version of a template. A text is never changed once mail went out with it: it gets a new version, and old ones stay. */
export interface Template<V extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly version: number;
  /** The values that it may show; nothing else gets in, and control characters do not. */
  readonly variables: V;
  readonly content: (language: Language, variables: z.output<V>, links: MessageLinks) => Content;
}

/** The addresses that a message may name. */
export interface MessageLinks {
  /** Confirms the wish that the message is about. */
  readonly confirm: string;
  readonly preferences: string;
  readonly unsubscribe: string;
  readonly report: Links['report'];
  readonly recommendation: Links['recommendation'];
}

/** Names the type of the variables once. */
export const template = <V extends z.ZodObject>(definition: Template<V>): Template => definition;
