// The real server as a child process with its own data directory.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = process.env.ATTACHE_BIN ?? `${root}target/debug/attache`;

/** The seeded world that each story's server starts from. */
export const TEMPLATE = `${root}target/e2e/world`;
/** The simulated start time of that world. */
export const START = "2026-01-22T01:10:00Z";

/** Returns the environment without the server's own options. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("ATTACHE_")));
}

/** Runs another command of the program to completion, with this standard input. */
export async function attache(args: string[], input = ""): Promise<void> {
  const child = spawn(binary, args, { env: environment(), stdio: ["pipe", "ignore", "pipe"] });
  const said: string[] = [];
  createInterface(child.stderr).on("line", (line) => said.push(line));
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`attache ${args[0]} ended with ${code}:\n${said.join("\n")}`);
}

export class Server {
  private stopped = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly log: string[],
    /** The console's origin. */
    readonly url: string,
  ) {}

  /** Starts a server on a free port; resolves when it is ready. */
  static async start(data: string, flags: string[] = []): Promise<Server> {
    const own = ["serve", "--listen", "127.0.0.1:0", "--data", data, "--ui", `${root}dist`];
    const child = spawn(binary, [...own, ...flags], {
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log: string[] = [];
    createInterface(child.stderr).on("line", (line) => log.push(line));
    const url = await new Promise<string>((resolve, reject) => {
      child.once("error", (error) => reject(new Error(`${binary} cannot be started: ${error.message}`)));
      child.once("exit", (code) => reject(new Error(`the server ended (${code}):\n${log.join("\n")}`)));
      createInterface(child.stdout).on("line", (line) => {
        const ready = /ready: (http\S+)/.exec(line);
        if (ready?.[1]) resolve(ready[1]);
      });
    });
    return new Server(child, log, url);
  }

  /** Shuts the server down gracefully, unless a story has done so. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    if (this.child.exitCode !== null) throw new Error(`the server had died:\n${this.log.join("\n")}`);
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const [code] = await ended;
    if (code !== 0) throw new Error(`the server ended with ${code}:\n${this.log.join("\n")}`);
  }
}
