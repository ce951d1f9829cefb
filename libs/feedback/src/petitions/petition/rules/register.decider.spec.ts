import { describe, expect, it } from '@jest/globals';
import { assign, given, noticed, pathOf, register } from '../../testing/petition-given.js';
import { deadlineFrom } from '../../calendar/deadlines.js';
import type { PetitionEvent } from '../petition.events.js';
import { at, content, later, notice, registered, sealed, terms } from '../petition.samples.js';
import { petitionDecider } from './petition.decider.js';

const deadlineIn = ([first]: readonly PetitionEvent[]) =>
  first?.type === 'PetitionRegistered' ? first.data.deadline : undefined;

describe('the register', () => {
  it('takes what came in, once', () => {
    given()
      .when(register)
      .then({ ...registered, data: { ...registered.data, number: 'to be drawn' } });
    given(registered)
      .when({ ...register, at: later, directoryVersion: 9 })
      .then();
    given(registered)
      .when({ ...register, content: { ...content, category: 'parks' } })
      .thenRejected('PETITION_EXISTS');
  });
  it('takes what names nobody as a notice only, which has no deadline', () => {
    given()
      .when({ ...register, content: notice })
      .then({ ...noticed, data: { ...noticed.data, number: 'to be drawn' } });
    given()
      .when({ ...register, content: { ...content, petitioner: null } })
      .thenRejected('PETITIONER_MISSING');
    given()
      .when({ ...register, content: { ...content, kind: 'notice' } })
      .thenRejected('NOTICE_NAMES_SOMEBODY');
    const decide = () => petitionDecider.decide({ ...register, content: { ...content, petitioner: null } }, null);
    expect(pathOf(decide)).toEqual(['petitioner']);
  });
  it('takes a telephone call as a notice, of somebody or of nobody (art. 2)', () => {
    const { petitioner } = content;
    const call = { ...notice, channel: 'phone' } as const;
    given()
      .when({ ...register, content: { ...call, petitioner } })
      .then({ ...noticed, data: { ...noticed.data, channel: 'phone', petitioner, number: 'to be drawn' } });
    given()
      .when({ ...register, content: call })
      .then({ ...noticed, data: { ...noticed.data, channel: 'phone', number: 'to be drawn' } });
    const spoken = { ...register, content: { ...content, channel: 'phone' } } as const;
    given().when(spoken).thenRejected('CALL_IS_NOTICE');
    expect(pathOf(() => petitionDecider.decide(spoken, null))).toEqual(['kind']);
  });
  it.each(['request', 'complaint', 'report', 'suggestion'] as const)('takes a %s as a petition (art. 2)', (kind) =>
    given()
      .when({ ...register, content: { ...content, kind } })
      .then({ ...registered, data: { ...registered.data, kind, number: 'to be drawn' } }),
  );
  it('keeps the day of reception beside that of registration, each with its clock', () => {
    const friday = '2026-02-27';
    const deadline = deadlineFrom(at, terms, { receivedOn: friday });
    // Thirty days from Friday are Sunday, 29 March; by law, they are counted from Monday's registration.
    expect(deadline).toMatchObject({ startsOn: friday, answerBy: '2026-03-30', legal: { answerBy: '2026-04-02' } });
    given()
      .when({ ...register, receivedOn: friday })
      .then({ ...registered, data: { ...registered.data, number: 'to be drawn', receivedOn: friday, deadline } });
    given(registered)
      .when({ ...register, receivedOn: friday })
      .thenRejected('PETITION_EXISTS');
  });
  it('counts what another authority sent on from its registration here, however the rules read art. 8 (1)', () => {
    const sentBy = { name: 'Autoritatea sintetică', number: '77', registeredOn: '2026-02-20' };
    const reading = { ...terms, legalFrom: 'reception' } as const;
    const command = { ...register, terms: reading, receivedOn: '2026-02-27', sentBy };
    const legalOf = (given: typeof command | (Omit<typeof command, 'sentBy'> & { sentBy: null })) =>
      deadlineIn(petitionDecider.decide(given, null))?.legal.startsOn;
    expect(legalOf(command)).toBe('2026-03-02');
    expect(legalOf({ ...command, sentBy: null })).toBe('2026-02-27');
  });
  it('refuses a reception after the registration, and one that the calendar does not know', () => {
    given()
      .when({ ...register, receivedOn: '2026-03-03' })
      .thenRejected('RECEIVED_LATER');
    given()
      .when({ ...register, receivedOn: '2017-12-29' })
      .thenRejected('DAY_OUTSIDE_CALENDAR');
    const decide = () => petitionDecider.decide({ ...register, receivedOn: '2017-12-29' }, null);
    expect(pathOf(decide)).toEqual(['receivedOn']);
  });
  it('takes running petitions of another register over, with their number and dates', () => {
    const takeOver = {
      ...register,
      type: 'TakeOverPetition',
      at: later,
      number: '4511/02.03.2026',
      registeredOn: '2026-03-02',
      officer: null,
      extension: { days: 10, reason: sealed('Lipsesc piese.'), extendedOn: '2026-03-05' },
    } as const;
    const [event] = petitionDecider.decide(takeOver, null);
    expect(event?.data).toMatchObject({
      number: '4511/02.03.2026',
      firstNumber: null,
      receivedOn: '2026-03-02',
      registeredAt: '2026-03-01T22:00:00.000Z',
      deadline: { startsOn: '2026-03-02', days: 40, legal: { days: 40 } },
      takenOver: { officer: null, extension: { days: 10 } },
    });
    const state = event && petitionDecider.evolve(null, event);
    expect(state).toMatchObject({
      status: 'registered',
      takenOver: true,
      extended: { at: '2026-03-04T22:00:00.000Z' },
    });
    expect(petitionDecider.decide(takeOver, state ?? null)).toEqual([]);
    const refused = (more: object, code: string) =>
      given()
        .when({ ...takeOver, ...more })
        .thenRejected(code);
    refused({ number: '2026-000007', firstNumber: 7 }, 'NUMBER_OF_REGISTER');
    expect(petitionDecider.decide({ ...takeOver, number: '2026-000006', firstNumber: 7 }, null)).toHaveLength(1);
    refused({ registeredOn: '2026-03-11' }, 'REGISTERED_LATER');
    refused({ registeredOn: '2017-03-11' }, 'DAY_OUTSIDE_CALENDAR');
    refused({ extension: { ...takeOver.extension, days: 16 } }, 'EXTENSION_TOO_LONG');
  });
  it('is asked first', () => given().when(assign).thenRejected('PETITION_UNKNOWN'));
});
