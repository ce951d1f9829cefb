import { topicOf, type Contract } from '../contract.js';

/** The field that is the key of a contract's messages, the id of the aggregate that they are about: its first. */
export const keyOf = ({ schema }: Contract): string => Object.keys(schema.shape)[0] ?? '';

/** All contracts as a table in Markdown, by topic and name. */
export function catalogueTable(contracts: Iterable<Contract>): string {
  const rows = [...contracts]
    .map((contract) => ({ ...contract, topic: topicOf(contract.context, contract.visibility), key: keyOf(contract) }))
    .sort((one, other) => (`${one.topic} ${one.type}` < `${other.topic} ${other.type}` ? -1 : 1))
    .map(({ topic, name, version, key, visibility, summary, withdrawn }) => [
      `\`${topic}\``,
      `\`${name}\``,
      String(version),
      `\`${key}\``,
      visibility,
      withdrawn === undefined ? summary : `**Withdrawn.** ${summary} ${withdrawn}`,
    ]);
  return tableOf([['topic', 'contract', 'version', 'key', 'visibility', 'what it says'], ...rows]);
}

/** Laid out as Prettier does. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('');
}
