import type { StoreMigration } from '@ecou/event-sourcing';

/** The tables of people in each context's schema. No value of a person stands in them. */
export const subjectMigrations: readonly StoreMigration[] = [
  {
    name: 'Subjects1800000100000',
    up: (schema) => [
      // Which person stands in which stream, and from which event on; made of every envelope in every event.
      `CREATE TABLE ${schema}.subjects (
         subject uuid NOT NULL,
         stream_id text COLLATE "C" NOT NULL,
         position bigint NOT NULL,
         PRIMARY KEY (subject, stream_id)
       )`,
      `CREATE INDEX ON ${schema}.subjects (stream_id, position)`,
      // By which names and contacts a person is found: keyed hashes, which go with the person.
      `CREATE TABLE ${schema}.subject_tokens (subject uuid NOT NULL, token bigint NOT NULL, PRIMARY KEY (token, subject))`,
      `CREATE INDEX ON ${schema}.subject_tokens (subject)`,
      // Whose key was destroyed: nothing of them is indexed any more, and what comes late is cleaned, too.
      `CREATE TABLE ${schema}.erased_subjects (subject uuid PRIMARY KEY, erasure_id uuid NOT NULL)`,
      // Whose data is neither published nor sent for the time being (GDPR art. 18), and by which request.
      `CREATE TABLE ${schema}.restricted_subjects (subject uuid PRIMARY KEY, request_id uuid NOT NULL)`,
    ],
  },
];
