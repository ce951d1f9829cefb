import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyLibraries, type Workspace } from '../guards/workspace.ts';
import { eventsFiles } from './contexts.ts';
import { generate } from './main.ts';

const root = join(import.meta.dirname, '../..');
const minutes = 60_000;
const petitions = relative(
  root,
  dirname(eventsFiles(join(root, 'libs/feedback/src')).find(({ category }) => category === 'petition')?.path ?? ''),
);

describe('a verb that is generated', () => {
  let workspace: Workspace;
  const written = new Set<string>();
  const generated = async (command: string) => {
    for (const path of await generate(workspace.folder, command.split(' ')))
      written.add(relative(workspace.folder, path));
  };
  const text = (path: string) => readFileSync(join(workspace.folder, path), 'utf8');
  const run = (bin: string, ...args: string[]) => {
    const options = { cwd: workspace.folder, env: { ...process.env, NO_COLOR: '1' }, encoding: 'utf8' } as const;
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    const child = spawnSync(process.execPath, [...flags, join(root, 'node_modules/.bin', bin), ...args], options);
    return { code: child.status, output: child.stdout + child.stderr };
  };

  beforeAll(async () => {
    workspace = copyLibraries();
    await generated('verb feedback petition PausePetition PetitionPaused handling reason:personal until:date?');
    await generated('verb feedback petition ResumePetition PetitionResumed petitioner');
    const config = `import config from './jest.config.mjs';\nexport default { ...config, projects: undefined, ...config.projects[0], rootDir: import.meta.dirname };\n`;
    writeFileSync(join(workspace.folder, 'jest.unit.mjs'), config);
  }, minutes);
  afterAll(() => {
    workspace.remove();
  });

  it('stands in all of its places', () => {
    const production = [...written].filter((path) => !/\.(spec|samples)\.ts$|\.json$/.test(path));
    expect(production.sort()).toEqual(
      [
        'petition.events.ts',
        'petition.fold.ts',
        'rules/handling.decider.ts',
        'rules/petitioner.decider.ts',
        'verbs/handling.verbs.ts',
        'verbs/petitioner.verbs.ts',
      ].map((file) => `${petitions}/${file}`),
    );
    expect(text(`${petitions}/petition.fold.ts`)).toContain('PetitionPaused: (state) => state,');
    expect(text(`${petitions}/rules/handling.decider.ts`)).toContain('PausePetition: pausePetition,');
    expect(text(`${petitions}/verbs/handling.verbs.ts`)).toContain(
      'reason: personalText(5000), until: optional(z.iso.date())',
    );
    expect(text(`${petitions}/petition.samples.ts`)).toContain('PetitionResumed: {}');
  });

  it(
    'compiles, is laid out, and is accepted by the lint',
    () => {
      const { output } = run('tsc', '-p', '.');
      expect(output.split('\n').filter((line) => line.startsWith('libs/feedback/'))).toEqual([]);
      expect(run('prettier', '--check', '--log-level', 'warn', ...written)).toEqual({ code: 0, output: '' });
      const sources = [...written].filter((path) => path.endsWith('.ts'));
      expect(run('eslint', '--max-warnings', '0', ...sources)).toEqual({ code: 0, output: '' });
    },
    4 * minutes,
  );

  it(
    'passes its own spec',
    () => {
      const specs = [...written].filter((path) => path.endsWith('.decider.spec.ts'));
      const { code, output } = run('jest', '-c', 'jest.unit.mjs', '--verbose', ...specs);
      expect(output).toMatch(/PausePetition\s+✓ is put on record/);
      expect(code).toBe(0);
    },
    2 * minutes,
  );

  it.each([
    ['feedback petition CleanPetition PetitionCleaned cleaning', 'no group of verbs cleaning; it has: answering, '],
    ['feedback petition ClosePetition PetitionShut closing', 'has a verb ClosePetition already'],
    ['facilities facility PaintFacility FacilityPainted painting', 'has no group of verbs painting'],
    ['feedback petition closePetition PetitionShut closing', 'written like CivicEventHeld'],
  ])('is refused: %s', async (command, told) => {
    await expect(generate(workspace.folder, ['verb', ...command.split(' ')])).rejects.toThrow(told);
  });
});
