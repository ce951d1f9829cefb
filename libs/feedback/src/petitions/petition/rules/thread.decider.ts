import { Rejected, same, type Sealed } from '@ecou/event-sourcing';
import type { Author, FileReference, PetitionEvent } from '../petition.events.js';
import { refuseUnlessAwaited, refuseUnlessOpen, subjectOf, type Petition } from '../petition.state.js';

interface Written {
  readonly messageId: string;
  readonly text: Sealed<string>;
  readonly attachments: readonly FileReference[];
  readonly at: string;
}

/** An officer asks the petitioner for something. The law does not stop the clock for it, and neither does this. */
export type RequestInformation = Written & { type: 'RequestInformation' };
export type AddMessage = Written & { type: 'AddMessage'; from: Author };
export type RequestCallback = {
  type: 'RequestCallback';
  callbackId: string;
  phone: Sealed<string>;
  note: Sealed<string> | null;
  at: string;
};
export type MarkCallbackDone = {
  type: 'MarkCallbackDone';
  callbackId: string;
  note: Sealed<string> | null;
  at: string;
};

/** Limits for one petitioner from one answer to the next: everything that is read of a petition holds the thread. */
const mostMessages = 200;
const mostOpenCallbacks = 20;

const shaOf = ({ sha256 }: FileReference): string => sha256;

/** A message that is sent again has its id; with another text or other files it is another one, and needs another id. */
function isThere({ messageId, text, attachments }: Written, { thread }: Petition): boolean {
  const before = thread.find(({ id }) => id === messageId);
  if (!before) return false;
  // The files of a form that is sent again come in anew, with other ids.
  if (same(before.text, text) && same(before.attachments.map(shaOf), attachments.map(shaOf))) return true;
  throw new Rejected('MESSAGE_EXISTS', 'A message with this id exists, and says something else.');
}

function requestInformation(command: RequestInformation, petition: Petition): PetitionEvent[] {
  if (isThere(command, petition)) return [];
  refuseUnlessOpen(petition);
  const { messageId, text, attachments, at } = command;
  const { officer } = petition;
  const message = { messageId, text, attachments: [...attachments], officer };
  return [{ type: 'InformationRequested', data: { subject: subjectOf(petition), ...message, requestedAt: at } }];
}

function addMessage(command: AddMessage, petition: Petition): PetitionEvent[] {
  if (isThere(command, petition)) return [];
  refuseUnlessAwaited(petition);
  const { messageId, from, text, attachments, at } = command;
  if (from === 'citizen') refuseIfFull(saidInRound(petition), mostMessages);
  const officer = from === 'officer' ? petition.officer : null;
  const message = { messageId, from, text, attachments: [...attachments], officer };
  return [{ type: 'MessageAdded', data: { subject: subjectOf(petition), ...message, addedAt: at } }];
}

/** Messages of the citizen since the petition was registered, or reopened last. */
function saidInRound({ thread, registeredAt, reopened }: Petition): number {
  const since = Date.parse(reopened?.at ?? registeredAt);
  return thread.filter(({ from, at }) => from === 'citizen' && Date.parse(at) >= since).length;
}

function refuseIfFull(count: number, most: number): void {
  if (count >= most) throw new Rejected('THREAD_FULL', `There are ${most} already: please wait for the answer.`);
}

function requestCallback({ callbackId, phone, note, at }: RequestCallback, petition: Petition): PetitionEvent[] {
  const before = petition.callbacks.find(({ id }) => id === callbackId);
  if (before) {
    if (same({ phone, note }, { phone: before.phone, note: before.note })) return [];
    throw new Rejected('CALLBACK_EXISTS', 'A callback with this id was asked for, and says something else.');
  }
  refuseUnlessAwaited(petition);
  refuseIfFull(petition.callbacks.filter(({ done }) => !done).length, mostOpenCallbacks);
  return [{ type: 'CallbackRequested', data: { callbackId, phone, note, requestedAt: at } }];
}

function markDone({ callbackId, note, at }: MarkCallbackDone, { callbacks }: Petition): PetitionEvent[] {
  const callback = callbacks.find(({ id }) => id === callbackId);
  if (!callback) throw new Rejected('CALLBACK_UNKNOWN', 'Nobody asked for this callback.');
  return callback.done ? [] : [{ type: 'CallbackDone', data: { callbackId, note, doneAt: at } }];
}

/** Messages and callbacks of officers and the petitioner. */
export const threadRules = {
  RequestInformation: requestInformation,
  AddMessage: addMessage,
  RequestCallback: requestCallback,
  MarkCallbackDone: markDone,
} as const;
