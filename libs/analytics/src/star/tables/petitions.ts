import {
  DeadlineMissedV1,
  DeadlineMissedV2,
  PetitionAnsweredV1,
  PetitionAnsweredV2,
  PetitionAssignedV1,
  PetitionClosedV1,
  PetitionForwardedV1,
  PetitionJoinedV1,
  PetitionJoinedV2,
  PetitionProgressedV1,
  PetitionRegisteredV1,
  PetitionReopenedV1,
  PetitionReturnedV1,
  PetitionSeparatedV1,
  type Contract,
  type DataOf,
} from '@ecou/contracts';
import { boolean, date, instant, integer, text, uuid, type Columns, type Values } from '../columns.js';
import { changed, holding } from '../rows.js';
import { starTable } from '../table.js';

const key = { name: 'petitionId', comment: 'Id of the petition.' };

type Petition = Pick<DataOf<typeof PetitionRegisteredV1>, 'number' | 'kind' | 'category' | 'department'>;

const ofPetition = ({ number, kind, category, department }: Petition) => ({ number, kind, category, department });

const columns = {
  number: text('In the register of petitions: the year, a hyphen, six digits or more.'),
  kind: text('request, complaint, report, suggestion or notice.'),
  category: text('As the municipality configures them.'),
  department: text('That has it.'),
  channel: text('How it came: web, phone, paper, email and the like.'),
  facilityId: uuid('The facility that it is about; null: none.'),
  civicEventId: uuid('The civic event that it is about; null: none.'),
  receivedOn: date('When it reached the municipality.'),
  registeredAt: instant('When it got its number.'),
  answerBy: date('The day by which the municipality means to answer; null: a notice, which has none.'),
  legalAnswerBy: date('The last day for the answer by law (Government Ordinance 27/2002); null: there is none.'),
  status: text('open, forwarded, answered or closed.'),
  outcome: text('answered or declined; null: not yet.'),
  isAssigned: boolean('Whether an officer has it.'),
  mainId: uuid('The petition that it is dealt with together with; null: none.'),
  answeredAt: instant('When the answer to the newest round was sent; null: not yet.'),
  isInTime: boolean(
    'Whether it was answered, or forwarded, before the last day by law was over; null: not yet, or there is none.',
  ),
  missedAt: instant('When the last day by law passed without an answer; null: it did not.'),
  closedAt: instant('When it was closed; null: it is not.'),
  ground: text('Why it was closed: answered, forwarded, noted, anonymous, unidentified, repeat or withdrawn.'),
  rounds: integer('How often it was worked on: 1, and one more for each time that it was reopened.'),
} as const satisfies Columns;

type State = Partial<Values<typeof columns>>;

const unanswered = { outcome: null, answeredAt: null, isInTime: null, missedAt: null, closedAt: null, ground: null };

/** The change that a step makes to a petition, its time, and its name. */
interface Step {
  readonly at: string;
  readonly name: string;
  readonly state: State;
}

const step = <K extends Contract>(contract: K, stepOf: (data: DataOf<K>) => Step) => ({
  contract: contract as Contract,
  stepOf: (data: object): Step => stepOf(data as DataOf<K>),
});

const workedOnAgain = (answerBy: string | null, legalAnswerBy: string | null = null) => ({
  ...{ answerBy, legalAnswerBy, status: 'open', ...unanswered },
});

