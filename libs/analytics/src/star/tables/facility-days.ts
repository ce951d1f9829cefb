import { IncentiveAnnouncedV1, IncentiveEndedV1, VerificationDueV1 } from '@ecou/contracts';
import { date, instant, integer, text, uuid } from '../columns.js';
import { holding } from '../rows.js';
import { starTable } from '../table.js';

const key = { name: 'facilityId', comment: 'Id of the facility.' };
const number = integer('The how-manieth of the facility, from 1.');
const kind = text('Of the facility: such as portal, payment-terminal or library.');

export const incentiveTurn = starTable(
  {
    name: 'incentive_turn',
    kind: 'fact',
    comment: 'An incentive of a facility began, or ended.',
    key,
    columns: {
      number,
      incentiveId: uuid('Id of the incentive, of this facility only.'),
      turn: text('announced or ended.'),
      titleRo: text('Title of the incentive in Romanian.'),
      titleEn: text('Title in English; null: none.'),
      kind,
      turnedOn: date('The first day on which it held, or did not hold any more.'),
      nextOn: date('The first day on which it does not hold any more, or comes again; null: none.'),
    },
  },
  (on) => [
    on(IncentiveAnnouncedV1, (rows, { incentiveId, title, kind: of, beganOn, lastOn, announcedAt }) => [
      ...rows,
      holding(announcedAt, {
        ...{ number: rows.length + 1, incentiveId, turn: 'announced', titleRo: title.ro, titleEn: title.en ?? null },
        ...{ kind: of, turnedOn: beganOn, nextOn: lastOn === null ? null : dayAfter(lastOn) },
      }),
    ]),
    on(IncentiveEndedV1, (rows, { incentiveId, title, kind: of, endedOn, againOn, endedAt }) => [
      ...rows,
      holding(endedAt, {
        ...{ number: rows.length + 1, incentiveId, turn: 'ended', titleRo: title.ro, titleEn: title.en ?? null },
        ...{ kind: of, turnedOn: endedOn, nextOn: againOn },
      }),
    ]),
  ],
);

export const verificationDue = starTable(
  {
    name: 'verification_due',
    kind: 'fact',
    comment: 'The day came on which what the map says of a facility is to be verified again.',
    key,
    columns: {
      number,
      kind,
      dueOn: date('The day.'),
      verifiedAt: instant('When it was last verified; null: never.'),
    },
  },
  (on) => [
    on(VerificationDueV1, (rows, { kind: of, dueOn, verifiedAt, dueAt }) => [
      ...rows,
      holding(dueAt, { number: rows.length + 1, kind: of, dueOn, verifiedAt }),
    ]),
  ],
);

const dayMs = 86_400_000;

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
