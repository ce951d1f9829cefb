import type { Access } from './analyst-roles.js';

/** Addresses of the database for the tool of an analyst. */
export interface Addresses extends Access {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly jdbc: string;
}

/** `at`: host and port at which analysts reach the server, where it is not the address that Ecou itself has. */
export function addressesOf(access: Access, databaseUrl: string, at?: string): Addresses {
  const { hostname, port } = new URL(at === undefined ? databaseUrl : `postgres://${at}`);
  const [host, number] = [hostname || '127.0.0.1', Number(port || '5432')];
  const { role, password, database } = access;
  return {
    ...access,
    host,
    port: number,
    url: `postgres://${encodeURIComponent(role)}:${password}@${host}:${number}/${encodeURIComponent(database)}`,
    jdbc: `jdbc:postgresql://${host}:${number}/${encodeURIComponent(database)}`,
  };
}
