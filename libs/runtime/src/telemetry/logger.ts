import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * JSON lines on standard output. Nothing personal belongs in them: ids, codes, route patterns and numbers, never bodies, addresses,
 * query strings or tokens.
 */
export const createLogger = (level: string, destination?: DestinationStream): Logger => {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return destination ? pino(options, destination) : pino(options);
};

const textOf = (message: unknown): string => (message instanceof Error ? message.message : String(message));

/** Nest's own log lines, through pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.debug({ from: rest.at(-1) }, textOf(message));
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.error({ from: rest.at(-1) }, textOf(message));
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.warn({ from: rest.at(-1) }, textOf(message));
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.debug({ from: rest.at(-1) }, textOf(message));
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.logger.trace({ from: rest.at(-1) }, textOf(message));
  }
}
