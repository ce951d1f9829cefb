import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unsetTimers } from '../guards/timers.ts';
import { copyLibraries, type Workspace } from '../guards/workspace.ts';
import { keepViews } from './keep-views.ts';
import { generate } from './main.ts';

const root = join(import.meta.dirname, '../..');
const petition = 'libs/feedback/src/petitions/petition';
/** The commands that CONTRIBUTING tells to give. */
const recipes = [
  ...readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').matchAll(/^npm run generate -- (?!freeze|undo)(.+)$/gm),
].map(([, command = '']) => command);

describe('the generators', () => {
  let workspace: Workspace;
  const written = new Set<string>();

  const generateAll = async (commands: readonly string[]) => {
    for (const command of commands)
      for (const path of await generate(workspace.folder, command.split(' ')))
        written.add(relative(workspace.folder, path));
  };
  const text = (path: string) => readFileSync(join(workspace.folder, path), 'utf8');

  beforeAll(async () => {
    workspace = copyLibraries();
    await generateAll([
      ...recipes,
      'aggregate facilities/facilities lamp-post title:localizedText height:number?',
      'event facilities lamp-post LampPostLit by:text at:instant',
      'view facilities lit-lamp-posts LampPostCreated LampPostLit',
      'contract facilities lamp-post-lit at:instant --of LampPostLit',
      'contract facilities lamp-post-lit by:text --of LampPostLit',
      'contract facilities facility-added kind:text --of FacilityAdded',
      'contract facilities lamp-post-keeper keeper:personal --internal',
      'event facilities facility FacilityPainted colour:text at:instant',
      'policy facilities paint-resumes FacilityPainted facility ResumeFacility',
      'policy facilities dry-paint-opens timer:paint-dries facility OpenFacility --set-by LampPostLit.at',
      'policy facilities report-opens ReportPublishedV1 facility OpenFacility',
      'view events/outputs programme-pauses ProgrammePaused ReportPublished',
      'policy events paused-starts ProgrammePaused programme StartProgramme',
      'policy events end-is-noticed timer:registration-closes programme StartProgramme',
      'room feedback panels',
      'aggregate feedback/panels panel name:text',
      'event feedback panel PanelMet at:instant',
      'view feedback panel-list PanelCreated PanelMet',
      'contract feedback panel-met at:instant --of PanelMet',
      'event feedback questionnaire QuestionnaireReminded at:instant',
      'aggregate notifications/subscribers sender address:url',
      'event notifications subscriber NoteKept note:personal',
      'view notifications notes NoteKept',
      'verb feedback petition ResumePetition PetitionResumed petitioner',
    ]);
  });
  afterAll(() => {
    workspace.remove();
  });

  it('write what compiles', async () => {
    expect(await workspace.run('tsc', '-b')).toEqual({ ok: true, output: '' });
  });

  it('write what the lint accepts', async () => {
    const sources = [...written].filter((path) => path.endsWith('.ts'));
    expect(await workspace.run('eslint', '--max-warnings', '0', ...sources)).toEqual({ ok: true, output: '' });
  });

  it('write what is laid out, and keeps the boundaries', async () => {
    const layout = await workspace.run('prettier', '--check', '--log-level', 'warn', ...written);
    expect(layout).toEqual({ ok: true, output: '' });
    const config = ['--config', '.dependency-cruiser.js', '--output-type', 'err'];
    const { output } = await workspace.run('depcruise', ...config, 'libs');
    expect([...written].filter((path) => output.includes(path))).toEqual([]);
  });

  it('write specs that pass, and golden forms that are read', async () => {
    await keepViews(workspace.folder, ['facilities', 'events', 'feedback', 'notifications']);
    const own = [...written].filter((path) => path.endsWith('.spec.ts'));
    const { ok, output } = await workspace.jest('unit', [...own, 'golden.spec.ts']);
    expect(output).toContain('reads LampPostLit as stored in version 1');
    expect(output).toContain('reads NoteKept as stored in version 1');
    expect(output).toContain('reads PanelMet as stored in version 1');
    expect(output).toContain('lit_lamp_posts comes to the same as long as its version does');
    expect(text('libs/facilities/src/views/folds.ts')).toMatch(/lit_lamp_posts: \{[^}]+'LampPostLit\.v1': /);
    expect(text('libs/feedback/src/panels/views/folds.ts')).toContain("'PanelMet.v1'");
    expect(output).toMatch(/PausePetition\s+✓ is put on record/);
    expect(ok).toBe(true);
  });

  it('are given as CONTRIBUTING tells, one for each kind', () => {
    const kinds = ['room', 'aggregate', 'event', 'verb', 'view', 'contract', 'contract', 'policy'];
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
      'lamp-post.int.spec.ts',
      'lamp-post.reader.ts',
      'lamp-post.controller.ts',
      'lit-lamp-posts.view.ts',
      'lit-lamp-posts.view.spec.ts',
    ]);
    const module = text('libs/facilities/src/facilities.module.ts');
    for (const name of ['lampPost', 'litLampPosts', 'LampPostController', 'LampPostHandler', 'LampPostReader'])
      expect(module.split(name).length).toBeGreaterThan(2);
    expect(text('libs/feedback/src/context.ts')).toContain('PanelsModule]');
    expect(text('libs/feedback/src/panels/panels.module.ts')).toMatch(/views: \[panelList\],\s+publish\b/);
    expect(text('libs/events/src/consultations/consultations.module.ts')).toMatch(/\n\s+policies,\n/);
    const publish = text('libs/facilities/src/publish.ts').replaceAll(/\s+/g, ' ');
    expect(publish).toContain(
      'LampPostLit: ({ stream, data: { at, by } }) => [ as(LampPostLitV1, { lampPostId: idOf(stream), at }), as(LampPostLitV2, { lampPostId: idOf(stream), by }), ]',
    );
    expect(publish).toContain('as(FacilityAddedV2, { facilityId: idOf(event.stream), kind: event.data.kind })');
    expect(text('libs/contracts/src/facilities.ts')).toContain("'ecou.facilities.lamp-post-lit.v2'");
    expect(text('libs/contracts/src/facilities.ts')).toMatch(/keeper: personalEnvelope \}\),\n\s+'internal',/);
    expect(text('libs/facilities/src/policies.ts')).toContain('onTimer(paintDriesTimer, {');
    expect(text('libs/facilities/src/lamp-post/lamp-post.aggregate.ts')).toContain('dueAt: event.data.at');
    expect(text('libs/events/src/consultations/policies.ts')).toContain('onTimer(ledgerTimers.closes, {');
    expect(unsetTimers(workspace.folder)).toEqual([]);
  });

  it('put a verb into its groups', () => {
    const petitions = text(`${petition}/petition.fold.ts`);
    expect(petitions).toContain('PetitionPaused: (state) => state,');
    expect(text(`${petition}/rules/handling.decider.ts`)).toContain('PausePetition: pausePetition,');
    expect(text(`${petition}/verbs/handling.verbs.ts`)).toContain(
      'reason: personalText(5000), until: optional(z.iso.date())',
    );
    expect(text(`${petition}/petition.samples.ts`)).toContain('PetitionResumed: {}');
    const production = [...written].filter((path) => path.startsWith(petition) && !/\.(spec|samples)\.ts$/.test(path));
    expect(production.sort()).toEqual(
      [
        'petition.events.ts',
        'petition.fold.ts',
        'rules/handling.decider.ts',
        'rules/petitioner.decider.ts',
        'verbs/handling.verbs.ts',
        'verbs/petitioner.verbs.ts',
      ].map((file) => `${petition}/${file}`),
    );
  });

  it.each([
    ['', 'npm run generate'],
    ['event parks lamp-post LampPostLit', 'There is no context parks; there are: '],
    ['event facilities tower TowerBuilt', 'The context has no aggregate tower; it has: facility'],
    ['event facilities facility FacilityAdded', 'has an event FacilityAdded already'],
    ['event facilities facility facility-added', 'written like CivicEventHeld'],
    ['event facilities facility FacilitySold price:money', 'The field price:money is not of the form'],
    ['aggregate facilities/facilities facility', 'is there already'],
    ['aggregate facilities/facilities LampPost', 'written like civic-event'],
    ['aggregate facilities/facilities keeper name:personal', 'sealed before'],
    ['view facilities facility-map FacilityAdded', 'is there already'],
    ['view facilities empty', 'at least one event type'],
    ['view facilities towers TowerBuilt', 'has no event TowerBuilt'],
    ['contract facilities keeper-known name:personal', 'carries no personal field'],
    ['contract events point --of DiscussionPointRecorded', 'does more than fill in contracts'],
    ['policy facilities p timer:unset facility OpenFacility', 'No aggregate sets a timer unset'],
    ['policy events p timer:other programme StartProgramme --set-by SeatTaken.at', 'has side rows'],
    ['aggregate events sponsor', 'several rooms: say which, as in events/consultations or events/outputs or '],
    ['aggregate events/towers sponsor', 'has no room towers; it has: consultations, outputs, '],
    ['room events outputs', 'is there already'],
    ['policy facilities p UnheardOfV1 facility OpenFacility', 'There is no contract UnheardOfV1'],
    [
      'verb feedback petition CleanPetition PetitionCleaned cleaning',
      'no group of verbs cleaning; it has: answering, ',
    ],
    ['verb feedback petition ClosePetition PetitionShut closing', 'has a verb ClosePetition already'],
    ['verb facilities facility PaintFacility FacilityPainted painting', 'has no group of verbs painting'],
    ['verb feedback petition closePetition PetitionShut closing', 'written like CivicEventHeld'],
    ['policy facilities p FacilityAdded tower OpenFacility', 'The context has no TowerCommand'],
  ])('refuse "%s"', async (command, told) => {
    const contracts = text('libs/contracts/src/events.ts');
    await expect(generate(workspace.folder, command.split(' '))).rejects.toThrow(told);
    expect(text('libs/contracts/src/events.ts')).toBe(contracts);
  });
});
