import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The output of one of Poppler's tools about a document. Throws where the tool is not there, or complains. */
async function read(tool: string, pdf: Uint8Array, ...options: readonly string[]): Promise<string> {
  const child = spawn(tool, [...options, '-', ...(tool === 'pdftotext' ? ['-'] : [])]);
  const ended = once(child, 'close').catch(() => {
    throw new Error(`These tests need ${tool}: install the package poppler-utils.`);
  });
  child.stdin.on('error', () => undefined).end(pdf);
  const [written, complaints] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (complaints !== '') throw new Error(`${tool}: ${complaints}`);
  return written;
}

/** The text of a document, in the order in which it is read. */
export const textOf = (pdf: Uint8Array): Promise<string> => read('pdftotext', pdf);

/** Title, author, language, tags... by name. */
export async function factsOf(pdf: Uint8Array): Promise<Readonly<Record<string, string>>> {
  const lines = (await read('pdfinfo', pdf)).split('\n');
  return Object.fromEntries(lines.map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*: */, '')]));
}

/** The tree of its tags, with the texts in it, one a line. */
export const structureOf = (pdf: Uint8Array): Promise<string> => read('pdfinfo', pdf, '-struct-text');
