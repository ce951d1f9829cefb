import { Clock, relationOf, Unknown, Vault } from '@ecou/event-sourcing';
import { pageOf, ReadModels, type Caller, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { dayOf, startOfDay } from '../calendar/working-calendar.js';
import type { Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import { ownDepartmentOf, refuseOther } from '../directory/own-department.js';
import { deadlineAt } from '../petition/deadline-at.js';
import { statusesOf } from '../petition/petition.state.js';
import type { Counters, QueueItem, QueueQuery, QueuesAnswer } from '../queues/queues.schemas.js';
import { petitionAnswers } from './petition-answers.view.js';
import { petitionList } from './petition-list.view.js';
import { itemOf } from './petition.reader.js';

interface CountersRow extends Counters {
  /** Of what: 3 for all, 1 for a department, 0 for an officer, or for what no officer has. */
  readonly level: number;
  /** Empty: of all, or of none. */
  readonly department: string;
  readonly officer: string;
}

/**
 * For all, each department, and each of its officers; `$1` is now, `$2` the beginning of the month; the petitioner acts in the
 * statuses `$3`, another petition in `$4`. What stands alike is counted from the index first; of the answers to a petition, all but the
 * last come out of the list of them.
 */
const countersSql = `
  WITH standing AS (
    SELECT department, officer, due_soon_at, overdue_at, status, waits, open_callbacks, count(*)
    FROM ${relationOf(petitionList)} WHERE (waits OR open_callbacks > 0) AND status <> ALL ($4)
    GROUP BY department, officer, due_soon_at, overdue_at, status, waits, open_callbacks
  ), waiting AS (
    SELECT grouping(department, officer) AS level, coalesce(department, '') AS department, coalesce(officer, '') AS officer,
      sum(count) FILTER (WHERE waits)::int AS open,
      sum(count) FILTER (WHERE waits AND officer IS NULL)::int AS unassigned,
      sum(count) FILTER (WHERE waits AND due_soon_at <= $1 AND overdue_at > $1)::int AS due_soon,
      sum(count) FILTER (WHERE waits AND overdue_at <= $1)::int AS overdue,
      sum(count) FILTER (WHERE status = ANY ($3))::int AS waiting_for_citizen,
      sum(count * open_callbacks)::int AS callbacks
    FROM standing
    GROUP BY GROUPING SETS ((), (department), (department, officer))
  ), given AS (
    SELECT department, officer, days FROM ${relationOf(petitionAnswers)} WHERE last_at >= $2
    UNION ALL
    SELECT e.department, e.officer, e.days
    FROM ${relationOf(petitionAnswers)},
      jsonb_to_recordset(answers - -1) AS e(at timestamptz, days int, department text, officer text)
    WHERE last_at >= $2 AND jsonb_array_length(answers) > 1 AND e.at >= $2
  ), answered AS (
    SELECT grouping(department, officer) AS level, coalesce(department, '') AS department, coalesce(officer, '') AS officer,
      count(*)::int AS answered_this_month, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median_days
    FROM given
    GROUP BY GROUPING SETS ((), (department), (department, officer))
  )
  SELECT level, department, officer,
    coalesce(open, 0) AS "open", coalesce(unassigned, 0) AS "unassigned", coalesce(due_soon, 0) AS "dueSoon",
    coalesce(overdue, 0) AS "overdue", coalesce(waiting_for_citizen, 0) AS "waitingForCitizen",
    coalesce(callbacks, 0) AS "callbacks", coalesce(answered_this_month, 0) AS "answeredThisMonth",
    median_days AS "medianDays"
  FROM waiting w FULL JOIN answered a USING (level, department, officer)`;

const [withPetitioner, withMain] = [statusesOf('petitioner'), statusesOf('main')];

const nothing: Counters = {
  open: 0,
  unassigned: 0,
  dueSoon: 0,
  overdue: 0,
  waitingForCitizen: 0,
  callbacks: 0,
  answeredThisMonth: 0,
  medianDays: null,
};

const conditions: Record<NonNullable<QueueQuery['only']>, string> = {
  unassigned: 'row.officer IS NULL',
  'to-sign': `row.status = 'to-sign'`,
  'to-send': `row.status = 'to-send'`,
  'due-soon': 'row.dueSoonAt <= :now AND row.overdueAt > :now',
  overdue: 'row.overdueAt <= :now',
  'waiting-for-citizen': 'row.status IN (:...withPetitioner)',
  callbacks: 'row.openCallbacks > 0',
};

/** A queue: a department's or an officer's. */
export type QueueOf = { readonly department: string } | { readonly officer: string };

/** Reads the work queues by the clock. */
@Injectable()
export class QueuesReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The counters of all departments and their officers, as they are at this moment; for an officer, those of the own department. */
  async counters(caller: Caller): Promise<QueuesAnswer> {
    const at = this.clock.now();
    const monthBegan = startOfDay(`${dayOf(at).slice(0, 7)}-01`);
    const [rows, { state: directory }] = await Promise.all([
      this.readModels.query<CountersRow>(countersSql, [at, monthBegan, withPetitioner, withMain]),
      this.directory.now(),
    ]);
    const own = ownDepartmentOf(caller, directory);
    const names = caller.can('petitions:handle') ? await this.namesOf(directory) : undefined;
    const departments = departmentsOf(rows, directory, names);
    if (own === undefined) return { at, ...allOf(rows), departments };
    const [mine = nothing] = rows.filter(({ level, department }) => level === 1 && department === own).map(countersOf);
    return { at, ...mine, departments: departments.filter(({ department }) => department === own) };
  }

  /** The petitions of a department or an officer, the most urgent first. Throws `Unknown` where the directory has none such, and `Forbidden` to an officer of another department. */
  async list(of: QueueOf, { only, ...page }: QueueQuery, caller: Caller): Promise<Page<QueueItem>> {
    const { state: directory } = await this.directory.now();
    const department = departmentOf(of, directory);
    const own = ownDepartmentOf(caller, directory);
    refuseOther(own, department);
    const now = this.clock.now();
    const query = this.readModels.repository(petitionList).createQueryBuilder('row');
    query.where('department' in of ? 'row.department = :department' : 'row.officer = :officer', of);
    // What an officer keeps from a department that they were in before is not theirs to see.
    if (own !== undefined) query.andWhere('row.department = :own', { own });
    query.andWhere('row.status NOT IN (:...withMain)', { withMain });
    // A callback may be owed for what is answered already.
    if (only !== 'callbacks') query.andWhere('row.waits');
    if (only !== undefined) query.andWhere(conditions[only], { now, withPetitioner });
    const found = await pageOf(query, { urgency: z.string(), position: z.int() }, page);
    return found.map(({ id, petition, openCallbacks }) => ({
      ...itemOf(id, petition),
      deadlineState: deadlineAt(petition, now),
      callbacks: openCallbacks,
    }));
  }

  private async namesOf({ officers }: Directory): Promise<ReadonlyMap<string, string | null>> {
    const opening = Object.entries(officers).map(
      async ([id, { name }]) => [id, (await this.vault.open(name)) ?? null] as const,
    );
    return new Map(await Promise.all(opening));
  }
}

const countersOf = ({ level: _, department: __, officer: ___, ...counters }: CountersRow): Counters => counters;

function allOf(rows: readonly CountersRow[]): Counters {
  const all = rows.find(({ level }) => level === 3);
  return all ? countersOf(all) : nothing;
}

/** Every department of the directory, also one without a petition; officers that have none are left out. */
function departmentsOf(
  rows: readonly CountersRow[],
  directory: Directory,
  names: ReadonlyMap<string, string | null> | undefined,
): QueuesAnswer['departments'] {
  return Object.entries(directory.departments).map(([department, { name }]) => {
    const own = rows.filter((row) => row.department === department);
    const whole = own.find(({ level }) => level === 1);
    const officers = own
      .filter(({ level, officer }) => level === 0 && officer !== '')
      .map((row) => ({
        officer: row.officer,
        ...(names ? { name: names.get(row.officer) ?? null } : {}),
        ...countersOf(row),
      }));
    return { department, name, ...(whole ? countersOf(whole) : nothing), officers };
  });
}

/** The department of a queue. Throws `Unknown` where the directory has none such. */
function departmentOf(of: QueueOf, { departments, officers }: Directory): string {
  if ('department' in of) {
    if (departments[of.department]) return of.department;
    throw new Unknown('DEPARTMENT_UNKNOWN', 'There is no such department.');
  }
  const { department } = officers[of.officer] ?? {};
  if (department === undefined) throw new Unknown('OFFICER_UNKNOWN', 'There is no such officer.');
  return department;
}
