import { UnitsOfWork, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { problemOf } from '@ecou/runtime';
import { v5 as uuidv5 } from 'uuid';
import { commandOf, type BulkAction, type BulkAnswer, type Outcome } from './bulk.schemas.js';
import { PetitionCommand } from '../petition/verbs/petition.command.js';

export interface BulkRequest {
  readonly id: string;
  readonly action: BulkAction;
  readonly petitions: readonly string[];
  readonly dryRun: boolean;
}

/** So many are in work at a time; those that join another one write to it, and would race. */
const side = 8;

/** One thing done with many petitions: each is a command of its own. */
@Injectable()
export class Bulk {
  constructor(
    private readonly commands: CommandBus,
    private readonly units: UnitsOfWork,
  ) {}

  async run({ id, action, petitions, dryRun }: BulkRequest, context: CommandContext): Promise<BulkAnswer> {
    const { metadata, now, commandId } = context;
    // Ids of events come of the command's: each petition has its own, also where several write to a third.
    const contextOf = (petition: string) => ({ metadata, now, commandId: uuidv5(petition, commandId) });
    const items: Outcome[] = [];
    const step = action.do === 'join' ? 1 : side;
    for (let begin = 0; begin < petitions.length; begin += step) {
      const outcomes = petitions.slice(begin, begin + step).map((petition) => {
        const command = new PetitionCommand(petition, commandOf(action, uuidv5(petition, id)), contextOf(petition));
        return this.outcomeOf(petition, () => this.one(command, dryRun));
      });
      items.push(...(await Promise.all(outcomes)));
    }
    const count = (which: Outcome['outcome']) => items.filter(({ outcome }) => outcome === which).length;
    return { dryRun, done: count('done'), unchanged: count('unchanged'), refused: count('refused'), items };
  }

  private one(command: PetitionCommand, dryRun: boolean): Promise<CommandResult> {
    const execute = () => this.commands.execute(command);
    return dryRun ? this.units.rehearse(command.context.now, execute) : execute();
  }

  /** A petition that fails leaves the others alone. */
  private async outcomeOf(petition: string, run: () => Promise<CommandResult>): Promise<Outcome> {
    try {
      const { version, changed } = await run();
      return { petition, outcome: changed ? 'done' : 'unchanged', version };
    } catch (error) {
      const { status, code, detail, options } = problemOf(error);
      const path = options.errors?.[0]?.path;
      return { petition, outcome: 'refused', status, code, message: detail, ...(path === undefined ? {} : { path }) };
    }
  }
}
