/** A server that tests use. */
export interface Service {
  /** As the variable holds it: a URL of a superuser, or `host:port`. */
  readonly address: string;
  stop(): Promise<void>;
}
