import { randomUUID } from 'node:crypto';
import { eventsContracts, RegistrationMovedV1 } from '@ecou/contracts';
import { streamOf, type RecordedEvent } from '@ecou/event-sourcing';
import type { Publication } from '@ecou/messaging';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publish as consultations } from './consultations/publish.js';
import { publish as outputs } from './outputs/publish.js';
import { publish as registration } from './registration/publish.js';

const publish = { ...consultations, ...registration, ...outputs };

const id = '6a1f0a3e-3b0c-4d55-9a65-0f4f9a4a0010';
const recordedAt = '2023-05-02T09:00:00.000Z';
const rooms = ['consultations', 'registration', 'outputs'];
const files = rooms
  .flatMap((room) => readdirSync(join(import.meta.dirname, room, 'golden')).map((name) => join(room, 'golden', name)))
  .sort((one, other) => basename(one).localeCompare(basename(other), 'en', { numeric: true }));
const types = [...new Set(files.map((file) => basename(file).replace(/\.v\d+\.json$/, '')))];

/** In its latest version, as it is read. */
const stored = (type: string) =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, files.findLast((file) => basename(file).startsWith(`${type}.v`)) ?? ''),
      'utf8',
    ),
  ) as Record<string, unknown>;

/** The publications of a stored event, with some of it changed. */
function published(type: string, change: object = {}, metadata: object = {}): readonly Publication[] {
  const map = (publish as Record<string, ((event: RecordedEvent) => Publication | readonly Publication[]) | undefined>)[
    type
  ];
  const event = { stream: streamOf('x', id), type, data: { ...stored(type), ...change }, recordedAt, metadata };
  return [map?.(event as unknown as RecordedEvent) ?? []].flat().map(({ commitsTo, ...one }) =>
    // As the mapper does.
    commitsTo ? { ...one, data: { registrationId: randomUUID(), ...one.data, commitment: '0'.repeat(64) } } : one,
  );
}

/** Those that only own services read. */
const internal = (type: string, change: object = {}): readonly Publication[] =>
  published(type, change).filter(({ contract }) => contract.visibility === 'internal');

