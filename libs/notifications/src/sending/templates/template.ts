import type { Language } from '@ecou/contracts';
import type { Letter } from '@ecou/runtime';
import type { z } from 'zod';
import type { Paragraph } from '../../wordings/language/markup.js';
import type { Links } from '../../subscribers/links/links.js';

/** A mail's content in one language. */
export interface Content {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The same paragraphs with emphasis and links, which HTML shows in place of them. */
  readonly rich?: readonly Paragraph[];
  /** The action that the reader may take next. */
  readonly action: { readonly label: string; readonly href: string };
  /** Parts with a heading each, of a message that gathers several. */
  readonly sections?: readonly Section[];
  /** Said in small print. */
  readonly notes: readonly string[];
  readonly attachments?: readonly Attachment[];
  /** The `Message-ID` of the mail that it answers, where it answers one. */
  readonly inReplyTo?: string;
}

export interface Section extends Pick<Content, 'paragraphs' | 'rich' | 'action'> {
  readonly heading: string;
}

/** Enclosures of a mail: a civic event for a calendar, the code that is shown at the door, as a picture, or a letter, as PDF. */
export type Attachment =
  | { readonly kind: 'letter'; readonly letter: Letter }
  | { readonly kind: 'calendar'; readonly entry: CalendarEntry }
  | { readonly kind: 'code'; readonly name: string; readonly text: string };

/** A civic event as a calendar has it; its id is the one that it has in the public calendar. */
export interface CalendarEntry {
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place: string | null;
  /** Page of the civic event. */
  readonly address: string;
  readonly cancelled: boolean;
}

/** One version of a template. A text is never changed once mail went out with it: it gets a new version, and old ones stay. */
export interface Template<V extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly version: number;
  /** The values that it may show; nothing else gets in, and control characters do not. */
  readonly variables: V;
  readonly content: (language: Language, variables: z.output<V>, links: MessageLinks) => Content;
}

/** The addresses that a message may name, and the names of its topics. */
export interface MessageLinks {
  /** Confirms the wish that the message is about. */
  readonly confirm: string;
  /** Confirms the address that the message goes to. */
  readonly confirmAddress: string;
  /** Agrees to the newer text that the message is about. */
  readonly renewConsent: string;
  readonly preferences: string;
  readonly unsubscribe: string;
  /** Names of the topics for which somebody gets it. */
  readonly topics: readonly string[];
  readonly report: Links['report'];
  readonly recommendation: Links['recommendation'];
  readonly registration: Links['registration'];
  readonly confirmRegistration: Links['confirmRegistration'];
  readonly invitation: Links['invitation'];
  readonly doorCode: Links['doorCode'];
  readonly civicEvent: Links['civicEvent'];
  readonly endpoint: Links['endpoint'];
  readonly facility: Links['facility'];
  /** The page that asks for number and code of a petition. */
  readonly petitionStatus: Links['petitionStatus'];
  readonly petitionForm: Links['petitionForm'];
  /** Of the petitioner who gets the message. */
  readonly petition: (petition: { readonly number: string; readonly id: string }) => string;
}

/** Names the type of the variables once. */
export const template = <V extends z.ZodObject>(definition: Template<V>): Template => definition;
