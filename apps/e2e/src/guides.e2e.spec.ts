import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ecou/event-sourcing/testing';
import { nodeCommand } from '@ecou/tools/processes.ts';
import { loadSample } from '@ecou/tools/sample/index.ts';
import { guides, runIn, scriptOf } from '@ecou/tools/testing/guides.ts';
import { startPlatform, type Deployment } from './deployment.js';

const run = promisify(execFile);
const minute = 60_000;
const root = join(import.meta.dirname, '../../..');

interface Route {
  readonly method: string;
  /** The text between the slashes; undefined for a parameter. */
  readonly parts: readonly (string | undefined)[];
}

const partsOf = (path: string): Route['parts'] =>
  path
    .split('/')
    .filter(Boolean)
    .map((part) => (/[{<]/.test(part) ? undefined : part));

/** The routes that a text names between its blocks, such as `GET /petitions/{id}/history`, `…/open` or `/docs`: whole, or their end. */
const routesIn = (text: string): (Route & { readonly named: string })[] =>
  [
    ...text.replaceAll(/```.*?```/gs, '').matchAll(/`((?:(GET|PUT|POST|DELETE) )?(?:…|\.{3})?(\/[^\s`?]+)[^\s`]*)`/g),
  ].map(([, named = '', method = '', path = '']) => ({ named, method, parts: partsOf(path) }));

/** True where the route is the one that is named, or ends as it does; only what is named whole may have a value in the place of a parameter. */
function isNamed(route: Route, { method, parts }: Route): boolean {
  const end = route.parts.slice(-parts.length);
  const isWhole = route.parts.length === parts.length;
  const fits = (part: string | undefined, own: string | undefined) =>
    part === undefined || part === own || (isWhole && own === undefined);
  return (
    (method === '' || method === route.method) &&
    end.length === parts.length &&
    parts.every((part, index) => fits(part, end[index]))
  );
}

/** Takes a package from this repository, in the version that the guide names: no registry is asked in a test. */
const npm = `#!/bin/bash -eu
[ "$1 $2" = 'install --silent' ]
name=\${3%@*}
[ "$(node -p "require('${root}/node_modules/$name/package.json').version")" = "\${3##*@}" ]
mkdir -p "node_modules/$(dirname "$name")"
ln -sfn "${root}/node_modules/$name" "node_modules/$name"
`;

