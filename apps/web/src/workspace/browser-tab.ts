import { z } from "zod";

/** This tab among those of the browser that show the site. */
export interface BrowserTab {
  /** Stays the same when the page is loaded again; no other open tab has it. */
  readonly id: string;
  /** Other tabs that were open when this page was loaded. */
  readonly others: ReadonlySet<string>;
}

const KEY = "lockstep:tab";
const CHANNEL = "lockstep:tabs";
/** Open tabs answer in a few milliseconds. One that answers too late counts as closed: at worst the reader is asked which draft to keep. */
const ANSWER_WITHIN_MS = 200;

const message = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("who"), id: z.string(), nonce: z.string() }),
  z.strictObject({ kind: z.literal("here"), id: z.string() }),
]);

let found: Promise<BrowserTab> | undefined;

/**
 * Finds out which tab this is; once for each page. A duplicated tab brings a copy of the storage of its original, so the id
 * alone does not say: the other tabs are asked.
 */
export function findTab(): Promise<BrowserTab> {
  found ??= ask();
  return found;
}

/** Random, also where the site is served without https and `crypto.randomUUID` is missing. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function ask(): Promise<BrowserTab> {
  const others = new Set<string>();
  const nonce = randomId();
  let id = storedId() ?? randomId();
  let settled = false;
  const channel = new BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
  const say = (text: z.infer<typeof message>) => channel.postMessage(text);
  channel.addEventListener("message", ({ data }) => {
    const said = message.safeParse(data).data;
    if (said === undefined) return;
    if (said.kind === "here") others.add(said.id);
    // Two copies of one tab that ask at the same moment: the greater nonce takes another id.
    else if (settled || said.id !== id || said.nonce > nonce) say({ kind: "here", id });
    else id = randomId();
  });
  say({ kind: "who", id, nonce });
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS));
  settled = true;
  if (others.has(id)) id = randomId();
  storeId(id);
  return { id, others };
}

function storedId(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null; // storage is off
  }
}

function storeId(id: string): void {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // Storage is off: the tab is a new one after each load.
  }
}
