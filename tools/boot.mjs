/**
 * Runs a program of this repository, given as the first argument, on the Node release that the repository was made for.
 * Needs only Node 20 and npm: installs what is missing, then hands over. Imports no package.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';
const node = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** @returns {never} */
function refuse(line) {
  console.error(line);
  process.exit(1);
}

/** Runs npm with the terminal; answers whether it succeeded. */
function npm(...args) {
  const { error, status } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
    env: withoutOuterNpm(process.env),
  });
  if (error) refuse(`npm cannot be run (${error.code ?? error.message}). Install npm, which comes with Node.`);
  return status === 0;
}

/** Without what `npm test` and the like left in it, which another npm would take for its own. */
function withoutOuterNpm(env) {
  const foreign =
    /^npm_(config_(global_prefix|local_prefix|prefix|noproxy|node_gyp|user_agent|init_module|npm_version)|lifecycle|package|command|execpath|node_execpath)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/** Whether what npm noted in node_modules is what package-lock.json wants. */
function isInstalled() {
  const [noted, wanted] = [join(modules, '.package-lock.json'), join(root, 'package-lock.json')];
  if (!existsSync(noted)) return false;
  if (statSync(noted).mtimeMs >= statSync(wanted).mtimeMs) return true;
  const there = JSON.parse(readFileSync(noted, 'utf8')).packages;
  return Object.entries(JSON.parse(readFileSync(wanted, 'utf8')).packages).every(
    ([path, { version, optional, devOptional, link }]) =>
      !path.includes('node_modules/') ||
      (there[path] ? there[path].version === version : Boolean(optional || devOptional || link)),
  );
}

function installWhereNeeded() {
  if (!isInstalled()) {
    console.log(
      `${existsSync(modules) ? 'package-lock.json has changed' : 'First run'}: installing packages (about a minute) ...`,
    );
    if (!npm('ci', '--include=dev', '--loglevel=error'))
      refuse('The packages could not be installed: see what npm says above, then run the command again.');
  }
  // Where install scripts are off, the package is there without its program.
  if (!existsSync(node)) npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error');
  if (!existsSync(node)) refuse(`There is no ${node}: run "npm ci --ignore-scripts=false", then the command again.`);
}

/** npm that is killed tells nobody: its child gets another parent. */
function whenOrphaned(act) {
  const { ppid } = process;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    act();
  }, 250);
}

// Room for young objects in MB: by itself Node takes up to 128 where there is memory, for almost twice the memory and no more speed. And the
// share of garbage that may come to what is in use before old objects are collected, in percent: by itself Node lets it grow to several times that.
const flags = ['--max-semi-space-size=8', '--heap-growing-percent=60', '--disable-warning=ExperimentalWarning'];

function handOver([program, ...args]) {
  const bin = join(modules, '.bin');
  const child = spawn(node, [...flags, join(root, program), ...args], {
    // The channel tells the child when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: [bin, join(modules, 'node', 'bin'), process.env.PATH].join(delimiter) },
  });
  // The child stops at its own pace, and this process waits for it. From a terminal it gets Ctrl-C twice, which is no other than once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) whenOrphaned(() => child.kill('SIGTERM'));
  child.on('error', (error) => refuse(`${node} cannot be run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) refuse(`Ecou needs Node 20 or newer to begin with; this is ${process.version}.`);
if (!process.argv[2]) refuse('Usage: node tools/boot.mjs <program> [arguments]');
installWhereNeeded();
handOver(process.argv.slice(2));
