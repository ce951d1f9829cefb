import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';

/** The institution whose deployment this is, as its pages, documents, mails, calendars and feeds name it. */
export abstract class Publisher {
  /** Its name. */
  abstract readonly institution: string;
  /** Base of the links that go out, without a slash at its end. */
  abstract readonly publicUrl: string;
  /** Its mark, as the address of a picture that stands in the page (`data:`). */
  abstract readonly mark: string;
  /** The names of those who answer for personal data; nothing is known of whom the settings do not name. */
  readonly privacy?: PrivacyContacts;
}

/** Those who answer for personal data (Art. 13 (1) (a) and (b) GDPR), each in one line, as people read it. */
export interface PrivacyContacts {
  /** Name and address of the controller. */
  readonly controller?: string | undefined;
  /** The way to reach the controller. */
  readonly contact?: string | undefined;
  /** The data protection officer, and how to reach them. */
  readonly officer?: string | undefined;
}

const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};

/** It stands in every page. */
const mostBytes = 64 * 1024;

export const markRule = 'must name a picture (.svg, .png, .jpg, .webp) of at most 64 KiB';

/** True where a file can be the mark of an institution. */
export function isMark(file: string): boolean {
  if (types[extname(file).toLowerCase()] === undefined) return false;
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.isFile() && found.size <= mostBytes;
}

const dataOf = (type: string, bytes: Buffer): string => `data:${type};base64,${bytes.toString('base64')}`;

/** An echo: what is said, and what comes back. */
const echo = Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#1f4e79" stroke-width="3" stroke-linecap="round"><circle cx="8" cy="16" r="3" fill="#1f4e79"/><path d="M14 9a10 10 0 0 1 0 14M19 5a16 16 0 0 1 0 22M24 2a21 21 0 0 1 0 28"/></svg>`,
);

/** The mark in a file, or that of Ecou. */
const markOf = (file: string | undefined): string =>
  file === undefined
    ? dataOf('image/svg+xml', echo)
    : dataOf(types[extname(file).toLowerCase()] ?? '', readFileSync(file));

interface PublisherSettings {
  readonly PUBLIC_URL?: string | undefined;
  readonly PORT: number | string;
  readonly ECOU_INSTITUTION?: string | undefined;
  readonly ECOU_INSTITUTION_MARK?: string | undefined;
  readonly ECOU_CONTROLLER?: string | undefined;
  readonly ECOU_CONTROLLER_CONTACT?: string | undefined;
  readonly ECOU_DPO?: string | undefined;
}

const stated = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** The institution that settings name; Ecou without a name. Throws where the mark cannot be read. */
export const publisherOf = (settings: PublisherSettings): Publisher => ({
  institution: settings.ECOU_INSTITUTION?.trim() || 'Ecou',
  publicUrl: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
  mark: markOf(settings.ECOU_INSTITUTION_MARK),
  privacy: {
    controller: stated(settings.ECOU_CONTROLLER),
    contact: stated(settings.ECOU_CONTROLLER_CONTACT),
    officer: stated(settings.ECOU_DPO),
  },
});
