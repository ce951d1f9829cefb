import { createHash } from 'node:crypto';
import type { ParsedMail } from 'mailparser';
import type { Inbound } from '../conversation/inbound.js';

type Heads = ReadonlyMap<string, string>;

/** Loaded with the first mail. */
const parse = async (raw: Buffer | string): Promise<ParsedMail> => (await import('mailparser')).simpleParser(raw);

/** Fields of a mail's head by their names in small letters, their values in small letters too; the last where one stands there twice. */
const headsOf = ({ headerLines }: Pick<ParsedMail, 'headerLines'>): Heads =>
  new Map(
    headerLines.map(({ key, line }) => [
      key,
      line
        .slice(line.indexOf(':') + 1)
        .trim()
        .toLowerCase(),
    ]),
  );

/**
 * True for what a program or a mailing list sent, and nobody is to answer by a program (RFC 3834, sections 2 and 5; RFC 2369; RFC 2919). `Precedence` is
 * no standard, but lists and programs use it.
 */
function isAutomatic(heads: Heads): boolean {
  const submitted = heads.get('auto-submitted');
  if (submitted !== undefined && !/^no\b/.test(submitted)) return true;
  if (heads.get('return-path') === '<>' || heads.has('x-auto-response-suppress')) return true;
  if (/^(?:bulk|list|junk)\b/.test(heads.get('precedence') ?? '')) return true;
  return [...heads.keys()].some((name) => name.startsWith('list-'));
}

/** A report on a mail (RFC 6522): it goes to the folder of returns, and is no message. */
const isReport = (heads: Heads): boolean => heads.get('content-type')?.startsWith('multipart/report') ?? false;

/** A mail without an id has the one that its bytes give it. */
const idOf = ({ messageId }: ParsedMail, raw: Buffer | string): string =>
  messageId ?? createHash('sha256').update(raw).digest('hex');

/** The plain text; of a mail of several parts, of which none is plain, that of its HTML: the library makes it of mails of one part only. */
async function plainTextOf({ text, html }: ParsedMail): Promise<string> {
  if (text !== undefined || html === false) return text ?? '';
  return (await parse(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`)).text ?? '';
}

/** Subject and text are one message. */
const textIn = async (mail: ParsedMail): Promise<string> =>
  [mail.subject ?? '', await plainTextOf(mail)]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n');

/**
 * The message that a mail (RFC 5322) is; `undefined` for a report, for what has no sender, and for what this platform sent itself.
 * Files stay behind. `own`: addresses that mails of this platform come from, in small letters.
 */
export async function readMail(
  raw: Buffer | string,
  { own, receivedAt }: { readonly own: readonly string[]; readonly receivedAt: string },
): Promise<Inbound | undefined> {
  const mail = await parse(raw);
  const heads = headsOf(mail);
  const from = mail.from?.value[0]?.address;
  if (from === undefined || from === '' || isReport(heads) || own.includes(from.toLowerCase())) return undefined;
  const files = mail.attachments.filter(({ related }) => !related).length;
  return {
    ...{ channel: 'email', reference: idOf(mail, raw), from, text: await textIn(mail), receivedAt },
    ...{ isAutomatic: isAutomatic(heads), files },
  };
}