describe('what events publish', () => {
  it('fills each contract as its schema has it and with nothing besides', () => {
    const publications = [
      ...types.flatMap((type) => published(type)),
      ...published('PersonRegistered', { place: 'waiting' }),
      ...published('PersonRegistered', { confirmBy: recordedAt }),
    ];
    expect(new Set(publications.map(({ contract }) => contract.type))).toEqual(
      new Set(eventsContracts.map(({ type }) => type)),
    );
    for (const { contract, data } of publications) expect(contract.schema.parse(data)).toEqual(data);
  });

  it('says by how much figures do not add up', () => {
    expect(published('AttendanceReported')[0]?.data).toMatchObject({
      civicEventId: id,
      difference: 20,
      reconciled: false,
    });
    expect(published('AttendanceCorrected')[0]?.data).toMatchObject({
      difference: 0,
      reconciled: true,
      reported: { total: 3 },
    });
  });

  it('tells nobody of what they had not been told of before', () => {
    expect(published('CivicEventRescheduled', { announced: false })).toEqual([]);
    expect(published('CivicEventCancelled', { announced: false })).toEqual([]);
  });

  it('tells of each point what it is, and the words of recommendations only', () => {
    const told = (kind: string) => published('DiscussionPointRecorded', { kind }).map(({ data }) => data);
    for (const kind of ['discussion-point', 'suggestion', 'observation', 'recommendation']) {
      expect(told(kind)[0]).toMatchObject({ discussionPointId: id, kind, recordedAt });
      expect(told(kind)[0]).not.toHaveProperty('text');
    }
    expect(told('suggestion')).toHaveLength(1);
    expect(told('recommendation')).toMatchObject([{}, { recommendationId: id, text: {} }]);
  });

  it('tells what becomes of a recommendation, but nothing of what staff note among themselves', () => {
    const told = (type: string) =>
      published(type).map(({ contract, data }) => [contract.type.split('.')[2], data as Record<string, unknown>]);
    expect(told('DiscussionPointPromoted')).toMatchObject([['recommendation-recorded', { recommendationId: id }]]);
    const registered = ['registration-committed', { kind: 'recommendation-decision', number: id }];
    expect(told('RecommendationAccepted')).toMatchObject([
      ['recommendation-decided', { decision: 'accepted' }],
      registered,
    ]);
    expect(told('RecommendationDeclined')).toMatchObject([
      ['recommendation-decided', { decision: 'declined', reason: { ro: 'Nu este de competența primăriei' } }],
      registered,
    ]);
    const steps = ['ReviewStarted', 'Started', 'Completed', 'Reopened', 'ProgressNoted'].flatMap((type) =>
      told(`Recommendation${type}`),
    );
    expect(steps).toMatchObject([
      ['recommendation-progressed', { step: 'review-started', status: 'under-review', owner: null, note: null }],
      ['recommendation-progressed', { step: 'work-started', status: 'in-progress' }],
      ['recommendation-progressed', { step: 'completed', status: 'done', note: { en: 'The posters hang' } }],
      ['recommendation-progressed', { step: 'reopened', status: 'under-review' }],
      ['recommendation-progressed', { step: 'noted', status: 'in-progress' }],
    ]);
    expect([...told('RecommendationAssigned'), ...told('RecommendationNoteTaken')]).toEqual([]);
  });
  it('names the time at which it happened, else the one at which it was recorded', () => {
    const occurredAt = '2023-04-11T16:00:00+03:00';
    expect(published('CivicEventHeld')[0]?.data).toMatchObject({ heldAt: recordedAt });
    expect(published('CivicEventHeld', {}, { occurredAt })[0]?.data).toMatchObject({ heldAt: occurredAt });
  });

  it('tells a registrant where they stand, and keeps their name and address sealed', () => {
    const typesOf = (type: string, change: object = {}) =>
      internal(type, change).map(({ contract }) => [contract.name, contract.visibility]);
    expect(typesOf('PersonRegistered')).toEqual([['registration-confirmed', 'internal']]);
    expect(typesOf('RegistrationConfirmed', { place: 'waiting' })).toEqual([['registration-waiting', 'internal']]);
    expect(internal('PersonRegistered')[0]?.data).toMatchObject({
      registrationId: id,
      channel: 'email',
      name: { codec: 'plain' },
      address: { codec: 'plain' },
    });
    expect(JSON.stringify(published('PersonRegistered'))).not.toContain('rampă');
  });

  it('sends nothing to somebody who cannot be written to, nor of a seat to somebody who has not confirmed', () => {
    expect(internal('PersonRegistered', { contact: null })).toEqual([]);
    expect(internal('RegistrationCancelled', { contact: null })).toEqual([]);
    expect(internal('RegistrationPromoted', { confirmed: false })).toEqual([]);
  });

  it('says why a civic event was moved or cancelled, and when it was, where that is known', () => {
    const [moved, cancelled] = ['RegistrationMoved', 'RegistrationCancelled'].map((type) => internal(type)[0]?.data);
    expect(moved).toMatchObject({ previousStart: '2023-04-10T09:30:00+03:00', reason: { ro: 'Sala nu este liberă' } });
    expect(cancelled).toMatchObject({ reason: 'civic-event-cancelled', explanation: { ro: 'Vreme rea' } });
    const before = published('RegistrationMoved', { previousStart: null, reason: null })[0]?.data;
    expect(Object.keys(before ?? {})).not.toEqual(expect.arrayContaining(['previousStart']));
    expect(Object.keys(before ?? {})).not.toEqual(expect.arrayContaining(['reason']));
  });

  it('says in public that registration opened and closed, and of nobody', () => {
    for (const type of ['RegistrationOpened', 'RegistrationClosed'])
      expect(published(type).map(({ contract }) => contract.visibility)).toEqual(['public']);
    for (const type of ['SeatTaken', 'WaitingPromoted', 'WalkInRecorded']) expect(published(type)).toEqual([]);
  });

  describe('of the steps of a registration', () => {
    const step = (type: string, change: object = {}) => {
      const [told] = published(type, change).filter(({ contract }) => contract === RegistrationMovedV1);
      return told?.data;
    };

    it.each([
      ['PersonRegistered', { place: 'seat' }, { step: 'registered', seated: true, confirmed: true, via: 'public' }],
      [
        'PersonRegistered',
        { place: 'waiting', confirmBy: recordedAt, contact: null },
        { seated: false, confirmed: false },
      ],
      ['RegistrationConfirmed', { place: 'waiting' }, { step: 'confirmed', seated: false, confirmed: true, via: null }],
      ['RegistrationPromoted', { confirmed: false }, { step: 'promoted', seated: true, confirmed: false }],
      ['RegistrationCancelled', { reason: 'staff' }, { step: 'cancelled', seated: false, reason: 'staff' }],
      ['CheckedIn', {}, { step: 'checked-in', seated: true, reason: null }],
      ['CheckInUndone', {}, { step: 'check-in-undone', seated: true, confirmed: true, reason: null }],
      [
        'RegistrationRecategorised',
        { category: 'citizen', previous: 'university' },
        { step: 'recategorised', category: 'citizen', previousCategory: 'university', seated: null },
      ],
    ])('tells %s with %j as %j', (type, change, told) => {
      expect(step(type, change)).toMatchObject(told);
    });

    it.each(['RegistrationReminded', 'RegistrationRepeated', 'RegistrationMoved', 'RegistrationCorrected'])(
      'tells nothing of %s, which moves nobody',
      (type) => {
        expect(step(type)).toBeUndefined();
      },
    );

    it('names it by an id of its own, the same in each, and no person', () => {
      const steps = ['PersonRegistered', 'RegistrationCancelled', 'CheckedIn'].flatMap((type) => published(type));
      const told = steps.filter(({ contract }) => contract.visibility === 'public');
      const [{ alias } = {}] = told;
      expect(told).toHaveLength(3);
      expect(alias).not.toBe(id);
      for (const each of told) {
        expect(each).toMatchObject({ alias, data: { registrationId: alias } });
        expect(JSON.stringify(each.data)).not.toMatch(/codec|language|name/);
      }
    });
  });
});
