/** The logger of messaging; pino's shape. Fields hold ids, never a person's data. */
export interface Logger {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}
