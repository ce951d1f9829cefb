import type { LocalizedText } from '@ecou/contracts';
import { apart, idOf, UnitsOfWork, type CommandContext, type UnitOfWork } from '@ecou/event-sourcing';
import type { FieldError } from '@ecou/runtime';
import { checked, type RowResult } from '@ecou/runtime/imports';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { externalIdClaim } from '../facility/external-id.js';
import { facility } from '../facility/facility.aggregate.js';
import { FacilityWork, type FacilityOrder } from '../facility/facility.command.js';
import type { FacilityDetails } from '../facility/facility.events.js';
import type { Facility } from '../facility/facility.state.js';
import { inBatches, together } from './batches.js';
import { facilityImport } from './import/facility-import.aggregate.js';
import { refuseUndone } from './import/facility-import.decider.js';
import type { Change } from './import/facility-import.events.js';
import { facilityRow, type FacilityRowFields } from './imports.schemas.js';
import type { FacilityRow } from './rows.js';

/** Rows that are carried out in one unit. */
const rowsTogether = 100;

/** A row, and the facility that it is about. */
interface Task extends FacilityRow {
  readonly id: string;
}

interface Outcome {
  readonly result: RowResult;
  readonly change: Change | null;
}

const failed = (row: number, id: string | null, errors: readonly FieldError[]): RowResult => ({
  ...{ row, id, outcome: 'failed', does: [], errors: [...errors] },
});

const fault = (path: string, code: string, message: string): FieldError => ({ path, code, message });

type Step = readonly [name: string, command: FacilityOrder];

/** The steps that a row asks for. A fault where an import cannot do what it says. */
function stepsOf(standing: Facility | null, { status, reason, ...details }: FacilityRowFields): Step[] | FieldError {
  if (!standing) return stepsToAdd(details, status ?? 'open', reason);
  if (status === undefined || status === standing.status) return [['change', { type: 'ChangeFacility', details }]];
  return fault('status', 'STATUS_DIFFERS', `The facility is ${standing.status}; an import changes no status.`);
}

function stepsToAdd(
  details: FacilityDetails,
  status: Facility['status'],
  reason: LocalizedText | null,
): Step[] | FieldError {
  if (status === 'retired') return fault('status', 'STATUS_RETIRED', 'What is retired is not put on the map.');
  const steps: Step[] = [['add', { type: 'AddFacility', details, status: status === 'planned' ? status : 'open' }]];
  if (status === 'suspended' && reason) steps.push(['suspend', { type: 'SuspendFacility', reason }]);
  return steps;
}

/** Brings facilities in, many in a unit, each unit with the record of what it did. */
@Injectable()
export class FacilitiesImport {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly facilities: FacilityWork,
  ) {}

  /** The results of all rows, in order. Throws `Rejected` where the import was taken back. */
  async run(importId: string, rows: readonly FacilityRow[], context: CommandContext): Promise<RowResult[]> {
    await this.units.run(apart(context, 'look'), async (work) => {
      refuseUndone(await work.look(facilityImport, importId));
    });
    const results: RowResult[] = [];
    const seen = new Map<string, number>();
    for (const batch of inBatches(rows, rowsTogether)) {
      const found = await Promise.all(batch.map((row) => this.find(row, context)));
      const tasks = found.map((each) => ('id' in each && 'over' in each ? once(each, seen) : each));
      results.push(...tasks.filter((each): each is RowResult => 'outcome' in each));
      const able = tasks.filter((each): each is Task => 'over' in each);
      if (able.length > 0) results.push(...(await this.carryOut(importId, able, context)));
    }
    return results.sort((a, b) => a.row - b.row);
  }

  /** The facility that a row is about: by its `id`, or as the one that stands for the record of another system. */
  private async find(row: FacilityRow, context: CommandContext): Promise<Task | RowResult> {
    const { id, externalId } = row.value;
    if (row.errors.length > 0) return failed(row.row, null, row.errors);
    if (typeof id === 'string') {
      return z.uuid().safeParse(id).success
        ? { ...row, id }
        : failed(row.row, null, [
            fault('id', 'INVALID_FORMAT', 'An id is a UUID; that of another system is `externalId`.'),
          ]);
    }
    if (typeof externalId !== 'string' || externalId.trim() === '') {
      const message = 'Name `externalId` or `id`, by which the facility is known again.';
      return failed(row.row, null, [fault('externalId', 'KEY_MISSING', message)]);
    }
    const { scope, value } = externalIdClaim(externalId.trim(), '');
    const holder = await this.units.store.findClaim(scope, value);
    return { ...row, id: holder === null ? apart(context, `row ${row.row}`).commandId : idOf(holder) };
  }

  private carryOut(importId: string, tasks: readonly Task[], context: CommandContext): Promise<readonly RowResult[]> {
    return together(
      tasks,
      (some) => this.unit(importId, some, context),
      ({ row, id }, errors) => failed(row, id, errors),
    );
  }

  private async unit(importId: string, tasks: readonly Task[], context: CommandContext): Promise<readonly RowResult[]> {
    let results: readonly RowResult[] = [];
    const name = `rows ${tasks.map(({ row }) => row).join(' ')}`;
    await this.units.run(apart(context, name), async (work) => {
      work.target(facilityImport, importId);
      const outcomes: Outcome[] = [];
      for (const task of tasks) outcomes.push(await this.row(work, task));
      results = outcomes.map(({ result }) => result);
      const changes = outcomes.flatMap(({ change }) => change ?? []);
      await work.decide(facilityImport, importId, { type: 'RecordChanges', changes });
    });
    return results;
  }

  private async row(work: UnitOfWork, { row, id, over, named }: Task): Promise<Outcome> {
    const standing = await work.read(facility, id);
    const { id: _, ...fields } = over(standing ? { ...standing.details } : {});
    const parsed = checked(facilityRow, fields);
    if ('errors' in parsed) {
      const errors = parsed.errors.map((error) => ({ ...error, path: named(error.path) }));
      return { result: failed(row, id, errors), change: null };
    }
    const steps = stepsOf(standing, parsed.data);
    if ('code' in steps) return { result: failed(row, id, [steps]), change: null };
    const before = await work.versionOf(facility, id);
    const does: string[] = [];
    let after = before;
    for (const [step, command] of steps) {
      await this.facilities.carryOut(work, id, command);
      const version = await work.nextVersionOf(facility, id);
      if (version > after) does.push(step);
      after = version;
    }
    const outcome = after === before ? 'unchanged' : standing ? 'changed' : 'created';
    return {
      result: { row, id, outcome, does, errors: [] },
      change: after === before ? null : { facilityId: id, before, after },
    };
  }
}

/** A row, unless an earlier one of the file is about the same facility, or names the same record of another system. */
function once(task: Task, seen: Map<string, number>): Task | RowResult {
  const { externalId } = task.value;
  const names = [task.id, ...(typeof externalId === 'string' ? [`record ${externalId.trim()}`] : [])];
  const before = names.map((name) => seen.get(name)).find((row) => row !== undefined);
  for (const name of names) seen.set(name, before ?? task.row);
  if (before === undefined) return task;
  return failed(task.row, task.id, [fault('', 'ROW_REPEATED', `Row ${before} is about the same facility.`)]);
}
