import { builtInTerms, inLanguage, type Language } from '@ecou/contracts';
import { rollupWords } from './rollup-words.js';
import type { RollupAnswer } from './rollup.schemas.js';

const channelNames = new Map(builtInTerms['dissemination-channels'].map(({ id, name }) => [id, name]));

type Spread = NonNullable<RollupAnswer['outreach']>;

interface OutreachProps {
  readonly outreach: Spread | null;
  readonly lang: Language;
}

/** Another channel by its own name. */
const channelOf = (
  { channel, channelName }: Pick<Spread['items'][number], 'channel' | 'channelName'>,
  lang: Language,
) => channelName ?? inLanguage(channelNames.get(channel) ?? { ro: channel.replaceAll('-', ' ') }, lang);

/** Dissemination outside of the platform, by channel. Renders nothing where there was none. */
export function Outreach({ outreach, lang }: OutreachProps) {
  const words = rollupWords(lang);
  if (!outreach || outreach.disseminations === 0) return null;
  const figure = (value: number | null) =>
    value === null ? words.notReported : value.toLocaleString(lang === 'ro' ? 'ro-RO' : 'en-GB');
  return (
    <section>
      <h2>{words.outreach}</h2>
      <p>{words.reachNote}</p>
      <table class="wide">
        <thead>
          <tr>
            <th scope="col">{words.channel}</th>
            {[words.times, words.people, words.firstReported].map((name) => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {outreach.byChannel.map(({ channel, disseminations, withoutReach, people, reportedPeople }) => (
            <tr>
              <td>
                {channelOf({ channel, channelName: null }, lang)}
                {withoutReach > 0 && <span class="more"> ({words.withoutReach(withoutReach)})</span>}
              </td>
              <td class="number">{disseminations}</td>
              <td class="number">{figure(people)}</td>
              <td class="number">{figure(reportedPeople)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{words.sources}</h3>
      <ul>
        {outreach.items.map((each) => (
          <li>
            {channelOf(each, lang)}, {inLanguage(each.title, lang)}: {figure(each.people)}
            {each.source !== null && ` (${each.source}; ${each.method})`}
          </li>
        ))}
      </ul>
    </section>
  );
}
