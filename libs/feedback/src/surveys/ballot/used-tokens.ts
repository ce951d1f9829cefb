const serialBytes = 4;
const hashBytes = 16;
const entryBytes = serialBytes + hashBytes;

/** Serials of the invitations whose tokens were used, and for each the hash of what was asked to be signed. */
export type UsedTokens = ReadonlyMap<number, Buffer>;

/** Used tokens as bytes, in the order of serials, whatever the order of use. Each takes as many as the others. */
export const usedBytes = (used: UsedTokens): Buffer =>
  Buffer.concat(
    [...used]
      .sort(([one], [other]) => one - other)
      .flatMap(([serial, hash]) => {
        const bytes = Buffer.alloc(serialBytes);
        bytes.writeUInt32BE(serial);
        return [bytes, hash.subarray(0, hashBytes)];
      }),
  );

export const usedOf = (bytes: Buffer): Map<number, Buffer> =>
  new Map(
    Array.from({ length: bytes.length / entryBytes }, (_, index) => {
      const entry = bytes.subarray(index * entryBytes, (index + 1) * entryBytes);
      return [entry.readUInt32BE(), entry.subarray(serialBytes)];
    }),
  );

/** True where the token was used for this very request. */
export const isSameUse = (before: Buffer, hash: Buffer): boolean => before.equals(hash.subarray(0, hashBytes));
