import { readSync, writeSync } from "node:fs";

/** What the runner asks of a joint's program. */
export interface JointRequest {
  readonly nonce: string;
  readonly student: { readonly name: string; readonly code: string };
  readonly input: unknown;
}

function read(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  for (let at = 0; at < bytes;) {
    const got = readSync(3, buffer, at, bytes - at, null);
    if (got === 0) process.exit(0); // the runner is gone
    at += got;
  }
  return buffer;
}

function send(value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, 4);
  for (let at = 0; at < frame.length;) at += writeSync(3, frame, at);
}

/**
 * What the first program of a joint's box does: says that it is up, takes the one request, loads the joint's module, which
 * may need what only this request's profile allows, and sends what that saw.
 */
export async function serveJoint(load: () => Promise<{ joint: (request: JointRequest) => unknown }>): Promise<never> {
  send({ ready: true });
  const request: JointRequest = JSON.parse(read(read(4).readUInt32BE(0)).toString());
  const { joint } = await load();
  const observation = await joint(request);
  const outcome = { kind: "returned", observation, held: [] };
  send({ nonce: request.nonce, rounds: 1, outcomes: [{ outcome, count: 1, schedule: null }] });
  for (;;) read(1); // at rest in the kernel, until the runner ends the box
}
