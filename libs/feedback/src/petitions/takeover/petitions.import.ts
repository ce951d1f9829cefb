import { apart, type CommandContext } from '@ecou/event-sourcing';
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
import { PetitionCommand } from '../petition/verbs/petition.command.js';
import { takeoverColumns, takeoverRow, type TakeoverRow } from './takeover.schemas.js';

const numberOf = (name: string, cell: string): unknown =>
  name === 'extension_days' && /^\d+$/.test(cell) ? Number(cell) : cell;

const form: TableForm = { known: takeoverColumns, valueOf: (cells) => nestedOf(cells, numberOf) };

const namespace = '0f2c3a52-5a8e-4b7f-9d55-7c1b0a4f6e21';

/** The id of a row that brings none: one for each number of the other register. */
const idOf = ({ number }: TakeoverRow): string => uuidv5(number, namespace);

/** Takes running petitions of another register over, each with its number and its dates. */
@Injectable()
export class PetitionsImport {
  constructor(private readonly commands: CommandBus) {}

  tasks(body: ImportBody): Task[] {
    return rowsOf(body, form).map((given) => this.taskOf(given, typeof body === 'string'));
  }

  private taskOf({ row, value }: GivenRow, isTable: boolean): Task {
    const result = checked(takeoverRow, value);
    if ('errors' in result) {
      const errors = isTable
        ? result.errors.map((error) => ({ ...error, path: error.path.replaceAll('.', '_') }))
        : result.errors;
      return { row, id: z.uuid().safeParse(value['id']).data ?? null, errors };
    }
    const { data } = result;
    const id = data.id ?? idOf(data);
    return { row, id, carryOut: (context, note) => this.takeOver(id, data, apart(context, `${row}`), note) };
  }

  private async takeOver(id: string, row: TakeoverRow, context: CommandContext, note: (step: string) => void) {
    const { id: _, number, registeredOn, department, officer, extension, ...content } = row;
    const taken = { content, number, registeredOn, department, officer, extension };
    const { changed } = await this.commands.execute(
      new PetitionCommand(id, { type: 'TakeOverPetition', ...taken }, context),
    );
    if (changed) note('take-over');
    return { isNew: changed };
  }
}
