import { Clock, Unknown, Vault } from '@ecou/event-sourcing';
import { pageOf, ReadModels, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { dayOf, startOfDay } from '../calendar/working-calendar.js';
import type { Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import { deadlineAt } from '../petition/deadline-at.js';
import { statusesOf } from '../petition/petition.state.js';
import type { Counters, QueueItem, QueueQuery, QueuesAnswer } from '../queues/queues.schemas.js';
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
 * statuses `$3`, another petition in `$4`.
 */
const countersSql = `
  WITH waiting AS (
    SELECT grouping(department, officer) AS level, coalesce(department, '') AS department, coalesce(officer, '') AS officer,
      count(*) FILTER (WHERE waits)::int AS open,
      count(*) FILTER (WHERE waits AND officer IS NULL)::int AS unassigned,
      count(*) FILTER (WHERE waits AND due_soon_at <= $1 AND overdue_at > $1)::int AS due_soon,
      count(*) FILTER (WHERE waits AND overdue_at <= $1)::int AS overdue,
      count(*) FILTER (WHERE status = ANY ($3))::int AS waiting_for_citizen,
      coalesce(sum(open_callbacks), 0)::int AS callbacks
    FROM petition_list WHERE (waits OR open_callbacks > 0) AND status <> ALL ($4)
    GROUP BY GROUPING SETS ((), (department), (department, officer))
  ), answered AS (
    SELECT grouping(a.department, a.officer) AS level, coalesce(a.department, '') AS department,
      coalesce(a.officer, '') AS officer, count(*)::int AS answered_this_month,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY a.days) AS median_days
    FROM petition_answers, jsonb_to_recordset(answers) AS a(at timestamptz, days int, department text, officer text)
    WHERE last_at >= $2 AND a.at >= $2
    GROUP BY GROUPING SETS ((), (a.department), (a.department, a.officer))
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

  /** The counters of all departments and their officers, as they are at this moment. */
  async counters(withNames: boolean): Promise<QueuesAnswer> {
    const at = this.clock.now();
    const monthBegan = startOfDay(`${dayOf(at).slice(0, 7)}-01`);
    const [rows, { state: directory }] = await Promise.all([
      this.readModels.query<CountersRow>(countersSql, [at, monthBegan, withPetitioner, withMain]),
      this.directory.now(),
    ]);
    const names = withNames ? await this.namesOf(directory) : undefined;
    return { at, ...allOf(rows), departments: departmentsOf(rows, directory, names) };
  }

  /** The petitions of a department or an officer, the most urgent first. Throws `Unknown` where the directory has none such. */
  async list(of: QueueOf, { only, ...page }: QueueQuery): Promise<Page<QueueItem>> {
    refuseUnknown(of, (await this.directory.now()).state);
    const now = this.clock.now();
    const query = this.readModels.repository(petitionList).createQueryBuilder('row');
    query.where('department' in of ? 'row.department = :department' : 'row.officer = :officer', of);
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

function refuseUnknown(of: QueueOf, { departments, officers }: Directory): void {
  if ('department' in of && !departments[of.department]) {
    throw new Unknown('DEPARTMENT_UNKNOWN', 'There is no such department.');
  }
  if ('officer' in of && !officers[of.officer]) throw new Unknown('OFFICER_UNKNOWN', 'There is no such officer.');
}
