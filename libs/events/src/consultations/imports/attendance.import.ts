import { apart, type CommandContext } from '@ecou/event-sourcing';
import { Aggregates, localized, optional, type FieldError } from '@ecou/runtime';
import { checked, rowsOf, type GivenRow, type ImportBody, type TableForm, type Task } from '@ecou/runtime/imports';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { attendance } from '../civic-event/attendance.aggregate.js';
import { AttendanceCommand } from '../civic-event/attendance.command.js';
import { sameFigures, standing, type Attendance } from '../civic-event/attendance.decider.js';
import { reportAttendanceBody } from '../civic-event/attendance.schemas.js';
import { Taxonomies } from '../taxonomy/taxonomies.js';

const schema = reportAttendanceBody.safeExtend({
  civicEventId: z.uuid(),
  reason: optional(localized(1000)),
});
type Row = z.output<typeof schema>;

const own = ['civicEventId', 'total', 'reason', 'reason_en'];

const numberOf = (cell: string): unknown => (/^\d+$/.test(cell) ? Number(cell) : cell);

/** The reason in Romanian, and in English where somebody gave it. */
const reasonIn = (ro: string | undefined, en: string | undefined) => {
  if (ro === undefined && en === undefined) return {};
  return { reason: { ...(ro !== undefined && { ro }), ...(en !== undefined && { en }) } };
};

const reasonColumns: Readonly<Record<string, string>> = { 'reason.ro': 'reason', 'reason.en': 'reason_en' };

/** A column per category, besides those that every row has. */
const formOf = (categories: readonly string[]): TableForm => ({
  known: [...own, ...categories],
  valueOf: ({ civicEventId, total, reason, reason_en: reasonEn, ...counts }) => ({
    civicEventId,
    ...(total === undefined ? {} : { total: numberOf(total) }),
    ...reasonIn(reason, reasonEn),
    categories: Object.entries(counts).map(([category, count]) => ({ category, count: numberOf(count) })),
  }),
});

/** In a table, a fault of a category or a reason is one of its column. */
function inTable(error: FieldError, value: GivenRow['value']): FieldError {
  const index = /^categories\.(\d+)/.exec(error.path)?.[1];
  const categories = value['categories'] as readonly { readonly category: string }[] | undefined;
  const column = index === undefined ? undefined : categories?.[Number(index)]?.category;
  return { ...error, path: column ?? reasonColumns[error.path] ?? error.path };
}

function commandOf(
  { categories, total, reason }: Row,
  state: Attendance,
  at: string,
): AttendanceCommand['command'] | null {
  const figures = { categories, total };
  const { reported } = state;
  const stands = standing(state);
  // The figures that were reported first are no news either, though somebody has corrected it since.
  if (stands && reported && [stands, reported].some((each) => sameFigures(each, figures))) return null;
  return stands && reason !== null
    ? { type: 'CorrectAttendance', figures, reason, at }
    : { type: 'ReportAttendance', figures, at };
}

/** Brings the attendance of civic events in: reported, or corrected where other figures stand and the row says why. */
@Injectable()
export class AttendanceImport {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly taxonomies: Taxonomies,
  ) {}

  async tasks(body: ImportBody): Promise<Task[]> {
    const { entries } = await this.taxonomies.current('attendance-categories');
    const form = formOf(entries.map(({ id }) => id));
    return rowsOf(body, form).map((given) => this.taskOf(given, typeof body === 'string'));
  }

  private taskOf({ row, value }: GivenRow, isTable: boolean): Task {
    const result = checked(schema, value);
    if ('errors' in result) {
      const errors = isTable ? result.errors.map((error) => inTable(error, value)) : result.errors;
      return { row, id: z.uuid().safeParse(value['civicEventId']).data ?? null, errors };
    }
    const { data } = result;
    return {
      row,
      id: data.civicEventId,
      carryOut: (context, note) => this.carryOut(data, apart(context, `${row}`), note),
    };
  }

  private async carryOut(row: Row, context: CommandContext, note: (step: string) => void) {
    const { state } = await this.aggregates.load(attendance, row.civicEventId);
    const body = commandOf(row, state, context.now);
    if (body) {
      const step = body.type === 'ReportAttendance' ? 'report' : 'correct';
      const command = new AttendanceCommand(row.civicEventId, body, apart(context, step));
      if ((await this.commands.execute(command)).changed) note(step);
    }
    return { isNew: state.reported === null };
  }
}
