import { randomUUID } from 'node:crypto';
import {
  EventRegistry,
  MemoryEventStore,
  UnitsOfWork,
  type AppendResult,
  type CommandContext,
  type Unit,
  Personal,
} from '@ecou/event-sourcing';
import { Aggregates, Publisher } from '@ecou/runtime';
import { startPart } from '@ecou/runtime/testing';
import { CommandBus } from '@nestjs/cqrs';
import { directory, directoryId } from '../directory/directory.aggregate.js';
import { lighting, publicWorks } from '../directory/directory.samples.js';
import { plainRules } from '../petition/petition.samples.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { PetitionCommand, PetitionHandler } from '../petition/verbs/petition.command.js';
import type { RegisterBody } from '../petition/petition.schemas.js';
import type { PetitionVerb } from '../petition/verbs/petition.verbs.js';
import { upload } from '../upload/upload.aggregate.js';

type Append = (unit: Unit) => Promise<AppendResult>;

/** Petitions over a store in memory, with a directory of one category. `around` stands before the store's append. */
export async function petitionsInMemory(around: (append: Append) => Append = (append) => append) {
  const registry = new EventRegistry([directory.events, petition.events, upload.events]);
  const store = new MemoryEventStore({ registry });
  const append = around((unit) => store.append(unit));
  const publisher = { provide: Publisher, useValue: { institution: 'Primăria Exemplu' } };
  const part = await startPart(Object.assign(Object.create(store) as MemoryEventStore, { append }), [
    PetitionHandler,
    publisher,
  ]);
  const units = part.get(UnitsOfWork);
  const commands = part.get(CommandBus);
  const department = { type: 'DefineDepartment', code: 'public-works', department: publicWorks } as const;
  const category = { type: 'DefineCategory', code: 'street-lighting', category: lighting } as const;
  const rules = { type: 'SetPetitionRules', rules: plainRules } as const;
  for (const command of [department, category, rules])
    await units.run(contextAt(), (work) => work.decide(directory, directoryId, command));
  return {
    store,
    units,
    aggregates: part.get(Aggregates),
    run: (id: string, command: PetitionVerb, context: CommandContext = contextAt()) =>
      commands.execute(new PetitionCommand(id, command, context)),
  };
}

/** A command's context at a time (ISO 8601). */
export function contextAt(now = '2026-03-02T10:00:00.000Z'): CommandContext {
  const commandId = randomUUID();
  return { metadata: { actor: 'system', correlationId: commandId, causationId: commandId }, commandId, now };
}

/** The content of a petition, or a notice; each says something else. */
export const contentOf = (id: string, isNotice = false): RegisterBody => ({
  kind: isNotice ? 'notice' : 'request',
  channel: 'web',
  category: 'street-lighting',
  language: 'ro',
  petitioner: isNotice
    ? null
    : {
        name: new Personal(`Sintetic ${id}`),
        channel: 'email',
        contact: new Personal('a@example.org'),
        address: null,
      },
  text: new Personal(`Sintetic ${id}`),
  place: null,
  about: { facilityId: null, civicEventId: null },
  attachments: [],
});
