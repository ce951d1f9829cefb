import { specify } from '@ecou/event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { uploadDecider, type ClaimUpload } from './upload.decider.js';
import { uploadSamples } from './upload.samples.js';

const given = specify(uploadDecider);
const at = '2024-03-01T10:05:00.000Z';
const { type, size, sha256 } = uploadSamples.UploadReceived;
const other = '00000000-0000-4000-8000-000000000001';
const { petitionId } = uploadSamples.UploadClaimed;

const begun = { type: 'UploadBegun', data: uploadSamples.UploadBegun } as const;
const received = { type: 'UploadReceived', data: { type, size, sha256, receivedAt: at } } as const;
const claimed = { type: 'UploadClaimed', data: { petitionId, claimedAt: at } } as const;
const expired = { type: 'UploadExpired', data: { expiredAt: at } } as const;
const removed = { type: 'UploadRemoved', data: { removedAt: at } } as const;
const erased = { type: 'UploadErased', data: { erasedAt: at } } as const;

const begin = { type: 'BeginUpload', expiresAt: begun.data.expiresAt } as const;
const receive = { type: 'ReceiveUpload', file: { type, size, sha256 }, at } as const;
const claim: ClaimUpload = { type: 'ClaimUpload', petitionId, at };
const expire = { type: 'ExpireUpload', at } as const;
const remove = { type: 'RemoveUpload', at } as const;
const erase = { type: 'NoteErased', at } as const;

describe('a file that is handed in', () => {
  it('begins, once', () => given().when(begin).then(begun));
  it('begins again without a trace', () => given(begun).when(begin).then());
  it('is received whole', () => given(begun).when(receive).then(received));
  it('is received once', () => given(begun, received).when(receive).then());
  it('cannot be received after its time', () => given(begun, expired).when(receive).thenRejected('FILE_GONE'));
  it('cannot be received without a beginning', () => given().when(receive).thenRejected('FILE_UNKNOWN'));

  it('is claimed', () => given(begun, received).when(claim).then(claimed));
  it('is claimed again by the same', () => given(begun, received, claimed).when(claim).then());
  it('is not claimed by another', () =>
    given(begun, received, claimed)
      .when({ ...claim, petitionId: other })
      .thenRejected('FILE_TAKEN'));
  it('is not claimed before it is whole', () => given(begun).when(claim).thenRejected('FILE_NOT_RECEIVED'));
  it('is not claimed after its time', () => given(begun, received, expired).when(claim).thenRejected('FILE_GONE'));
  it('is claimed again by the same after it was removed, without a trace', () =>
    given(begun, received, claimed, removed).when(claim).then());
  it('is not claimed by another after it was removed', () =>
    given(begun, received, claimed, removed)
      .when({ ...claim, petitionId: other })
      .thenRejected('FILE_GONE'));
  it('is not claimed where there is none', () => given().when(claim).thenRejected('FILE_UNKNOWN'));

  it('expires where it was never received', () => given(begun).when(expire).then(expired));
  it('expires where nothing claimed it', () => given(begun, received).when(expire).then(expired));
  it('does not expire once it is claimed', () => given(begun, received, claimed).when(expire).then());
  it('expires once', () => given(begun, expired).when(expire).then());

  it('is removed', () => given(begun, received, claimed).when(remove).then(removed));
  it('is removed once', () => given(begun, received, claimed, removed).when(remove).then());

  it('is erased when it is gone', () => given(begun, received, expired).when(erase).then(erased));
  it('is erased once', () => given(begun, received, expired, erased).when(erase).then());
  it('is not erased while it is kept', () => given(begun, received, claimed).when(erase).thenRejected('FILE_KEPT'));
});
