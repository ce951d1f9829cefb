import { apart, same, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates, columnsOf, optional } from '@ecou/runtime';
import {
  checked,
  nestedOf,
  rowsOf,
  type GivenRow,
  type ImportBody,
  type TableForm,
  type Task,
} from '@ecou/runtime/imports';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { civicEvent } from '../civic-event/civic-event.aggregate.js';
import { CivicEventCommand } from '../civic-event/civic-event.command.js';
import { civicEventStatuses, type CivicEventStatus } from '../civic-event/civic-event.state.js';
import { cancelBody, civicEventAnswer, planCivicEventBody } from '../civic-event/civic-event.schemas.js';

const schema = planCivicEventBody
  .safeExtend({ status: z.enum(civicEventStatuses).default('planned'), cancelled: optional(cancelBody) })
  .refine(({ status, cancelled }) => status !== 'cancelled' || cancelled !== null, {
    path: ['cancelled'],
    error: 'Say why it was cancelled',
    params: { code: 'CANCEL_REASON_MISSING' },
  });
type Row = z.output<typeof schema>;

const imported = new Set(columnsOf(schema).map(({ name }) => name));
const exported = columnsOf(civicEventAnswer).map(({ name }) => name);
/** Fields that an answer derives, and an import leaves alone. */
const derived = Object.keys(civicEventAnswer.shape).filter((name) => !(name in schema.shape));

const numbers = new Set(['capacity', 'series_place']);

function cellOf(name: string, cell: string): unknown {
  if (numbers.has(name) && /^\d+$/.test(cell)) return Number(cell);
  return name === 'languages' ? cell.split(';').map((code) => code.trim()) : cell;
}

const nested = (cells: Readonly<Record<string, string>>) =>
  nestedOf(Object.fromEntries(Object.entries(cells).filter(([name]) => imported.has(name))), cellOf);

const form: TableForm = { known: [...new Set([...imported, ...exported])], valueOf: nested };

const namespace = 'c5f0a1de-6f0b-4f0e-9a63-0c1b5f0e9d11';

/** The id of a row that brings none: the same for the same kind, title and start in the same programme. */
const idOf = ({ programmeId, kind, title, startsAt }: Row): string =>
  uuidv5(JSON.stringify([programmeId, kind, title.ro, Date.parse(startsAt)]), namespace);

const life = ['planned', 'published', 'held', 'closed'] as const;
type Step = 'plan' | 'publish' | 'hold' | 'close' | 'cancel';
const stepTo = { planned: 'plan', published: 'publish', held: 'hold', closed: 'close' } as const;

const stageOf = (status: CivicEventStatus): number =>
  status === 'cancelled' ? 0 : life.indexOf(status === 'rescheduled' ? 'published' : status);

/** The steps that lead a civic event to a status; none leads back. */
const stepsTo = (wanted: CivicEventStatus, from: CivicEventStatus): readonly Step[] =>
  wanted === 'cancelled' ? ['cancel'] : life.slice(stageOf(from) + 1, stageOf(wanted) + 1).map((each) => stepTo[each]);

function commandOf(
  step: Step,
  { id: _id, status: _status, cancelled, ...details }: Row,
  at: string,
): CivicEventCommand['command'] {
  if (step === 'plan') return { type: 'PlanCivicEvent', details };
  if (step === 'cancel') return { type: 'CancelCivicEvent', reason: cancelled?.reason ?? { ro: '' } };
  if (step === 'hold') return { type: 'HoldCivicEvent', at };
  return { type: ({ publish: 'PublishCivicEvent', close: 'CloseCivicEvent' } as const)[step] };
}

/** Brings civic events in, as the list of civic events gives them out: each is planned, and led to its status. */
@Injectable()
export class CivicEventsImport {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
  ) {}

  tasks(body: ImportBody): Task[] {
    return rowsOf(body, form).map((given) => this.taskOf(given, typeof body === 'string'));
  }

  private taskOf({ row, value }: GivenRow, isTable: boolean): Task {
    const own = Object.fromEntries(Object.entries(value).filter(([name]) => !derived.includes(name)));
    const result = checked(schema, own);
    if ('errors' in result) {
      const errors = result.errors.map((error) =>
        isTable ? { ...error, path: error.path.replaceAll('.', '_') } : error,
      );
      return { row, id: z.uuid().safeParse(value['id']).data ?? null, errors };
    }
    const { data } = result;
    const id = data.id ?? idOf(data);
    return {
      row,
      id,
      carryOut: (context, note) => this.carryOut(id, data, apart(context, `${row}`), note),
    };
  }

  private async carryOut(id: string, row: Row, context: CommandContext, note: (step: string) => void) {
    const { id: _id, status, cancelled: _cancelled, ...details } = row;
    const { state } = await this.aggregates.load(civicEvent, id);
    // One that was moved since stands as it is listed, and not as it was planned.
    const plans: readonly Step[] = state && same(state.details, details) ? [] : ['plan'];
    for (const step of [...plans, ...stepsTo(status, state?.status ?? 'planned')]) {
      const { changed } = await this.commands.execute(
        new CivicEventCommand(id, commandOf(step, row, context.now), apart(context, step)),
      );
      if (changed) note(step);
    }
    return { isNew: state === null };
  }
}
