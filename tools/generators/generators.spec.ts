import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyLibraries, type Workspace } from '../guards/workspace.ts';
import { keepViews } from './keep-views.ts';
import { generate } from './main.ts';

const root = join(import.meta.dirname, '../..');
/** The commands that CONTRIBUTING tells to give. */
const recipes = [
  ...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^npm run generate -- (?!freeze)(.+)$/gm),
].map(([, command = '']) => command);

interface Run {
  readonly code: number | null;
  readonly output: string;
}

describe('the generators', () => {
  let workspace: Workspace;
  const written = new Set<string>();

  const generateAll = async (commands: readonly string[]) => {
    for (const command of commands)
      for (const path of await generate(workspace.folder, command.split(' ')))
        written.add(relative(workspace.folder, path));
  };
  const run = (bin: string, ...args: string[]): Promise<Run> =>
    new Promise((resolve, reject) => {
      const options = { cwd: workspace.folder, env: { ...process.env, NO_COLOR: '1' } };
      const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
      const child = spawn(process.execPath, [...flags, join(root, 'node_modules/.bin', bin), ...args], options);
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code, output });
      });
    });
  const text = (path: string) => readFileSync(join(workspace.folder, path), 'utf8');

  beforeAll(async () => {
    workspace = copyLibraries();
    await generateAll([
      ...recipes,
      'event facilities lamp-post LampPostLit by:text at:instant',
      'view facilities lit-lamp-posts LampPostCreated LampPostLit',
      'contract facilities lamp-post-lit at:instant --of LampPostLit',
      'contract facilities lamp-post-lit at:instant place:text?',
      'contract facilities lamp-post-keeper keeper:personal --internal',
      'event facilities facility FacilityPainted colour:text',
      'contract facilities facility-painted colour:text --of FacilityPainted',
      'policy facilities paint-resumes FacilityPainted facility ResumeFacility',
      'policy facilities report-opens ReportPublishedV1 facility OpenFacility',
      'aggregate events sponsor',
      'event events programme ProgrammeEnded endedAt:instant',
      'view events programme-endings ProgrammeEnded SponsorCreated',
      'contract events programme-ended endedAt:instant --of ProgrammeEnded',
      'policy events ended-starts ProgrammeEnded programme StartProgramme',
      'aggregate feedback survey-panel name:text',
      'event feedback questionnaire QuestionnaireReminded at:instant',
      'contract feedback questionnaire-reminded at:instant --of QuestionnaireReminded',
      'aggregate notifications sender address:url',
      'event notifications subscriber NoteKept note:personal',
      'view notifications notes NoteKept',
    ]);
    const config = `import config from './jest.config.mjs';\nexport default { ...config, projects: undefined, ...config.projects[0], rootDir: import.meta.dirname };\n`;
    writeFileSync(join(workspace.folder, 'jest.unit.mjs'), config);
  });
  afterAll(() => {
    workspace.remove();
  });

  it('write what compiles', async () => {
    const { output } = await run('tsc', '-b');
    const complaints = output.split('\n').filter((line) => written.has(line.replace(/\(.*/, '')));
    expect(complaints).toEqual([]);
    expect(output).not.toContain('Cannot find type definition');
  });

  it('write what the lint accepts', async () => {
    const { code, output } = await run(
      'eslint',
      '--max-warnings',
      '0',
      ...[...written].filter((path) => path.endsWith('.ts')),
    );
    expect(output).toBe('');
    expect(code).toBe(0);
  });

  it('write what is laid out, and keeps the boundaries', async () => {
    expect(await run('prettier', '--check', '--log-level', 'warn', ...written)).toEqual({ code: 0, output: '' });
    const { output } = await run('depcruise', '--config', '.dependency-cruiser.js', '--output-type', 'err', 'libs');
    expect([...written].filter((path) => output.includes(path))).toEqual([]);
  });

  it('write specs that pass, and golden forms that are read', async () => {
    await keepViews(workspace.folder, ['facilities', 'events', 'feedback', 'notifications'], 'jest.unit.mjs');
    const own = [...written].filter((path) => path.endsWith('.spec.ts'));
    const { code, output } = await run('jest', '-c', 'jest.unit.mjs', '--verbose', ...own, 'golden.spec.ts');
    expect(output).toContain('reads LampPostLit as stored in version 1');
    expect(output).toContain('reads NoteKept as stored in version 1');
    expect(output).toContain('reads PetitionPaused as stored in version 1');
    expect(output).toContain('lit_lamp_posts comes to the same as long as its version does');
    expect(text('libs/facilities/src/views/folds.ts')).toMatch(/lit_lamp_posts: \{[^}]+'LampPostLit\.v1': /);
    expect(text('libs/feedback/src/views/folds.ts')).toContain("'QuestionnaireReminded.v1'");
    expect(code).toBe(0);
  });

  it('are given as CONTRIBUTING tells, one for each kind', () => {
    const kinds = ['event', 'view', 'contract', 'policy', 'aggregate'];
    expect(recipes.map((recipe) => recipe.replace(/ .*/, ''))).toEqual(kinds);
  });

  it('put each thing where its kind stands', () => {
    expect([...written].filter((path) => path.includes('lamp-post')).map((path) => basename(path))).toEqual([
      'lamp-post.events.ts',
      'lamp-post.decider.ts',
      'lamp-post.decider.spec.ts',
      'lamp-post.aggregate.ts',
      'lamp-post.command.ts',
      'lamp-post.schemas.ts',
      'lamp-post.queries.ts',
      'lamp-post.controller.ts',
      'lamp-post.int.spec.ts',
      'lit-lamp-posts.view.ts',
      'lit-lamp-posts.view.spec.ts',
    ]);
    const context = text('libs/facilities/src/context.ts');
    for (const name of [
      'lampPostEvents',
      'litLampPosts',
      'LampPostController',
      'LampPostHandler',
      'GetLampPostHandler',
    ])
      expect(context.split(name).length).toBeGreaterThan(2);
    expect(text('libs/facilities/src/publish.ts')).toContain(
      'LampPostLit: ({ stream, data: { at } }) => as(LampPostLitV1, { lampPostId: idOf(stream), at })',
    );
    expect(text('libs/contracts/src/facilities.ts')).toContain("'ecou.facilities.lamp-post-lit.v2'");
    expect(text('libs/contracts/src/facilities.ts')).toMatch(/keeper: personalEnvelope \}\),\n\s+'internal',/);
    expect(text('libs/facilities/src/policies.ts')).toContain("onTimer('opening-day'");
  });

  it.each([
    ['', 'npm run generate'],
    ['event parks lamp-post LampPostLit', 'There is no context parks; there are: '],
    ['event facilities tower TowerBuilt', 'The context has no aggregate tower; it has: facility'],
    ['event facilities facility FacilityAdded', 'has an event FacilityAdded already'],
    ['event facilities facility facility-added', 'written like CivicEventHeld'],
    ['event facilities facility FacilitySold price:money', 'The field price:money is not of the form'],
    ['aggregate facilities facility', 'is there already'],
    ['aggregate facilities LampPost', 'written like civic-event'],
    ['aggregate facilities keeper name:personal', 'sealed before'],
    ['view facilities facility-map FacilityAdded', 'is there already'],
    ['view facilities empty', 'at least one event type'],
    ['view facilities towers TowerBuilt', 'has no event TowerBuilt'],
    ['contract facilities keeper-known name:personal', 'carries no personal field'],
    ['contract facilities facility-added-again --of FacilityAdded', 'publishes FacilityAdded already'],
    ['policy facilities p UnheardOfV1 facility OpenFacility', 'There is no contract UnheardOfV1'],
    ['policy facilities p FacilityAdded tower OpenFacility', 'The context has no TowerCommand'],
  ])('refuse "%s"', async (command, told) => {
    await expect(generate(workspace.folder, command.split(' '))).rejects.toThrow(told);
  });
});
