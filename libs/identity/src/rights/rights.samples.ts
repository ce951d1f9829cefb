/** A sample of each event of the rights of people: synthetic. */
const id = '0c4c3c5e-2f53-4b0a-9a53-000000000001';
const sealed = (value: string) => ({ subject: id, codec: 'plain', value });
const at = '2027-03-01T10:00:00.000Z';
const subjects = ['0c4c3c5e-2f53-4b0a-9a53-000000000002'];
export const reason = sealed('Motiv sintetic.');

export const received = {
  kind: 'erase',
  name: sealed('Ana Exemplu'),
  contact: sealed('ana@example.org'),
  words: sealed('Vă rog să ștergeți datele mele.'),
  verifiedBy: 'identity-document',
  language: 'ro',
  receivedAt: at,
  dueAt: '2027-04-01T20:59:59.999Z',
  by: 'key:1',
};

const rules = [{ activity: 'petitions', days: 30 }];
const held = { subjects: [], things: [] };
const ordered = ['events', 'feedback', 'facilities', 'notifications', 'integrations', 'identity'];

export const events: Readonly<Record<string, object>> = {
  RightsRequestReceived: received,
  SubjectsNamed: { subjects, namedAt: at },
  AnswerExtended: { dueAt: '2027-06-01T20:59:59.999Z', reason, extendedAt: at },
  LegalHoldPlaced: { reason, legalBasis: 'Cod procedură civilă', placedAt: at },
  LegalHoldLifted: { reason, liftedAt: at },
  ErasureOrdered: { subjects, contexts: ordered, by: 'key:1', orderedAt: at },
  SubjectKeysDestroyed: { subjects, destroyedAt: at },
  ErasureConfirmed: { context: 'feedback', found: 1, confirmedAt: at },
  RectificationNoted: { what: reason, notedAt: at },
  RestrictionSet: { subjects, reason, setAt: at },
  RestrictionLifted: { subjects, reason, liftedAt: at },
  RightsRequestAnswered: { summary: reason, answeredAt: at },
  RightsRequestRefused: { reasons: reason, legalBasis: 'GDPR, art. 17(3)(b)', refusedAt: at },
  RightsRequestOverdue: { dueAt: at, raisedAt: at },
  HoldPlaced: {
    holdId: id,
    subjects,
    things: [{ context: 'feedback', stream: `petition-${id}` }],
    reason,
    legalBasis: 'GDPR, art. 17(3)(e)',
    until: null,
    by: 'key:1',
    placedAt: at,
  },
  HoldLifted: { holdId: id, reason, by: 'key:1', liftedAt: at },
  RetentionRuleSet: { activity: 'petitions', days: 30, takesEffectAt: at, reason: 'Sintetic.', by: 'key:1', setAt: at },
  RetentionRuleEnded: { activity: 'petitions', reason: 'Sintetic.', by: 'key:1', endedAt: at },
  RetentionRunStarted: { runId: id, startedAt: at },
  RetentionRunBegun: {
    ...{ isRehearsal: false, asOf: at, rules, held, after: { feedback: id }, by: 'system', begunAt: at },
    contexts: ordered,
  },
  PeopleProposed: {
    context: 'feedback',
    over: [{ subject: subjects[0], activity: 'petitions', endedAt: at, dueAt: at }],
    last: null,
    kept: [{ activity: 'petitions', reason: 'not-over', people: 2, nextAt: at }],
    proposedAt: at,
  },
  ObjectionsAsked: { subjects, asOf: at, rules, held, askedAt: at },
  ObjectionsRaised: {
    context: 'notifications',
    objections: [{ subject: subjects[0], activity: 'messages', reason: 'not-over' }],
    raisedAt: at,
  },
  RetentionDecided: {
    subjects,
    outcome: [{ activity: 'petitions', days: 30, people: 1, from: at, to: at }],
    kept: [{ activity: 'petitions', reason: 'not-over', people: 2, nextAt: at }],
    blocked: [],
    goesOn: false,
    decidedAt: at,
  },
  RetentionKeysDestroyed: { subjects, destroyedAt: at },
  RetentionErasureConfirmed: { context: 'feedback', found: 1, confirmedAt: at },
  ErasureRecovered: { erasureId: id, subjects, recoveredAt: at },
};
