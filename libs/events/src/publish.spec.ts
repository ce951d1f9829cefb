import { eventsContracts } from '@ecou/contracts';
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
  return [map?.(event as unknown as RecordedEvent) ?? []].flat();
}

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

  it('tells of recommendations, and keeps suggestions and observations inside', () => {
    expect(published('DiscussionPointRecorded')[0]?.data).toMatchObject({ recommendationId: id });
    for (const kind of ['suggestion', 'observation'])
      expect(published('DiscussionPointRecorded', { kind })).toEqual([]);
  });

  it('tells what becomes of a recommendation, but nothing of what staff note among themselves', () => {
    const told = (type: string) =>
      published(type).map(({ contract, data }) => [contract.type.split('.')[2], data as Record<string, unknown>]);
    expect(told('DiscussionPointPromoted')).toMatchObject([['recommendation-recorded', { recommendationId: id }]]);
    expect(told('RecommendationAccepted')).toMatchObject([['recommendation-decided', { decision: 'accepted' }]]);
    expect(told('RecommendationDeclined')).toMatchObject([
      ['recommendation-decided', { decision: 'declined', reason: { ro: 'Nu este de competența primăriei' } }],
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
      published(type, change).map(({ contract }) => [contract.name, contract.visibility]);
    expect(typesOf('PersonRegistered')).toEqual([['registration-confirmed', 'internal']]);
    expect(typesOf('RegistrationConfirmed', { place: 'waiting' })).toEqual([['registration-waiting', 'internal']]);
    expect(published('PersonRegistered')[0]?.data).toMatchObject({
      registrationId: id,
      channel: 'email',
      name: { codec: 'plain' },
      address: { codec: 'plain' },
    });
    expect(JSON.stringify(published('PersonRegistered')[0]?.data)).not.toContain('rampă');
  });

  it('sends nothing to somebody who cannot be written to, nor of a seat to somebody who has not confirmed', () => {
    expect(published('PersonRegistered', { contact: null })).toEqual([]);
    expect(published('RegistrationCancelled', { contact: null })).toEqual([]);
    expect(published('RegistrationPromoted', { confirmed: false })).toEqual([]);
  });

  it('says in public that registration opened and closed, and of nobody', () => {
    for (const type of ['RegistrationOpened', 'RegistrationClosed'])
      expect(published(type).map(({ contract }) => contract.visibility)).toEqual(['public']);
    for (const type of ['SeatTaken', 'WaitingPromoted', 'CheckedIn', 'WalkInRecorded'])
      expect(published(type)).toEqual([]);
  });
});
