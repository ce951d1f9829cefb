const ana = { actor: 'key:0f0c8a52-5d0b-4c39-9d2a-51f3a7f6a001', officer: null };
const dan = {
  actor: 'officer:0f0c8a52-5d0b-4c39-9d2a-51f3a7f6a002',
  officer: '0f0c8a52-5d0b-4c39-9d2a-51f3a7f6a002',
};

/** Each event of an approval as it is stored. */
export const approvalSamples = {
  ApprovalAsked: {
    kind: 'bulk-discard',
    permission: 'ops:write',
    says: 'Discard 2 messages that feedback holds back (The items do not exist.): 5b1f7c5e-3a44-4c0e-9f0e-0d3f4e1b7a11, 5b1f7c5e-3a44-4c0e-9f0e-0d3f4e1b7a12.',
    orderHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    askedBy: ana,
    askedAt: '2027-03-01T10:00:00.000Z',
    expiresAt: '2027-03-04T10:00:00.000Z',
  },
  ApprovalGiven: { by: dan, note: 'As agreed.', givenAt: '2027-03-01T11:00:00.000Z' },
  ApprovalRefused: { by: dan, note: null, refusedAt: '2027-03-01T11:00:00.000Z' },
  ApprovalWithdrawn: { withdrawnAt: '2027-03-01T12:00:00.000Z' },
  ApprovalExpired: { expiredAt: '2027-03-04T10:00:00.000Z' },
  ApprovalWaived: { setting: 'ECOU_APPROVALS=single', waivedAt: '2027-03-01T10:00:00.000Z' },
  ApprovalUsed: { usedAt: '2027-03-01T12:00:00.000Z' },
};
