import { describe, expect, it } from '@jest/globals';
import type { Sealed } from './envelope.js';
import { opened, Personal, Sealing } from './sealing.js';
import { Vault } from './vault.js';

const [subject, other] = ['5e0f6a2c-1111-4111-8111-111111111111', '5e0f6a2c-2222-4222-8222-222222222222'];
const vault = new Vault();
const envelope = (value: string, of = subject): Sealed<string> => ({ subject: of, codec: 'plain', value });

interface Command {
  readonly type: string;
  readonly name: Sealed<string>;
  readonly contact: { readonly channel: string; readonly address: Sealed<string> } | null;
  readonly notes: readonly Sealed<string>[];
}

describe('sealing a command', () => {
  it('seals every personal value for its person, and leaves the rest', async () => {
    const command = {
      type: 'Register',
      name: new Personal('Ana'),
      contact: { channel: 'email', address: new Personal('ana@example.org') },
      notes: [new Personal('one'), envelope('two', other)],
    };
    expect(await new Sealing(vault, subject, null).seal<Command>(command)).toEqual({
      type: 'Register',
      name: envelope('Ana'),
      contact: { channel: 'email', address: envelope('ana@example.org') },
      notes: [envelope('one'), envelope('two', other)],
    });
  });

  it('takes the envelope that stands, at the same place first', async () => {
    const state = { first: envelope('Ana', other), name: envelope('Ana'), contact: null, notes: [envelope('one')] };
    const command = { type: 'Register', name: new Personal('Ana'), contact: null, notes: [new Personal('one')] };
    const { name, notes } = await new Sealing(vault, other, state).seal<Command>(command);
    expect(name).toBe(state.name);
    expect(notes[0]).toBe(state.notes[0]);
  });

  it('is undone by opening', async () => {
    expect(await opened(vault, { name: envelope('Ana'), notes: [envelope('one')], at: null })).toEqual({
      name: 'Ana',
      notes: ['one'],
      at: null,
    });
  });
});
