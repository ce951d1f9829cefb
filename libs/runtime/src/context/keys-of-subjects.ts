/** The keys under which personal values are encrypted, for whoever erases people. */
export abstract class KeysOfSubjects {
  /** Destroys the keys of subjects for good, and lets none be made for them; a repeat changes nothing. Throws `Unavailable`. */
  abstract destroy(subjects: readonly string[]): Promise<void>;
}
