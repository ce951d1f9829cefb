import { randomUUID } from 'node:crypto';
import { startTestProcess, type TestProcess } from '@ecou/runtime/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedbackContext } from '../context.js';
import { atOnce } from '../testing/at-once.js';
import { refusals, type Refusal, type Send } from '../testing/refusals.js';
import { facilityId, listed } from './listed-facility/listed-facility.samples.js';

// What callers rely on beyond each rule: which of several refusals is told, and what a repeat comes to.

const nothing = '00000000-0000-4000-8000-000000000009';
const device = randomUUID();

let test: TestProcess;
let told: string;

const give = (body: object) =>
  test.visitor.post('/feedback/v1/facility-feedback', { facilityId, grade: 4, device, ...body });

/** A facility as the map tells of it. */
async function list(id: string): Promise<void> {
  const metadata = { actor: 'policy:facility-is-listed', correlationId: randomUUID(), causationId: randomUUID() };
  const writes = [{ stream: `listed-facility-${id}`, expected: 0, events: [{ id: randomUUID(), ...listed }] }];
  expect(await test.context('feedback').store.append({ metadata, writes })).toMatchObject({ status: 'ok' });
}

beforeAll(async () => {
  test = await startTestProcess([feedbackContext]);
  await list(facilityId);
  told = (await give({ comment: 'Sintetic.' })).body.id as string;
});
afterAll(() => test.stop());

const giving =
  (body: () => object): Send =>
  () =>
    give(body());

const cases: readonly Refusal[] = [
  [
    'an unknown facility, before a device that lacks',
    giving(() => ({ facilityId: nothing, device: undefined })),
    404,
    'FACILITY_UNKNOWN',
  ],
  [
    'a device that lacks, before a known id',
    giving(() => ({ id: told, device: undefined, grade: 1 })),
    400,
    'DEVICE_MISSING',
    'device',
  ],
  [
    'a known id, before a device that was used',
    giving(() => ({ id: told, grade: 1 })),
    409,
    'FACILITY_FEEDBACK_EXISTS',
  ],
];

describe('of several refusals, feedback on a facility tells', () => {
  refusals(cases, () => test);
});

it('the same feedback several times at once is given once', async () => {
  const [id, own] = [randomUUID(), randomUUID()];
  const seen = await atOnce(test, () => give({ id, device: own, comment: 'Sintetic.' }));
  expect(seen).toEqual({ said: ['200', '200', '200', '201'], bodies: 1, written: ['FacilityFeedbackGiven'] });
});
