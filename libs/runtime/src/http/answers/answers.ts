import type { Readable } from 'node:stream';
import type { SpoolFile } from '../../csv/spool.js';
import { renderPage, type Frame, type HtmlPage } from '../../pages/page.js';

/** A resource: answered with `ETag`, or with 304 where `If-None-Match` names its version. */
export class Versioned<T extends object = object> {
  constructor(
    readonly body: T,
    /** The stream's version at which the resource last changed. */
    readonly version: number,
    /** Stands behind the version in the `ETag` where the body also shows what other streams say, or more to some callers than to others. */
    readonly tag?: string,
  ) {}
}

/** The results of many commands, each for itself; `Ecou-Position` is then that of the context, so that a read can wait for all of them. */
export class BulkAnswer {
  constructor(readonly body: object) {}
}

/** One page of a list: `{ items, next }`, and a `Link` header to the next page. */
export class Page<T extends object = object> {
  constructor(
    readonly items: readonly T[],
    /** Cursor of the next page (`encodeCursor`), or `null` on the last. */
    readonly next: string | null,
  ) {}

  /** The page of `limit` rows out of `limit + 1` that were read; `cursorOf` makes the cursor of a page's last row. */
  static of<Row extends object>(rows: readonly Row[], limit: number, cursorOf: (last: Row) => string): Page<Row> {
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return new Page(items, rows.length > limit && last ? cursorOf(last) : null);
  }

  /** The same page with each item changed. */
  map<Other extends object>(change: (item: T) => Other): Page<Other> {
    return new Page(this.items.map(change), this.next);
  }
}

/** A string or bytes as they are; anything else as JSON. */
type Body = string | Uint8Array | object;

/** An answer in a media type of its own, with `ETag` where a version is given. */
export class Representation {
  constructor(
    /** As in `application/geo+json`; text gets `charset=utf-8`. */
    readonly contentType: string,
    /** A function is called where the caller does not have the answer already. */
    readonly body: Body | (() => Body | Promise<Body>),
    readonly version?: number,
    readonly status?: number,
    /** Stands behind the version in the `ETag`, as that of `Versioned`. */
    readonly tag?: string,
  ) {}
}

/** An order that was taken and is not carried out yet (202); `location` says where to see what becomes of it. */
export class Accepted<T extends object = object> {
  constructor(
    readonly body: T,
    readonly location: string,
  ) {}
}

/** A file to be saved: never shown within a page, never taken for another type than it has. */
export class Download {
  constructor(
    readonly file: {
      readonly name: string;
      /** Media type. */
      readonly type: string;
      /** Bytes. */
      readonly size: number;
      /** Its `ETag`. */
      readonly sha256: string;
    },
    readonly stream: Readable,
  ) {}
}

/** Content that is whole before it is sent, and the same for ever under its tag: answered with a strong `ETag`, all of it or a range of bytes. */
export class Content {
  constructor(
    readonly file: {
      readonly name: string;
      /** Media type. */
      readonly type: string;
      /** Its `ETag`. */
      readonly tag: string;
    },
    /** Called where the caller does not have it already. */
    readonly open: () => Promise<SpoolFile>,
    /** Further headers. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** An HTML page, which gets its frame when it is answered. */
export class Html extends Representation {
  constructor(
    private readonly page: HtmlPage | (() => HtmlPage),
    version?: number,
    status?: number,
    tag?: string,
  ) {
    super('text/html', '', version, status, tag);
  }

  render(frame: Frame): string {
    return renderPage(typeof this.page === 'function' ? this.page() : this.page, frame);
  }
}

/** A page with a script of ours, which may call us. */
export class ScriptedHtml extends Html {
  /** `script`: its path. */
  constructor(page: HtmlPage, script: string) {
    super({ ...page, script });
  }
}

/** An answer that is sent while it is made, and may go on for as long as the caller stays; nothing may keep it. */
export class Streamed {
  constructor(
    readonly contentType: string,
    readonly stream: Readable,
  ) {}
}

/** An answer with cookies for the browser that asked; nothing may keep it. */
export class WithCookies {
  constructor(
    readonly answer: unknown,
    /** Values of `Set-Cookie`. */
    readonly cookies: readonly string[],
    /** The actor who signed in by this; the audit says so. */
    readonly signedIn?: string,
  ) {}
}

/** The way to another address (303), with cookies for the browser that goes it. */
export class SeeOther extends WithCookies {
  constructor(
    readonly location: string,
    cookies: readonly string[] = [],
    signedIn?: string,
  ) {
    super('', cookies, signedIn);
  }
}

/** A part of something that goes on: a `Link` says under which parameters of the query the next one is found, and without which. */
export class Continued<T extends object = object> {
  constructor(
    readonly body: T,
    readonly next: Readonly<Record<string, string | null>>,
  ) {}
}
