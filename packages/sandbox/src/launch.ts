import { type ChildProcess, spawn } from "node:child_process";
import { Duplex, Readable } from "node:stream";
import { BoxOutput } from "./box-output.ts";
import { boxOptions, type BoxView } from "./bwrap.ts";
import { Channel } from "./channel.ts";
import { withContent } from "./descriptors.ts";
import { endLaunched } from "./end-launched.ts";
import { TOOL_PATH } from "./host-tools.ts";
import { guarded } from "./launch-guard.ts";
import { DESCRIPTOR, launchCommand, type LaunchCommand } from "./launch-command.ts";

/** What one box is started from. */
export interface LaunchSettings {
  readonly view: Omit<BoxView, "filterDescriptor" | "statusDescriptor">;
  readonly command: LaunchCommand;
  /** The filter's bytes; null only in tests, where the attack must succeed with this layer off. */
  readonly filter: Buffer | null;
  readonly outputBytes: number;
}

/** How long the end of a killed box is waited for before it counts as not ended. */
const END_TIMEOUT_MS = 10_000;

/**
 * The processes of one box: started, listened to, ended. It knows the streams and the box's pid 1, and nothing of
 * limits. SIGKILL of this process ends the box as well.
 */
export class BoxProcess {
  readonly channel: Channel;
  readonly output: BoxOutput;
  /** Resolves when nothing of the box can write any more; false when it could not be ended in ten seconds. */
  readonly ended: Promise<boolean>;
  readonly #child: ChildProcess;
  #status = "";
  #failure = "";
  #killed: (() => void) | undefined;

  constructor(settings: LaunchSettings, onOutputExceeded: () => void) {
    this.#child = start(settings);
    this.output = new BoxOutput(settings.outputBytes);
    // The declared type ends with the fifth stream.
    const streams: readonly unknown[] = this.#child.stdio;
    const { stdout, stderr } = this.#child;
    const channel = streams[DESCRIPTOR.channel];
    const status = streams[DESCRIPTOR.status];
    if (!(channel instanceof Duplex) || !stdout || !stderr)
      throw new TypeError("the box was started without its streams");
    this.output.follow("stdout", stdout, onOutputExceeded);
    this.output.follow("stderr", stderr, onOutputExceeded);
    this.channel = new Channel(channel);
    if (status instanceof Readable) {
      status.on("error", () => undefined);
      status.on("data", (chunk: Buffer) => (this.#status += chunk.toString()));
    }
    const killed = new Promise<void>((resolve) => (this.#killed = resolve));
    this.ended = Promise.race([this.#closed(), killed.then(() => expiry(END_TIMEOUT_MS))]);
  }

  /** The box's pid 1 as seen from outside; null until bubblewrap has made it. */
  get initPid(): number | null {
    const pid = /"child-pid": (\d+)/.exec(this.#status)?.[1];
    return pid === undefined ? null : Number(pid);
  }

  /** For logs: what bubblewrap and the system said. */
  get log(): string {
    const how = this.#child.signalCode ?? this.#child.exitCode ?? "running";
    return [`launcher ${how}`, this.#status.replaceAll(/\s+/g, " ").trim(), this.#failure].filter(Boolean).join("; ");
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** As a shell tells it: of a program that a signal ended, 128 and the signal's number. Null until the end. */
  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Waits for an end that nobody brings about. */
  async endedWithin(timeoutMs: number): Promise<void> {
    await Promise.race([this.ended, expiry(timeoutMs)]);
  }

  /** Ends every process of the box at once: the kernel ends the namespace with its pid 1. */
  kill(): void {
    this.#killed?.();
    // Only while the launcher is unreaped: afterwards its numbers may be another's.
    if (!this.alive) return;
    const pid = this.initPid;
    if (pid === null) return endLaunched(this.#child);
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL"); // its pid 1 is gone, and the launcher is about to follow
    }
  }

  #closed(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#child.once("error", (error) => {
        this.#failure = error.message;
        resolve(true);
      });
      this.#child.once("close", () => resolve(true));
    });
  }
}

function start({ view, command, filter }: LaunchSettings): ChildProcess {
  const [file, ...args] = launchCommand(command);
  const run = (filterDescriptor: number | null): ChildProcess => {
    const options = boxOptions({
      ...view,
      filterDescriptor: filterDescriptor === null ? null : DESCRIPTOR.filter,
      statusDescriptor: DESCRIPTOR.status,
    });
    return withContent(Buffer.from(options.map((option) => `${option}\0`).join("")), (optionsDescriptor) =>
      guarded(() =>
        spawn(file, args, {
          // bubblewrap's own environment is readable in the box as that of its pid 1.
          env: { PATH: TOOL_PATH },
          cwd: "/",
          stdio: ["ignore", "pipe", "pipe", "pipe", optionsDescriptor, filterDescriptor ?? "ignore", "pipe"],
          detached: true,
        }),
      ),
    );
  };
  return filter === null ? run(null) : withContent(filter, run);
}

function expiry(timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), timeoutMs).unref();
  });
}
