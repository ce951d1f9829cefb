import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { differences, type Fold, type Folds } from '../views/fold.js';
import type { View } from '../views/view.js';
import { foldOf, type GoldenEvent } from './fold-of.js';
import { readFolds, writeFolds } from './folds-file.js';
import { git } from './git.js';
import { readGolden, type GuardedViews, type Variations } from './golden-files.js';

const command = 'ECOU_WRITE_GOLDEN=1 npm test -- golden';

/** The sentence that tells why a fold is not the one that is kept; `undefined` where it is. */
export function complaint(name: string, kept: Fold | undefined, fold: Fold): string | undefined {
  if (!kept) return `The fold of view ${name} is not kept yet: ${command} keeps it.`;
  if (kept.version !== fold.version)
    return `The view ${name} has got version ${fold.version}: ${command} keeps what its fold comes to.`;
  const changed = changes(kept, fold);
  if (changed.length > 0)
    return `The fold of view ${name} comes to something else under version ${fold.version} (${listed(changed)}): grow its version, then ${command}.`;
  const added = Object.keys(fold.events).filter((event) => kept.events[event] === undefined);
  if (added.length > 0)
    return `The view ${name} reads what is not kept yet (${listed(added)}): grow its version unless these events are new, then ${command}.`;
  return undefined;
}

/** The first few: what one event changes, those after it show too. */
const listed = (names: readonly string[]): string =>
  [...names.slice(0, 3), ...(names.length > 3 ? [`${names.length - 3} more`] : [])].join(', ');

function changes(kept: Fold, fold: Fold): readonly string[] {
  const gone = Object.keys(kept.events).filter((event) => fold.events[event] === undefined);
  return [
    ...(kept.table === fold.table ? [] : ['its columns or indexes']),
    ...differences(kept.events, fold.events),
    ...gone.map((event) => `${event}, which it reads no more`),
  ];
}

/**
 * True where a fold may take the place of the committed one: the view is new, its version grew, or the rows of events that a database may
 * hold stay the same. `isStored` tells whether a golden event was committed before.
 */
export function mayKeep(committed: Fold | undefined, fold: Fold, isStored: (event: string) => boolean): boolean {
  if (!committed || fold.version > committed.version) return true;
  const added = Object.keys(fold.events).filter((event) => committed.events[event] === undefined);
  return fold.version === committed.version && changes(committed, fold).length === 0 && !added.some(isStored);
}

/** The files of a folder as git knows them; without a repository, what stands in the folder counts as committed. */
class Committed {
  private readonly hasGit: boolean;

  constructor(
    private readonly folder: string,
    private readonly golden: readonly string[],
  ) {
    this.hasGit = git(folder, 'rev-parse', 'HEAD') !== undefined;
  }

  folds(): Folds {
    const file = 'views/folds.ts';
    const path = join(this.folder, file);
    if (this.hasGit) return readFolds(git(this.folder, 'show', `HEAD:./${file}`) ?? '');
    return existsSync(path) ? readFolds(readFileSync(path, 'utf8')) : {};
  }

  /** A variation is no stored event. */
  readonly isStored = (event: string): boolean =>
    !event.includes('/') &&
    this.golden.some(
      (golden) =>
        git(this.folder, 'cat-file', '-e', `HEAD:./${relative(this.folder, join(golden, `${event}.json`))}`) !==
        undefined,
    );
}

/** The folders with golden events of a room, of the rooms beside it, and of the one around it: a view may read their events, too. */
const goldenFolders = (folder: string): readonly string[] =>
  globSync(['*/golden', 'golden'], { cwd: dirname(folder) }).map((path) => join(dirname(folder), path));

/**
 * Golden results of views: `<folder>/views/folds.ts` holds what each view makes of golden events, with `variations` of them. It must stay
 * the same while the view's version does. `ECOU_WRITE_GOLDEN=1` writes the file, and leaves a view as it was committed where its version
 * should have grown.
 */
export function goldenViews(folder: string, { events, views }: GuardedViews, variations: Variations = {}): void {
  const file = join(folder, 'views/folds.ts');
  const folders = goldenFolders(folder);
  const isWriting = Boolean(process.env['ECOU_WRITE_GOLDEN']);
  let golden: readonly GoldenEvent[];
  let kept: Folds;

  const written = (): Folds => {
    const committed = new Committed(folder, folders);
    const before = committed.folds();
    return Object.fromEntries(
      views.map((view) => {
        const known = before[view.name];
        const fold = foldOf(view, golden, keptOrder(view, known));
        return [view.name, known && !mayKeep(known, fold, committed.isStored) ? known : fold];
      }),
    );
  };

  describe('golden results of views', () => {
    beforeAll(() => {
      golden = readGolden(folders, { events, views }, variations);
      if (isWriting) writeFileSync(file, writeFolds(written()));
      kept = readFolds(readFileSync(file, 'utf8'));
    });

    it.each(views)('$name comes to the same as long as its version does', (view) => {
      const known = kept[view.name];
      const complains = complaint(view.name, known, foldOf(view, golden, keptOrder(view, known)));
      if (complains) throw new Error(complains);
      if (!isWriting) expect({ view: view.name, fold: view.fold }).toEqual({ view: view.name, fold: known });
    });

    it('are kept of no view that is gone', () => {
      expect(Object.keys(kept).sort()).toEqual(views.map(({ name }) => name).sort());
    });
  });
}

/** A new version begins with the order in which the view names its events. */
const keptOrder = ({ version }: View, kept: Fold | undefined): readonly string[] =>
  kept?.version === version ? Object.keys(kept.events) : [];
