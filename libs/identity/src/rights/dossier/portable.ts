import { pathOf } from './contexts.js';
import type { Dossier, Portable } from './dossier.schemas.js';

/** The files of a dossier that are still there, with where they are downloaded. */
export const filesOf = (contexts: Dossier['contexts']): Portable['files'] =>
  contexts.flatMap(({ context, known }) =>
    known.flatMap(({ subject, files }) =>
      files
        .filter(({ kept }) => kept)
        .map(({ id, name, type, size }) => ({ name, type, size, path: `${pathOf(context, subject)}/files/${id}` })),
    ),
  );

/** The facts that the person gave by themselves (GDPR art. 20): those that nobody with a key, and no rule, caused. */
export function portableOf({ contexts, madeAt }: Dossier): Portable {
  const given = contexts.flatMap(({ context, known }) =>
    known.flatMap(({ facts }) =>
      facts
        .filter(({ by }) => by === 'public')
        .map(({ stream, type, recordedAt, data }) => ({
          ...{ context, about: stream, what: type, at: recordedAt },
          values: data,
        })),
    ),
  );
  given.sort((one, other) => one.at.localeCompare(other.at));
  return { format: 'ecou.person.v1', madeAt, given, files: filesOf(contexts) };
}
