import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava } from '../java/java.ts';
import { jarsOf } from '../java/maven.ts';

/** The verdict on a document as Ecou makes them: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1). */
export const soundPdf = ['2a PASS', 'ua1 PASS'];

/** The second compiler costs more than it saves in so short a run. */
const java = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * The verdicts of veraPDF on documents by their names: for each, the standards that it declares, each with `PASS`, or `FAIL` and the rules that it
 * breaks; none for what is no PDF. One JVM reads them all. Throws where Java or Maven is missing, in a sentence that says what to install.
 */
export async function veraPdf(
  documents: Readonly<Record<string, Uint8Array>>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const pom = join(import.meta.dirname, 'verapdf.xml');
  const [command, jars, folder] = await Promise.all([
    findJava('veraPDF'),
    jarsOf('veraPDF', { pom, artifactId: 'greenfield-apps' }),
    mkdtemp(join(tmpdir(), 'ecou-verapdf-')),
  ]);
  try {
    const files = Object.entries(documents).map(([name, bytes]) => [join(folder, `${name}.pdf`), bytes] as const);
    await Promise.all(files.map(([file, bytes]) => writeFile(file, bytes)));
    const options = ['--flavour', '0', '--format', 'text', '--verbose', ...files.map(([file]) => file)];
    const { stdout } = await execa(
      command,
      [...java, '-cp', join(jars, '*'), 'org.verapdf.apps.GreenfieldCliWrapper', ...options],
      // It answers 1 where a document breaks a rule.
      { reject: false },
    );
    return Object.fromEntries(Object.keys(documents).map((name) => [name, verdictsOn(join(folder, name), stdout)]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Its output has a line `PASS <file> 2a` or `FAIL <file> ua1` per standard, and after it a line for each rule that was broken. */
function verdictsOn(file: string, output: string): readonly string[] {
  const verdicts: string[] = [];
  let about = false;
  for (const line of output.split('\n')) {
    const [, verdict, of, standard] = /^(PASS|FAIL) (.*)\.pdf (\w+)$/.exec(line) ?? [];
    if (verdict !== undefined) about = of === file;
    if (!about) continue;
    if (verdict !== undefined) verdicts.push(`${standard} ${verdict}`);
    else if (line.trim() !== '') verdicts.push(`${verdicts.pop()}${line.replace('FAIL', '').trimEnd()}`);
  }
  return verdicts.sort();
}
