import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadSample } from '@ecou/tools/sample/index.ts';
import { startPlatform, type Deployment } from './deployment.js';

const run = promisify(execFile);
const minute = 60_000;
const readme = join(import.meta.dirname, '../../../README.md');

describe('the tour of the README', () => {
  let ecou: Deployment;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-tour-'));
    ecou = await startPlatform();
    await loadSample({ url: ecou.url, key: ecou.key });
  }, 2 * minute);

  afterAll(async () => {
    await ecou.stop();
    await rm(dir, { recursive: true, force: true });
  }, minute);

  it(
    'runs as it is written, and shows what it says',
    async () => {
      const blocks = [...(await readFile(readme, 'utf8')).matchAll(/<!-- tour -->\s*```sh\n(.*?)```/gs)].map(
        ([, code]) => code,
      );
      expect(blocks).toHaveLength(9);
      // A line that is no answer of ours parts what each block prints.
      const script = blocks.join('\necho; echo ----\n');
      const { stdout } = await run('bash', ['-eu', '-c', script], {
        cwd: dir,
        env: { PATH: process.env['PATH'] ?? '', ECOU: ecou.url, KEY: ecou.key },
      });
      const [sessions, report, map, mail, followed, corrected, heard, registered, petition] = stdout.split('\n----\n');
      expect(sessions?.match(/"name":"consultation-sessions"/g)).toHaveLength(3);
      expect(sessions).toContain('"difference":20');
      expect(report).toContain('"total":23');
      expect(await readFile(join(dir, 'report.html'), 'utf8')).toContain('<html lang="en"');
      const fileOf = (name: string) => readFile(join(dir, name), 'utf8');
      expect(await fileOf('report.pdf')).toMatch(/^%PDF-1\.7/);
      expect(await fileOf('session.html')).toContain('<script type="application/ld+json">');
      expect((await fileOf('calendar.ics')).match(/^BEGIN:VEVENT/gm)?.length).toBeGreaterThanOrEqual(3);
      expect(await fileOf('publications.atom')).toContain('Report published: ');
      expect(await fileOf('civic-events.csv')).toMatch(/^\ufeffid,/);
      expect(JSON.parse(await fileOf('dry-run.json'))).toMatchObject({
        dryRun: true,
        created: 0,
        changed: 0,
        failed: 0,
      });
      expect(map?.match(/"distance":\d/g)).toHaveLength(3);
      expect(map).toContain('"FeatureCollection"');
      expect(mail).toContain('ana@example.ro');
      expect(await readFile(join(dir, 'confirmed.html'), 'utf8')).toContain('Ați confirmat');
      expect(followed).toContain('"total":45},"unreconciled":[{');
      expect(followed).toContain('"status":"in-progress"');
      expect(corrected).toContain('"version":1');
      expect(heard?.match(/"purpose":"report-published"/g)).toHaveLength(1);
      expect(heard).toContain('AttendanceCorrected');
      expect(registered).toContain('"state":"waiting"');
      expect(registered).toContain('"taken":5');
      expect(petition).toMatch(/"number":"\d{4}-\d{6}"/);
      expect(petition).toContain('Lampa a fost schimbată.');
    },
    2 * minute,
  );

  /** Runs the steps of a guide as they are written, in one shell; what each of them prints. */
  async function stepsOf(guide: string): Promise<readonly string[]> {
    const text = await readFile(join(import.meta.dirname, '../../../docs', guide), 'utf8');
    const steps = [...text.matchAll(/<!-- guide -->\s*```sh\n(.*?)```/gs)].map(([, code]) => code);
    const { stdout } = await run('bash', ['-eu', '-c', steps.join('\necho ----\n')], {
      cwd: dir,
      env: { PATH: process.env['PATH'] ?? '', ECOU: ecou.url, KEY: ecou.key },
    });
    return stdout.split('----\n');
  }

  it(
    'goes on in the guide to a consultation, whose steps run as they are written',
    async () => {
      const [, registered, , settled] = await stepsOf('running-a-consultation.md');
      expect(registered).toContain('"state":"confirmed-seat"');
      expect(registered).toContain('"state":"waiting"');
      expect(settled).toContain('"state":"to-confirm"');
      expect(settled).toContain('"invited":1');
      expect(settled).toContain('"attended":3');
      expect(await readFile(join(dir, 'session-report.html'), 'utf8')).toContain('Participants');
    },
    minute,
  );

  it(
    'and in the guide to petitions',
    async () => {
      const [, receipt, due, done] = await stepsOf('handling-petitions.md');
      expect(receipt).toMatch(/"number":"\d{4}-\d{6}".*"answerBy":"\d{4}-\d\d-\d\d"/);
      expect(due).toContain('"department":"urban-mobility"');
      expect(done?.match(/"type":"PetitionAnswered"/g)).toHaveLength(2);
      expect(done).toContain('"type":"PetitionReopened"');
      expect(done).toContain('Și a doua groapă a fost reparată.');
    },
    minute,
  );

  it(
    'and in the guide to questionnaires',
    async () => {
      const [, , batches, , published] = await stepsOf('asking-what-people-think.md');
      expect(batches).toContain('"dryRun":true,"recorded":5,"repeated":0');
      expect(batches).toContain('"dryRun":false,"recorded":5,"repeated":0');
      expect(batches).toContain('"dryRun":false,"recorded":0,"repeated":5');
      expect((await readFile(join(dir, 'tokens.csv'), 'utf8')).trim().split('\r\n')).toHaveLength(1001);
      expect(await readFile(join(dir, 'responses.csv'), 'utf8')).toContain(
        ',token,ro,5,posters,,parks,Ghiduri scurte,guides',
      );
      expect(await readFile(join(dir, 'results.csv'), 'utf8')).toContain('suggestions,text,,Ce ne propuneți?');
      expect(published).toContain('"respondents":6');
      expect(published).toContain('"suppressed":true');
    },
    minute,
  );
});
