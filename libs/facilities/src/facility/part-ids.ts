import type { LocalizedText } from '@ecou/contracts';
import { namedUuid } from '@ecou/event-sourcing';

/** The namespace of ids that are made of titles (RFC 9562, version 5). */
const namespace = '0d4c3c1a-8f0b-4a53-9b6e-6f2a1e7d5c90';

/** A part of a facility, by its title or name. */
type Part = { readonly id?: string | undefined } & (
  { readonly title: LocalizedText } | { readonly name: LocalizedText }
);

const titleOf = (part: Part) => ('title' in part ? part.title : part.name).ro;

/**
 * Gives each part that has no id one that is made of its Romanian title, so that it keeps the id as long as it keeps the title. Of several with
 * one title each gets another id, in their order.
 */
export const identified = <T extends Part>(parts: readonly T[]): (T & { readonly id: string })[] =>
  parts.map((part, index) => {
    const title = titleOf(part);
    const before = parts.slice(0, index).filter((each) => titleOf(each) === title).length;
    return { ...part, id: part.id ?? namedUuid(`${title}/${before}`, namespace) };
  });
