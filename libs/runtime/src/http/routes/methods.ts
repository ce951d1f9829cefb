interface Known {
  readonly form: RegExp;
  readonly methods: Set<string>;
  readonly open: Set<string>;
}

/** Which methods each address knows, for the answer to one that it does not know. */
export class Methods {
  private readonly patterns = new Map<string, Known>();

  /** `pattern` as the router has it: `/events/v1/programmes/:id`. `isOpen`: everybody may call it. */
  add(methods: string | readonly string[], pattern: string, isOpen: boolean): void {
    let known = this.patterns.get(pattern);
    if (!known) {
      const source = pattern
        .split('/')
        .map((segment) =>
          segment.startsWith(':') ? '[^/]+' : segment.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`),
        )
        .join('/')
        .replaceAll('*', '.*');
      known = { form: new RegExp(`^${source}/?$`), methods: new Set(), open: new Set() };
      this.patterns.set(pattern, known);
    }
    for (const method of [methods].flat()) {
      known.methods.add(method);
      if (isOpen) known.open.add(method);
    }
  }

  /** True where everybody may read what is at an address. */
  isOpen(url: string): boolean {
    return this.at(url).some(({ open }) => open.has('GET'));
  }

  /** The methods of an address, sorted; none where there is nothing. */
  of(url: string): string[] {
    return [...new Set(this.at(url).flatMap(({ methods }) => [...methods]))].sort();
  }

  private at(url: string): Known[] {
    const [path = ''] = url.split('?', 1);
    return [...this.patterns.values()].filter(({ form }) => form.test(path));
  }
}
