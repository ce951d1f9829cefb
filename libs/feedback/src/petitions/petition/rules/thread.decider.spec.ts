import { describe, expect, it } from '@jest/globals';
import { answered, asked, assigned, deadline, event, given, joined } from '../../testing/petition-given.js';
import { at, content, later, mainId, messageId, registered, samples, sealed } from '../petition.samples.js';

describe('the thread', () => {
  const { text } = samples.InformationRequested;
  const ask = { type: 'RequestInformation', messageId, text, attachments: [], at } as const;
  const say = { ...ask, type: 'AddMessage', from: 'citizen', text: samples.MessageAdded.text, at: later } as const;
  it('asks the petitioner, who answers; each message is there once', () => {
    given(registered, assigned).when(ask).then(asked);
    given(registered, assigned, asked).when(ask).then();
    given(registered, asked)
      .when({ ...ask, text: sealed('Altul?') })
      .thenRejected('MESSAGE_EXISTS');
    given(registered).when(say).then(event('MessageAdded'));
    expect(given(registered, asked).state()?.status).toBe('information-requested');
    const reply = event('MessageAdded', { messageId: mainId });
    expect(given(registered, asked, reply).state()?.status).toBe('in-progress');
    expect(
      given(registered, asked, event('MessageAdded', { messageId: mainId, from: 'officer' })).state()?.status,
    ).toBe('information-requested');
  });
  it('does not stop the clock while the petitioner is asked', () =>
    expect(given(registered, asked).state()).toMatchObject({ deadline, deadlineState: 'due' }));
  it('is closed when the petition is done, and open while it is joined', () => {
    given(registered, answered).when(say).thenRejected('PETITION_DONE');
    given(registered, answered).when(ask).thenRejected('PETITION_DONE');
    given(registered, joined).when(say).then(event('MessageAdded'));
    given(registered, joined).when(ask).thenRejected('PETITION_JOINED');
  });
  it('takes a message again with the same files only, whatever their ids', () => {
    const [file] = content.attachments;
    const attached = { ...say, attachments: [file!] };
    const there = event('MessageAdded', { attachments: [file!] });
    given(registered).when(attached).then(there);
    given(registered, there)
      .when({ ...attached, attachments: [{ ...file!, id: mainId }] })
      .then();
    for (const attachments of [[], [file!, file!], [{ ...file!, sha256: 'f'.repeat(64) }]]) {
      given(registered, there)
        .when({ ...attached, attachments })
        .thenRejected('MESSAGE_EXISTS');
    }
  });
  it('is full at 200 messages of the citizen in a round, and at 20 callbacks that nobody made', () => {
    const numbered = (index: number) => `0b5fdb0e-4e0f-4d3b-8a53-${String(index).padStart(12, '0')}`;
    const messages = Array.from({ length: 200 }, (_, index) => event('MessageAdded', { messageId: numbered(index) }));
    given(registered, ...messages.slice(1))
      .when(say)
      .then(event('MessageAdded'));
    given(registered, ...messages)
      .when(say)
      .thenRejected('THREAD_FULL');
    given(registered, ...messages)
      .when({ ...say, messageId: numbered(7) })
      .then();
    const byOfficer = { ...say, from: 'officer' } as const;
    given(registered, ...messages)
      .when(byOfficer)
      .then(event('MessageAdded', { from: 'officer' }));
    const reopenedAt = new Date(Date.parse(later) + 1).toISOString();
    given(registered, ...messages, answered, event('PetitionReopened', { reopenedAt }))
      .when({ ...say, at: reopenedAt })
      .then(event('MessageAdded', { addedAt: reopenedAt }));
    const { phone, note } = samples.CallbackRequested;
    const request = { type: 'RequestCallback', callbackId: messageId, phone, note, at } as const;
    const callbacks = Array.from({ length: 20 }, (_, index) =>
      event('CallbackRequested', { callbackId: numbered(index) }),
    );
    given(registered, ...callbacks)
      .when(request)
      .thenRejected('THREAD_FULL');
    given(registered, ...callbacks, event('CallbackDone', { callbackId: numbered(3) }))
      .when(request)
      .then(event('CallbackRequested'));
  });
  it('has callbacks that are asked for and done, once each', () => {
    const { phone, note } = samples.CallbackRequested;
    const request = { type: 'RequestCallback', callbackId: messageId, phone, note, at } as const;
    const done = { type: 'MarkCallbackDone', callbackId: messageId, note, at: later } as const;
    const requested = event('CallbackRequested');
    given(registered).when(request).then(requested);
    given(registered, requested).when(request).then();
    given(registered, requested)
      .when({ ...request, phone: sealed('0700 000 001') })
      .thenRejected('CALLBACK_EXISTS');
    given(registered, requested)
      .when({ ...request, note: null })
      .thenRejected('CALLBACK_EXISTS');
    given(registered, requested).when(done).then(event('CallbackDone'));
    given(registered, requested, event('CallbackDone')).when(done).then();
    given(registered).when(done).thenRejected('CALLBACK_UNKNOWN');
    given(registered, answered).when(request).thenRejected('PETITION_DONE');
  });
});
