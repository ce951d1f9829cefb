/** Checksums by the names of migrations, and of the functions of the store in a version. */
export type Checksums = Readonly<Record<string, string>>;

/** Names the migrations that were edited or removed since they were kept, and those that are new and not kept yet. */
export const faultsOf = (kept: Checksums, current: Checksums): readonly string[] => [
  ...Object.entries(kept).flatMap(([name, checksum]) => {
    if (current[name] === checksum) return [];
    // An older version of a function is nowhere but in the list.
    if (current[name] === undefined) return name.includes(', version ') ? [] : [`${name} was removed.`];
    return [`${name} was edited.`];
  }),
  ...Object.keys(current).flatMap((name) => (kept[name] === undefined ? [`${name} is not kept yet.`] : [])),
];

/** The list with what is new; what is kept stays as it is. */
export const withNew = (kept: Checksums, current: Checksums): Checksums => ({ ...current, ...kept });