describe('the guides, each on what the one before has left', () => {
  let ecou: Deployment;
  let dir: string;
  let folder: string;
  const taken = new Set<string>();

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ecou-guides-'));
    await mkdir(join(dir, 'bin'));
    await writeFile(join(dir, 'bin/npm'), npm);
    await chmod(join(dir, 'bin/npm'), 0o755);
    ecou = await startPlatform({ host: 'localhost' });
    await loadSample({ url: ecou.url, key: ecou.key });
  });

  afterAll(async () => {
    await ecou.stop();
    await rm(dir, { recursive: true, force: true });
  });

  /** Does what is written there, as a reader with a shell does who was given an address and a key; answers what each block prints. */
  async function take(...names: readonly (typeof guides)[number][]): Promise<readonly string[]> {
    for (const name of names) taken.add(name);
    const script = scriptOf(names.flatMap(runIn));
    const { PATH = '', HOME = '' } = process.env;
    const VERIFIER = join(root, 'libs/client/verify.mjs');
    const env = { PATH: [join(dir, 'bin'), PATH].join(delimiter), HOME, ECOU: ecou.url, KEY: ecou.key, VERIFIER };
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env,
      timeout: minute,
    }).catch((error: unknown) => {
      const { message, stdout: printed = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
      throw new Error(`${names.join(', ')}: ${printed.slice(-2000)}\n${stderr.slice(-1000)}`, {
        cause: message.slice(0, 200),
      });
    });
    return stdout.split('\n----\n');
  }

  const saved = (name: string) => readFile(join(folder, name), 'utf8');

  describe.each(['once', 'and again'])('%s', (time) => {
    const first = time === 'once';

    beforeAll(async () => {
      folder = join(dir, time);
      await mkdir(folder);
    });

    it('the tour of the README', async () => {
      const printed = await take('README.md');
      expect(printed).toHaveLength(9);
      const [sessions, report, map, mail, followed, corrected, heard, registered, petition] = printed;
      expect(sessions?.match(/"name":"consultation-sessions"/g)).toHaveLength(3);
      if (first) expect(sessions).toContain('"difference":20');
      expect(report).toContain('"total":23');
      expect(report).toMatch(/"dryRun":true,"created":0,"changed":0,"unchanged":\d+,"failed":0/);
      expect(await saved('report.html')).toContain('<html lang="en"');
      expect(await saved('report.pdf')).toMatch(/^%PDF-1\.7/);
      expect(await saved('session.html')).toContain('<script type="application/ld+json">');
      expect((await saved('calendar.ics')).match(/^BEGIN:VEVENT/gm)?.length).toBeGreaterThanOrEqual(3);
      expect(await saved('publications.atom')).toContain('Report published: ');
      expect(await saved('civic-events.csv')).toMatch(/^\ufeffid,/);
      expect(map?.match(/"distance":\d/g)).toHaveLength(3);
      expect(map).toContain('"FeatureCollection"');
      expect(mail).toMatch(/^To: ana\.\d+@example\.ro\nSubject: Confirmați că doriți să fiți informat\(ă\)$/m);
      expect(await saved('confirmed.html')).toContain('Ați confirmat');
      if (first) expect(followed).toContain('"total":45},"unreconciled":[{');
      expect(followed).toContain('"status":"in-progress"');
      expect(corrected).toContain('"version":1,"changeNote":null');
      expect(heard?.match(/"purpose":"report-published"/g)).toHaveLength(1);
      expect(heard).toContain('AttendanceCorrected');
      expect(registered).toContain('"state":"waiting"');
      expect(registered).toContain(`"page":"${ecou.url}/events/v1/registrations/`);
      expect(registered).toContain('"taken":5');
      expect(petition).toMatch(/"number":"\d{4}-\d{6}"/);
      expect(await saved('petition.html')).toContain('Lampa a fost schimbată.');
    });

    it('a consultation, and what follows it in the same shell', async () => {
      const printed = await take('docs/running-a-consultation.md', 'docs/following-up-a-consultation.md');
      expect(printed).toHaveLength(9);
      const [planned, registered, seen, settled, said, , declined, words, programme] = printed;
      expect(planned?.match(/"version":\d/g)).toHaveLength(4);
      expect(registered).toContain('"state":"confirmed-seat"');
      expect(registered).toContain('"state":"waiting"');
      expect(registered).toContain(`"page":"${ecou.url}/events/v1/registrations/`);
      expect(seen?.match(/"version":\d/g)).toHaveLength(3);
      expect(settled).toContain('"state":"to-confirm"');
      expect(settled).toContain('"invited":1');
      expect(settled).toContain('"attended":3');
      expect(said).toContain('"version":6');
      expect(await saved('session-report.html')).toContain('Participants');
      expect(declined).toContain('"status":"declined"');
      expect(declined).toContain('"promoted":{"from":"suggestion"');
      expect(words).toMatch(/"version":\d+\}/);
      expect((await ecou.visitor.get('/events/v1/taxonomies/attendance-categories')).body.entries.at(-1)).toMatchObject(
        {
          id: 'pupil',
          name: { ro: 'Elevi', en: 'Pupils' },
        },
      );
      expect(programme).toContain('"title":{"ro":"Program de exemplu"}');
      expect(programme).toContain('"attendance":{"state":"reconciled","total":3');
    });

    it('questionnaires', async () => {
      const printed = await take('docs/asking-what-people-think.md');
      expect(printed).toHaveLength(5);
      const [, asked, batches, , published] = printed;
      expect(asked?.match(/"version":\d/g)).toHaveLength(4);
      expect(batches).toContain('"dryRun":true,"recorded":10,"repeated":0');
      expect(batches).toContain('"dryRun":false,"recorded":10,"repeated":0');
      expect(batches).toContain('"dryRun":false,"recorded":0,"repeated":10');
      expect((await saved('tokens.csv')).trim().split('\r\n')).toHaveLength(1001);
      expect(await saved('responses.csv')).toContain(',token,ro,5,posters,,parks,Ghiduri scurte,guides');
      expect(await saved('results.csv')).toContain('suggestions,text,,Ce ne propuneți?');
      expect(published).toContain('"respondents":11');
      // Nothing is withheld.
      expect(published).toContain('"mean":4.55');
      expect(published?.match(/"count":[56]\b/g)).toHaveLength(4);
      expect(published).not.toContain('"suppressed",');
    });

    it('ballots, by a client outside the repository', async () => {
      const printed = await take('docs/answering-by-ballot.md');
      expect(printed).toHaveLength(3);
      const [asked, , answered] = printed;
      expect(asked).toMatch(/"fingerprint":"[0-9a-f]{64}"/);
      expect((await saved('ballot/ballot-tokens.csv')).trim().split('\r\n')).toHaveLength(41);
      expect(answered).toContain('{ accepted: true }');
    });

    it('petitions', async () => {
      const steps = await take('docs/handling-petitions.md');
      expect(steps).toHaveLength(15);
      expect(steps[1]?.match(/"key":"ecou_/g)).toHaveLength(3);
      const step = (about: RegExp) => steps.find((printed) => about.test(printed)) ?? '';
      const done = step(/"type":"PetitionAnswered"/);
      expect(step(/"dryRun":true,"created"/)).toContain('"created":1');
      const [, number = ''] = /"number":"([\d-]+)"/.exec(step(/"statusUrl"/)) ?? [];
      // By the contact, by words, and as something similar.
      expect(steps[4]?.split(`"number":"${number}"`).length).toBe(4);
      expect(step(/"carried-over"/)).toMatch(/"id":"registered","section":"came-in".*?"value":[1-9]/);
      expect(await saved('raport.html')).toContain('Raport semestrial privind petițiile');
      expect((await saved('raport.pdf')).slice(0, 5)).toBe('%PDF-');
      expect(step(/"statusUrl"/)).toMatch(/"number":"\d{4}-\d{6}".*"answerBy":"\d{4}-\d\d-\d\d"/);
      expect(step(/"deadlineState":"due/)).toContain('"department":"urban-mobility"');
      expect(done.match(/"type":"PetitionAnswered"/g)).toHaveLength(3);
      expect(done).toContain('"type":"PetitionReopened"');
      expect(done).toContain('Și a doua groapă a fost reparată.');
      expect(step(/"code":"in-work"/)).toMatch(/"salutation":"Stimate\(ă\) Ana Exemplu,".*"missing":\[\]/);
      expect((await saved('dosar.pdf')).slice(0, 5)).toBe('%PDF-');
      expect(step(/"outgoing/i)).toMatch(/E-\d{4}-\d{6}/);
      expect((await saved('letter.pdf')).slice(0, 5)).toBe('%PDF-');
      const [together, files, queues, readings] = steps.slice(-5);
      expect(together?.match(/"version":\d/g)).toHaveLength(7);
      expect(files).toMatch(/\}Formular sintetic\n/);
      expect(queues).toContain('"status":"to-sign"');
      expect(queues).toContain('"dryRun":true,"done":1,"unchanged":0,"refused":1');
      expect(readings).toContain('"version":');
    });

    it('reports of other apps', async () => {
      const printed = await take('docs/open311.md');
      expect(printed).toHaveLength(3);
      const [number] = /(?<="service_request_id":")\d{4}-\d{6}/.exec(printed[2] ?? '') ?? [];
      expect(printed[2]).toContain('<service_requests>');
      // A list may come a moment after what it lists.
      await until(async () => {
        const list = await fetch(`${ecou.url}/feedback/open311/v2/requests.xml?status=open`);
        return (await list.text()).includes(`<service_request_id>${number}</service_request_id>`);
      }, 'the request to be listed');
    });

    it('the map, kept and read', async () => {
      const [kinds, added, kept] = await take('docs/keeping-the-map.md');
      // Added, its verification and its incentive planned.
      expect([kinds, added]).toEqual([expect.stringContaining('"version":'), expect.stringContaining('"version":3')]);
      expect(kept).toMatch(/"plug":"ccs".*"verifyDueOn":"\d{4}-\d\d-\d\d"/);
      const [, clusters, found, stood] = await take('docs/reading-the-map.md');
      const { features } = JSON.parse(await saved('facilities.geojson')) as { features: readonly object[] };
      expect(features.length).toBeGreaterThan(10);
      expect(clusters).toContain('"type":"FeatureCollection"');
      expect(found?.match(/"items":\[/g)).toHaveLength(2);
      expect(stood).toContain('"type":"FeatureCollection"');
    });

    it('exports and imports', async () => {
      const printed = await take('docs/exports-and-imports.md');
      expect(printed).toHaveLength(5);
      const [, , events, , attendance] = printed;
      expect((await saved('sessions.csv')).trim().split('\n')).toHaveLength(4);
      const [dryRun, done] = events?.trim().split('\n') ?? [];
      const outcome = first ? '"created":1,"changed":0,"unchanged":0' : '"created":0,"changed":0,"unchanged":1';
      expect(dryRun).toContain(`"dryRun":true,${outcome},"failed":0`);
      expect(done).toContain(`"dryRun":false,${outcome},"failed":0`);
      expect(attendance).toContain('"unchanged":1,"failed":0');
    });

    it('messages for other systems', async () => {
      const printed = await take('docs/receiving-messages.md');
      expect(printed).toHaveLength(6);
      const [, pages, events, , endpoint, removed] = printed;
      expect(endpoint).toContain('"secret":"whsec_..."');
      expect(endpoint).toContain('"status":"active"');
      expect(removed).toContain('"version":2');
      expect(pages).toContain('"items":[{"specversion":"1.0"');
      expect(pages?.match(/"position":1,/g)).toHaveLength(2);
      expect(pages).toContain('"type":"ecou.facilities.facility-added.v1"');
      expect(events).toMatch(/^id: 3\ndata: \{/m);
      const lines = (await saved('messages.ndjson')).trim().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { position: number }).position)).toEqual(
        lines.map((_, index) => index + 1),
      );
      expect(lines.length).toBeGreaterThan(50);
    });

    it('receipts and the public log', async () => {
      const [checked, audited, signed] = await take('docs/checking-a-receipt.md');
      expect(checked?.match(/^ok/gm)).toHaveLength(4);
      expect(checked).not.toContain('BAD');
      expect(audited).toMatch(/^ok {3}The log signed \d+ leaves\./m);
      expect(audited).not.toContain('BAD');
      expect(signed).toMatch(/"size":[1-9]/);
    });

    it('people who sign in', async () => {
      const printed = await take('docs/signing-in.md');
      expect(printed).toHaveLength(6);
      const [invited, link, recovery, roles, disabled, rotated] = printed;
      expect(invited).toContain('"state":"invited","roles":["registry"]');
      expect(link).toContain('"expiresAt"');
      expect(recovery).toContain('register a new passkey');
      expect(roles).toContain('"version":3');
      expect(disabled).toContain('"state":"disabled","roles":["editor"]');
      expect(rotated).toContain('"olderUntil":"2099-01-01T00:00:00Z"');
    });

    it('the audit', async () => {
      const printed = await take('docs/auditing.md');
      expect(printed).toHaveLength(4);
      expect(printed[0]).toContain('"outcome":"done"');
      expect(await saved('audit.csv')).toMatch(/^id,at,actor,outcome,operation/);
      const [line = ''] = (await saved('audit.ndjson')).split('\n');
      expect(JSON.parse(line)).toMatchObject({ actor: expect.any(String), outcome: expect.any(String) });
    });
  });

  it('are all taken', () => {
    expect([...taken].sort()).toEqual([...guides].sort());
  });

  it('name only routes that are there', async () => {
    const { paths } = (await ecou.visitor.get('/openapi.json')).body as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), parts: partsOf(path) })),
    );
    const others = ['/docs', '/var/lib/ecou/', '/feedback/open311'];
    const missing: string[] = [];
    for (const file of ['README.md', ...globSync('docs/*.md', { cwd: root })]) {
      const text = await readFile(join(root, file), 'utf8');
      for (const { named, ...route } of routesIn(text))
        if (!others.includes(named) && !routes.some((each) => isNamed(each, route))) missing.push(`${file}: ${named}`);
    }
    expect(missing).toEqual([]);
    const petitions = await readFile(join(root, 'docs/handling-petitions.md'), 'utf8');
    const cells = [...petitions.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) +\|/gm)].map(([, cell = '']) => cell);
    const verbs = cells.flatMap((cell) => cell.replaceAll('`', '').split(', '));
    expect(verbs.length).toBeGreaterThan(20);
    expect(verbs.filter((verb) => !(`/feedback/v1/petitions/{id}/${verb}` in paths))).toEqual([]);
  });

  it('give another key to whoever has the database, as a container makes it', async () => {
    const [node, ...flags] = nodeCommand('apps/platform/dist/first-key/main.js');
    const env = { PATH: process.env['PATH'], IDENTITY_DATABASE_URL: ecou.database('events').url };
    const make = (...more: readonly string[]) => run(node, [...flags, ...more], { cwd: root, env });
    await expect(make()).rejects.toMatchObject({
      code: 1,
      stderr: 'The first key was made before. If it is lost, --another makes one more.\n',
    });
    const key = (await make('--another')).stdout.trim();
    const answer = await fetch(`${ecou.url}/identity/v1/keys`, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
  });
});
