import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { faultOfKey, type DkimKey } from './dkim.js';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const labels = new RegExp(`^${label}(?:\\.${label})*$`, 'i');

/** A key that stands in one line, as environments hold it. */
const inLines = (pem: string): string => pem.replaceAll('\\n', '\n');

const pem = z.string().transform((given, context) => {
  const fault = faultOfKey(inLines(given));
  if (fault !== undefined) context.addIssue(fault);
  return inLines(given);
});

const pemFile = z.string().transform((file, context) => {
  try {
    const given = readFileSync(file, 'utf8');
    const fault = faultOfKey(given);
    if (fault !== undefined) context.addIssue(`names a file that ${fault}`);
    return given;
  } catch {
    context.addIssue('names a file that cannot be read');
    return z.NEVER;
  }
});

/** The environment variables by which mails are signed. */
export const dkimConfig = {
  MAIL_DKIM_KEY: pem.optional(),
  MAIL_DKIM_KEY_FILE: pemFile.optional(),
  MAIL_DKIM_SELECTOR: z.string().regex(labels, 'must be a name in the DNS, such as "ecou"').optional(),
  MAIL_DKIM_DOMAIN: z.string().regex(labels, 'must be a domain').optional(),
};

type DkimSettings = z.output<z.ZodObject<typeof dkimConfig>> & { readonly MAIL_FROM?: string | undefined };

const domainOf = (from: string | undefined): string =>
  /@([^<>@\s]+?)>?\s*$/.exec(from ?? '')?.[1]?.toLowerCase() ?? 'localhost';

/** Receivers heed a signature of the sender's domain, or of one above it (RFC 7489, section 3.1.1). */
const standsFor = (domain: string, sender: string): boolean => sender === domain || sender.endsWith(`.${domain}`);

/** The fault of the settings together: the one to change, and the reason; `undefined`: none. */
export function dkimFault(settings: DkimSettings): readonly [name: keyof typeof dkimConfig, fault: string] | undefined {
  const { MAIL_DKIM_KEY: key, MAIL_DKIM_KEY_FILE: file, MAIL_DKIM_SELECTOR: selector } = settings;
  if (key !== undefined && file !== undefined) return ['MAIL_DKIM_KEY', 'is given, and so is MAIL_DKIM_KEY_FILE'];
  const isSigned = (key ?? file) !== undefined;
  if (isSigned && selector === undefined) return ['MAIL_DKIM_SELECTOR', 'is missing, and there is a key'];
  if (!isSigned && selector !== undefined) return ['MAIL_DKIM_KEY_FILE', 'is missing, and MAIL_DKIM_SELECTOR names it'];
  const { MAIL_DKIM_DOMAIN: domain, MAIL_FROM: from } = settings;
  if (domain !== undefined && !standsFor(domain.toLowerCase(), domainOf(from)))
    return ['MAIL_DKIM_DOMAIN', 'must be the domain of MAIL_FROM, or one above it'];
  return undefined;
}

/** The key that signs mails; `undefined`: none does. */
export function dkimOf(settings: DkimSettings): DkimKey | undefined {
  const { MAIL_DKIM_KEY: key, MAIL_DKIM_KEY_FILE: file, MAIL_DKIM_SELECTOR: selector, MAIL_FROM: from } = settings;
  const privateKey = key ?? file;
  if (privateKey === undefined || selector === undefined) return undefined;
  return { domain: settings.MAIL_DKIM_DOMAIN?.toLowerCase() ?? domainOf(from), selector, privateKey };
}
