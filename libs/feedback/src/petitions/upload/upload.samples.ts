/** Each event of an upload as it is stored. */
export const uploadSamples = {
  UploadBegun: { expiresAt: '2024-03-02T10:00:00.000Z' },
  UploadReceived: {
    type: 'image/jpeg',
    size: 48_213,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    receivedAt: '2024-03-01T10:00:00.000Z',
  },
  UploadClaimed: { petitionId: '5b1f7c5e-3a44-4c0e-9f0e-0d3f4e1b7a11', claimedAt: '2024-03-01T10:05:00.000Z' },
  UploadExpired: { expiredAt: '2024-03-02T10:00:00.000Z' },
  UploadRemoved: { removedAt: '2024-04-01T10:00:00.000Z' },
  UploadErased: { erasedAt: '2024-04-01T10:00:01.000Z' },
};
