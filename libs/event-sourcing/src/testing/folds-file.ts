import type { Fold, Folds } from '../views/fold.js';

const head = `import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by \`ECOU_WRITE_GOLDEN=1 npm test -- golden\`, and never by hand. */
export const folds: Folds = {`;

const block = ([name, { version, table, events }]: readonly [string, Fold]): string => `  ${name}: {
    version: ${version},
    table: '${table}',
    events: {
${Object.entries(events)
  .map(([event, hash]) => `      '${event}': '${hash}',\n`)
  .join('')}    },
  },
`;

/** The text of a module with folds, as Prettier lays it out. */
export const writeFolds = (folds: Folds): string => `${head}\n${Object.entries(folds).map(block).join('')}};\n`;

const blocks = /^ {2}(\w+): \{\n {4}version: (\d+),\n {4}table: '(\w+)',\n {4}events: \{\n((?: {6}'.*\n)*)/gm;

/** The folds in the text of a module that `writeFolds` has written. */
export const readFolds = (text: string): Folds =>
  Object.fromEntries(
    [...text.matchAll(blocks)].map(([, name = '', version, table = '', events = '']) => [
      name,
      {
        version: Number(version),
        table,
        events: Object.fromEntries(
          [...events.matchAll(/'(.+)': '(\w+)'/g)].map(([, event = '', hash = '']) => [event, hash]),
        ),
      },
    ]),
  );
