import { execa } from 'execa';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OsProcess } from '../os-process.ts';
import { freePort, until } from '../processes.ts';
import { answerPackage, findPackage } from '../test/debian.ts';

/** Debian's own places (`postconf -d`). */
const [commands, daemons] = ['/usr/sbin', '/usr/lib/postfix/sbin'];
/** Debian's `nobody` and `nogroup`, to whom mailboxes belong. */
const nobody = 65_534;

/** Makes sure of Debian's postfix, which gets no configuration of its own, so that none is started. */
async function findPostfix(): Promise<void> {
  await answerPackage('postfix postfix/main_mailer_type select No configuration');
  await findPackage('postfix', join(commands, 'postconf'), '-d', 'mail_version');
  if (process.getuid?.() !== 0) throw new Error('postfix is started by root only: run the tests as root');
}

/** Settings (postconf(5)): what is for other domains than these goes nowhere; who has no mailbox is found out at the delivery, as behind a relay. */
const mainOf = (dir: string, domains: readonly string[]): string => `
compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
command_directory = ${commands}
daemon_directory = ${daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${dir}/log
maillog_file_prefixes = ${dir}
myhostname = mx.example.org
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
virtual_mailbox_domains = ${domains.join(', ')}
virtual_mailbox_base = ${dir}/mail
virtual_mailbox_maps = texthash:${dir}/mailboxes
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
`;

/** Its parts (master(5)), none of them in a chroot. */
const masterOf = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

/** Debian's postfix with a configuration, a queue and mailboxes of its own, in the foreground; it delivers into Maildirs. */
export class Postfix {
  readonly #dir: string;
  readonly #port: number;
  readonly #master: OsProcess;
  readonly #mailboxes: Set<string>;

  private constructor(dir: string, port: number, mailboxes: readonly string[]) {
    this.#dir = dir;
    this.#port = port;
    this.#mailboxes = new Set(mailboxes);
    this.#master = new OsProcess({
      name: 'postfix',
      command: [join(daemons, 'master'), '-c', dir, '-s'],
      ready: () => greets(port),
      env: {},
    });
  }

  static async start(mailboxes: readonly string[]): Promise<Postfix> {
    await findPostfix();
    const dir = await mkdtemp(join(tmpdir(), 'ecou-postfix-'));
    // Its parts run as users of their own, and come by here.
    await chmod(dir, 0o755);
    for (const name of ['queue', 'mail']) await mkdir(join(dir, name));
    await chown(join(dir, 'mail'), nobody, nobody);
    const port = await freePort();
    const domains = [...new Set(mailboxes.map((address) => address.split('@')[1] ?? ''))];
    await writeFile(join(dir, 'main.cf'), mainOf(dir, domains));
    await writeFile(join(dir, 'master.cf'), masterOf(port));
    const postfix = new Postfix(dir, port, mailboxes);
    await postfix.#writeMailboxes();
    try {
      // Makes the folders in the queue.
      await execa(join(commands, 'postfix'), ['-c', dir, 'check']);
      await postfix.#master.start();
    } catch (error) {
      throw new Error(`postfix does not start: ${await postfix.#log()}`, { cause: error });
    }
    return postfix;
  }

  /** As for `SMTP_URL`. */
  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** The Maildir of an address. */
  folder(address: string): string {
    return join(this.#dir, 'mail', address);
  }

  /** Takes a mailbox away: what comes for it comes back. */
  async removeMailbox(address: string): Promise<void> {
    this.#mailboxes.delete(address);
    await this.#writeMailboxes();
    // It reads its settings and tables anew (master(8)).
    process.kill(this.#master.pid, 'SIGHUP');
  }

  /** The mails of an address as they were delivered, in the order in which they came; read ones too. */
  async mails(address: string): Promise<readonly Buffer[]> {
    const folders = ['cur', 'new'].map((name) => join(this.folder(address), name));
    const found = await Promise.all(
      folders.map(async (folder) => (await readdir(folder).catch(() => [])).map((name) => ({ folder, name }))),
    );
    const files = found.flat().sort((one, other) => timeOf(one.name) - timeOf(other.name));
    return Promise.all(files.map(({ folder, name }) => readFile(join(folder, name))));
  }

  /** Waits until an address has so many mails; answers the last of them. Throws with the server's log. */
  async wait(address: string, count: number): Promise<Buffer> {
    const last = async () => (await this.mails(address))[count - 1];
    return until(last, 60_000, `Mail ${count} to ${address}`).catch(async (error: unknown) => {
      throw new Error(await this.#log(), { cause: error });
    });
  }

  async stop(): Promise<void> {
    await this.#master.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }

  #log(): Promise<string> {
    return readFile(join(this.#dir, 'log'), 'utf8').catch(() => 'It wrote no log.');
  }

  #writeMailboxes(): Promise<void> {
    const lines = [...this.#mailboxes].map((address) => `${address} ${address}/\n`);
    return writeFile(join(this.#dir, 'mailboxes'), lines.join(''));
  }
}

/** Microseconds, as the name of a file in a Maildir tells them: seconds first, and the rest behind `M`. */
function timeOf(name: string): number {
  const [, seconds, micros] = /^(\d+)\.\w*M(\d+)\./.exec(name) ?? [];
  return Number(seconds) * 1_000_000 + Number(micros);
}

/** True where a mail server says that it is ready (RFC 5321, section 4.3.1). */
const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (said: Buffer) => {
      socket.end('QUIT\r\n');
      resolve(said.toString().startsWith('220'));
    });
    socket.once('error', () => resolve(false));
  });
