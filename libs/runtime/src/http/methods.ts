/** Which methods each address knows, for the answer to one that it does not know. */
export class Methods {
  private readonly patterns = new Map<string, { readonly form: RegExp; readonly methods: Set<string> }>();

  /** `pattern` as the router has it: `/events/v1/programmes/:id`. */
  add(methods: string | readonly string[], pattern: string): void {
    let known = this.patterns.get(pattern);
    if (!known) {
      const source = pattern
        .split('/')
        .map((segment) =>
          segment.startsWith(':') ? '[^/]+' : segment.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`),
        )
        .join('/')
        .replaceAll('*', '.*');
      known = { form: new RegExp(`^${source}/?$`), methods: new Set() };
      this.patterns.set(pattern, known);
    }
    for (const method of [methods].flat()) known.methods.add(method);
  }

  /** The methods of an address, sorted; none where there is nothing. */
  of(url: string): string[] {
    const [path = ''] = url.split('?', 1);
    const found = [...this.patterns.values()].filter(({ form }) => form.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}