/** Those that follow the registration. */
const steps = [
  step(PetitionAssignedV1, ({ assignedAt, officer }) => ({
    ...{ at: assignedAt, name: 'assigned', state: { isAssigned: officer } },
  })),
  step(PetitionProgressedV1, ({ at, step: name, answerBy, legalAnswerBy }) => ({
    ...{ at, name },
    state: { ...(answerBy !== null && { answerBy }), ...(legalAnswerBy !== null && { legalAnswerBy }) },
  })),
  ...[PetitionAnsweredV1, PetitionAnsweredV2].map((contract) =>
    step(contract, ({ answeredAt, outcome, inTime }) => ({
      ...{ at: answeredAt, name: outcome },
      state: { status: 'answered', outcome, isInTime: inTime, answeredAt },
    })),
  ),
  step(PetitionForwardedV1, ({ forwardedAt, inTime }) => ({
    ...{ at: forwardedAt, name: 'forwarded', state: { status: 'forwarded', isInTime: inTime } },
  })),
  step(PetitionReturnedV1, ({ returnedAt, answerBy, legalAnswerBy }) => ({
    ...{ at: returnedAt, name: 'returned', state: workedOnAgain(answerBy, legalAnswerBy) },
  })),
  ...[PetitionJoinedV1, PetitionJoinedV2].map((contract) =>
    step(contract, ({ joinedAt, mainId }) => ({ at: joinedAt, name: 'joined', state: { mainId } })),
  ),
  step(PetitionSeparatedV1, ({ separatedAt }) => ({ at: separatedAt, name: 'separated', state: { mainId: null } })),
  step(PetitionReopenedV1, ({ reopenedAt, round, answerBy, legalAnswerBy }) => ({
    ...{ at: reopenedAt, name: 'reopened', state: { rounds: round, ...workedOnAgain(answerBy, legalAnswerBy) } },
  })),
  step(PetitionClosedV1, ({ closedAt, ground }) => ({
    ...{ at: closedAt, name: 'closed', state: { status: 'closed', ground, closedAt } },
  })),
  ...[DeadlineMissedV1, DeadlineMissedV2].map((contract) =>
    step(contract, ({ missedAt }) => ({ at: missedAt, name: 'deadline-missed', state: { missedAt } })),
  ),
];

export const petition = starTable(
  {
    name: 'petition',
    kind: 'dimension',
    comment:
      'A petition or a notice, without its words and without who sent it. A new row begins with each step. Nobody sees single ones: figures show groups.',
    key,
    columns,
  },
  (on) => [
    on(PetitionRegisteredV1, (_rows, data) => [
      holding(data.registeredAt, {
        ...ofPetition(data),
        channel: data.channel,
        facilityId: data.facilityId,
        civicEventId: data.civicEventId,
        receivedOn: data.receivedOn ?? data.registeredAt.slice(0, 10),
        registeredAt: data.registeredAt,
        answerBy: data.answerBy,
        legalAnswerBy: data.legalAnswerBy ?? null,
        status: 'open',
        isAssigned: false,
        mainId: null,
        ...unanswered,
        rounds: 1,
      }),
    ]),
    ...steps.map(({ contract, stepOf }) =>
      on(contract, (rows, data) => {
        const { at, state } = stepOf(data);
        return changed(rows, at, { ...ofPetition(data as unknown as Petition), ...state });
      }),
    ),
  ],
);

const registered = step(PetitionRegisteredV1, ({ registeredAt }) => ({
  ...{ at: registeredAt, name: 'registered', state: {} },
}));

export const petitionStep = starTable(
  {
    name: 'petition_step',
    kind: 'fact',
    comment: 'A step of a petition, and its date. Nobody sees single ones: figures show groups.',
    key,
    columns: {
      number: integer('The how-manieth step of the petition, from 1.'),
      step: text(
        'registered, assigned, work-started, information-requested, message-received, extended, legal-date-moved, answer-prepared, answer-signed, answered, declined, forwarded, returned, joined, separated, reopened, closed or deadline-missed.',
      ),
      category: text('Category of the petition, after the step.'),
      department: text('That has the petition, after the step.'),
      registeredAt: instant('When the petition got its number.'),
    },
  },
  (on) =>
    [registered, ...steps].map(({ contract, stepOf }) =>
      on(contract, (rows, data) => {
        const { category, department } = data as unknown as Petition;
        const { at, name } = stepOf(data);
        const registeredAt = rows[0]?.heldFrom ?? at;
        const said = holding(at, { number: rows.length + 1, step: name, category, department, registeredAt });
        // The second version of a contract tells the same once more.
        const isSaid = rows.some((row) => row.step === said.step && row.heldFrom === said.heldFrom);
        return isSaid ? rows : [...rows, said];
      }),
    ),
);
