import { UnitsOfWork, Vault, type EventStore } from '@ecou/event-sourcing';
import type { Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import { Aggregates } from '../context/aggregates.js';

/** A part of a context over a store: its providers, with what a context gives them, and the command bus that its handlers listen to. */
export async function startPart(store: EventStore, providers: readonly Provider[]): Promise<TestingModule> {
  const part = await Test.createTestingModule({
    imports: [CqrsModule.forRoot()],
    providers: [
      { provide: UnitsOfWork, useValue: new UnitsOfWork(store) },
      { provide: Vault, useValue: new Vault() },
      Aggregates,
      ...providers,
    ],
  }).compile();
  return part.init();
}
