import { approvalKind } from '@ecou/runtime';

/** A person who lost what signed them in. */
export interface Recovery {
  /** Id. */
  readonly person: string;
}

/** Whoever has the link is that person from then on. */
export const recoverPerson = approvalKind<Recovery>({
  name: 'recover-person',
  permission: 'people:manage',
  says: ({ person }) =>
    `Invite ${person} to register a new passkey, which takes the place of all others; end all of their sessions.`,
});
