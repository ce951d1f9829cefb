import { join } from 'node:path';
import { goldenEvents } from '@ecou/event-sourcing/testing';
import { retentionAnswersEvents } from './retention/retention-answers.aggregate.js';
import { subjectRightsEvents } from './subject-rights.aggregate.js';

const at = '2027-03-01T10:00:00.000Z';
const subjects = ['0c4c3c5e-2f53-4b0a-9a53-000000000002'];

goldenEvents(join(import.meta.dirname, 'golden'), [subjectRightsEvents, retentionAnswersEvents], {
  SubjectErased: { subjects, found: 1, claims: 1, files: 2, erasedAt: at },
  SubjectRestricted: { subjects, restrictedAt: at },
  SubjectReleased: { subjects, releasedAt: at },
  RetentionAnswered: {
    step: 'find',
    over: [{ subject: subjects[0], activity: 'petitions', endedAt: at, dueAt: at }],
    last: null,
    kept: [{ activity: 'petitions', reason: 'not-ended', people: 3, nextAt: null }],
    objections: [],
    answeredAt: at,
  },
});
