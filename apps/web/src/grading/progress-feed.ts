import { type ApiErrorCode, isEnd, type ProgressEvent } from "@lockstep/contracts";

/** An event, with the id to resume after. */
export interface FeedEvent {
  readonly id: string;
  readonly event: ProgressEvent;
}

/** What a connection tells. After `ended` it tells nothing more. */
export interface ConnectionReports {
  /** The server answers. */
  readonly opened: () => void;
  /** The stream broke off; the browser tries to open it again by itself. */
  readonly brokeOff: () => void;
  readonly received: (event: FeedEvent) => void;
  /** Closed for good: by the server (null), or by an error that the browser does not try to mend, such as a 502. */
  readonly ended: (error: unknown) => void;
}

/** Opens one connection that tells what happened after the event `after`. Answers how to close it. */
export type Connect = (after: string | null, reports: ConnectionReports) => () => void;

/** `refused`: asking again would not help, and `error` says why. */
export type FeedState =
  | { readonly kind: "connecting" | "live" | "interrupted" | "complete" }
  | { readonly kind: "refused"; readonly error: unknown };

/** What a {@link ProgressFeed} works with. */
export interface FeedOptions {
  readonly connect: Connect;
  readonly codeOf: (error: unknown) => ApiErrorCode | "unreachable";
  /** Id of the last event that is known already; null for none. */
  readonly after: string | null;
  readonly onEvent: (event: FeedEvent) => void;
  readonly onState: (state: FeedState) => void;
}

/** A connection that says nothing for so long is closed and opened anew: some proxies take a request and never answer. */
const ANSWER_WITHIN_MS = 15_000;
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 10_000;
/** With these the server has understood and says no. */
const refusals: ReadonlySet<string> = new Set(["sign-in-required", "not-allowed", "not-found", "bad-input"]);

/**
 * The events of one submission, each exactly once and in order, over as many connections as it takes. A connection that ends
 * before the grading does, or never answers, is replaced by one that resumes after the last event that was handed on.
 */
export class ProgressFeed {
  readonly #options: FeedOptions;
  #lastId: string | null;
  #ended = false;
  #failures = 0;
  #close: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#lastId = options.after;
  }

  /** Begins, or begins again after a refusal, from the last event that was handed on. */
  start(): void {
    this.stop();
    this.#options.onState({ kind: "connecting" });
    this.#open();
  }

  /** Closes the connection; nothing is told any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = false;
    this.#close?.();
    this.#close = null;
  }

  /** Does not wait for the next try: the network is back, or somebody looks at the page again. */
  hurry(): void {
    if (this.#waiting) this.#open();
  }

  #open(): void {
    this.stop();
    let current = true;
    const whileCurrent =
      <Arguments extends readonly unknown[]>(react: (...told: Arguments) => void) =>
      (...told: Arguments) => {
        if (current) react(...told);
      };
    const close = this.#options.connect(this.#lastId, {
      opened: whileCurrent(() => this.#opened()),
      brokeOff: whileCurrent(() => this.#brokeOff()),
      received: whileCurrent((event) => this.#received(event)),
      ended: whileCurrent((error) => this.#connectionEnded(error)),
    });
    this.#close = () => {
      current = false;
      close();
    };
    this.#giveUpLater();
  }

  #giveUpLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#retry(), ANSWER_WITHIN_MS);
  }

  #opened(): void {
    clearTimeout(this.#timer);
    this.#options.onState({ kind: "live" });
  }

  #brokeOff(): void {
    this.#options.onState({ kind: "interrupted" });
    this.#giveUpLater();
  }

  #received({ id, event }: FeedEvent): void {
    // A server that can't know what arrived may say things twice. Ids grow within a submission.
    if (this.#lastId !== null && BigInt(id) <= BigInt(this.#lastId)) return;
    this.#lastId = id;
    this.#ended = isEnd(event);
    this.#failures = 0;
    this.#options.onEvent({ id, event });
  }

  #connectionEnded(error: unknown): void {
    if (error === null && this.#ended) {
      this.stop();
      return this.#options.onState({ kind: "complete" });
    }
    if (error !== null && refusals.has(this.#options.codeOf(error))) {
      this.stop();
      return this.#options.onState({ kind: "refused", error });
    }
    this.#retry();
  }

  #retry(): void {
    this.stop();
    this.#options.onState({ kind: "interrupted" });
    const most = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MOST_MS);
    this.#failures++;
    this.#waiting = true;
    // Not all at the same moment: a server that comes back has everybody waiting for it.
    this.#timer = setTimeout(() => this.#open(), most * (0.5 + Math.random() / 2));
  }
}
