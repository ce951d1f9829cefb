/** The weight that a client gives to a media type, by `Accept` (RFC 9110, 12.5.1): 0 for not at all. */
function weightOf(accept: string, mediaType: string): number {
  const [main = ''] = mediaType.split('/');
  const ranges = accept.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return { name, weight: q === undefined ? 1 : Number(q.slice(2)) || 0 };
  });
  const find = (name: string) => ranges.find((range) => range.name === name)?.weight;
  return find(mediaType) ?? find(`${main}/*`) ?? find('*/*') ?? 0;
}

/** True where a client gives more weight to a media type than to each of others. */
export const weighs = (accept: string | undefined, mediaType: string, others: readonly string[]): boolean =>
  accept !== undefined && others.every((other) => weightOf(accept, mediaType) > weightOf(accept, other));

/** Of some media types the one that a client would rather have than JSON; `undefined` where it does not care. */
export function preferredOf(accept: string | undefined, mediaTypes: readonly string[]): string | undefined {
  if (accept === undefined) return undefined;
  const [best] = mediaTypes
    .map((mediaType) => ({ mediaType, weight: weightOf(accept, mediaType) }))
    .sort((a, b) => b.weight - a.weight);
  return best && best.weight > weightOf(accept, 'application/json') ? best.mediaType : undefined;
}

/** True where a client would rather have this media type than JSON; JSON where it does not care. */
export const prefers = (accept: string | undefined, mediaType: string): boolean =>
  preferredOf(accept, [mediaType]) !== undefined;
