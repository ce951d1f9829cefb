import type { Outgoing } from '../channel.js';
import { actionText, type Sender } from '../templates/render.js';
import { shortened, shortTextOf } from './short-text.js';

/** A message as a chat shows it. */
export interface ChatText {
  readonly text: string;
  /** Length of its first line, which is its title, in UTF-16 code units. */
  readonly title: number;
}

const gap = '\n\n';
const mostOfTitle = 200;
const address = /https?:\/\/\S/;

/** The parts that fit into so many code units, with the gap before each; an address is never cut. */
function fitting(parts: readonly string[], room: number): string[] {
  const kept: string[] = [];
  let left = room;
  for (const part of parts) {
    if (part.length + gap.length > left) {
      const space = left - gap.length;
      if (space > 0) kept.push(address.test(part) ? '…' : shortened(part, space));
      break;
    }
    kept.push(part);
    left -= part.length + gap.length;
  }
  return kept;
}

/**
 * A message in so many UTF-16 code units at most: its title, what it says as far as there is room, the action that it leads to, and how to
 * leave. One that has no room for these is told in few words.
 */
export function chatTextOf(
  outgoing: Pick<Outgoing, 'content' | 'language' | 'unsubscribe'>,
  sender: Pick<Sender, 'institution'>,
  most: number,
): ChatText {
  const { subject, paragraphs, sections = [], action, notes } = outgoing.content;
  const title = shortened(`${sender.institution}: ${subject}`, mostOfTitle);
  const end = [actionText(action), ...notes].join(gap);
  const room = most - title.length - gap.length - end.length;
  if (room < 0) {
    const short = shortTextOf(outgoing, sender);
    return { text: short, title: short.indexOf('\n') };
  }
  const parts = sections.flatMap((section) => [
    `• ${section.heading}`,
    ...section.paragraphs,
    actionText(section.action),
  ]);
  const said = fitting([...paragraphs, ...parts], room);
  return { text: [title, ...said, end].join(gap), title: title.length };
}
