import { assertNever, Rejected, Unknown, type Decider } from '@ecou/event-sourcing';
import type { UploadEvent } from './upload.events.js';

/** Facts of a file without its name. */
export interface FileFacts {
  /** Media type. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

export type BeginUpload = { type: 'BeginUpload'; expiresAt: string };
export type ReceiveUpload = { type: 'ReceiveUpload'; file: FileFacts; at: string };
export type ClaimUpload = { type: 'ClaimUpload'; petitionId: string; at: string };
export type ExpireUpload = { type: 'ExpireUpload'; at: string };
export type RemoveUpload = { type: 'RemoveUpload'; at: string };
/** Its bytes were removed. */
export type NoteErased = { type: 'NoteErased'; at: string };

export type UploadCommandBody = BeginUpload | ReceiveUpload | ClaimUpload | ExpireUpload | RemoveUpload | NoteErased;

/** `gone`: it expired, or was removed; its bytes go then, if they have not gone yet. */
type Status = 'begun' | 'received' | 'claimed' | 'gone';

/** True for a file that goes when its time comes. */
const expires: Readonly<Record<Status, boolean>> = { begun: true, received: true, claimed: false, gone: false };

export interface Upload {
  readonly status: Status;
  readonly expiresAt: string;
  readonly file: FileFacts | null;
  readonly petitionId: string | null;
  readonly erased: boolean;
}

const requireUpload = (state: Upload | null): Upload => {
  if (!state) throw new Unknown('FILE_UNKNOWN', 'There is no such file.');
  return state;
};

export const uploadDecider: Decider<UploadCommandBody, Upload | null, UploadEvent> = {
  initial: null,
  decide(command, state) {
    switch (command.type) {
      case 'BeginUpload':
        return state ? [] : [{ type: 'UploadBegun', data: { expiresAt: command.expiresAt } }];
      case 'ReceiveUpload':
        return receive(command, requireUpload(state));
      case 'ClaimUpload':
        return claim(command, requireUpload(state));
      case 'ExpireUpload':
        return expires[requireUpload(state).status] ? [{ type: 'UploadExpired', data: { expiredAt: command.at } }] : [];
      case 'RemoveUpload':
        return requireUpload(state).status === 'gone'
          ? []
          : [{ type: 'UploadRemoved', data: { removedAt: command.at } }];
      case 'NoteErased':
        return noteErased(command, requireUpload(state));
      default:
        return assertNever(command);
    }
  },
  evolve(state, event): Upload {
    if (event.type === 'UploadBegun') {
      return { status: 'begun', expiresAt: event.data.expiresAt, file: null, petitionId: null, erased: false };
    }
    const before = requireUpload(state);
    switch (event.type) {
      case 'UploadReceived': {
        const { type, size, sha256 } = event.data;
        return { ...before, status: 'received', file: { type, size, sha256 } };
      }
      case 'UploadClaimed':
        return { ...before, status: 'claimed', petitionId: event.data.petitionId };
      case 'UploadExpired':
      case 'UploadRemoved':
        return { ...before, status: 'gone' };
      case 'UploadErased':
        return { ...before, erased: true };
      default:
        return assertNever(event);
    }
  },
};

function receive({ file, at }: ReceiveUpload, { status }: Upload): UploadEvent[] {
  if (status === 'gone') throw new Rejected('FILE_GONE', 'The file came too late.');
  return status === 'begun' ? [{ type: 'UploadReceived', data: { ...file, receivedAt: at } }] : [];
}

function claim({ petitionId, at }: ClaimUpload, state: Upload): UploadEvent[] {
  // Also once it was removed: the same command, sent again, changes nothing.
  if (state.petitionId === petitionId) return [];
  switch (state.status) {
    case 'begun':
      throw new Rejected('FILE_NOT_RECEIVED', 'The file has not come in whole.');
    case 'received':
      return [{ type: 'UploadClaimed', data: { petitionId, claimedAt: at } }];
    case 'claimed':
      throw new Rejected('FILE_TAKEN', 'The file belongs to something else already.');
    case 'gone':
      throw new Rejected('FILE_GONE', 'The file was not used in time, or was removed.');
    default:
      return assertNever(state.status);
  }
}

function noteErased({ at }: NoteErased, { status, erased }: Upload): UploadEvent[] {
  if (status !== 'gone') throw new Rejected('FILE_KEPT', 'The file is still kept.');
  return erased ? [] : [{ type: 'UploadErased', data: { erasedAt: at } }];
}
