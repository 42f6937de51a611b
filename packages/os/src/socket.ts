import { closeSync } from "node:fs";
import { demand, lastError, libcFunction, SystemCallError } from "./libc.ts";

/** A socket that listens on the loopback address. */
export interface Listener {
  readonly descriptor: number;
  readonly port: number;
}

const AF_INET = 2;
const SOCK_STREAM = 1;
const NONBLOCK = 0o4000;
const CLOEXEC = 0o2_000_000;
const NOSIGNAL = 0x4000;
const BACKLOG = 1024;
const ADDRESS_BYTES = 16;
const PORT_OFFSET = 2;
const LOOPBACK = [127, 0, 0, 1];

const socket = libcFunction<(family: number, type: number, protocol: number) => number>("socket", "int", [
  "int",
  "int",
  "int",
]);
const bind = libcFunction<(descriptor: number, address: Buffer, bytes: number) => number>("bind", "int", [
  "int",
  "void *",
  "uint",
]);
const listen = libcFunction<(descriptor: number, backlog: number) => number>("listen", "int", ["int", "int"]);
const getsockname = libcFunction<(descriptor: number, address: Buffer, bytes: Int32Array) => number>(
  "getsockname",
  "int",
  ["int", "void *", "void *"],
);
const accept4 = libcFunction<(descriptor: number, address: null, bytes: null, flags: number) => number>(
  "accept4",
  "int",
  ["int", "void *", "void *", "int"],
);
type Transfer = (descriptor: number, buffer: Uint8Array, bytes: number, flags: number) => number;
const recv = libcFunction<Transfer>("recv", "int64", ["int", "void *", "size_t", "int"]);
const send = libcFunction<Transfer>("send", "int64", ["int", "void *", "size_t", "int"]);

/**
 * Listens on a free port of 127.0.0.1, without blocking.
 *
 * @throws {SystemCallError} `EAFNOSUPPORT` in a box whose exercise doesn't need sockets.
 */
export function listenOnLoopback(): Listener {
  const descriptor = demand("socket", socket(AF_INET, SOCK_STREAM | NONBLOCK | CLOEXEC, 0));
  try {
    const address = Buffer.alloc(ADDRESS_BYTES);
    address.writeUInt16LE(AF_INET, 0);
    address.set(LOOPBACK, 4);
    demand("bind", bind(descriptor, address, ADDRESS_BYTES));
    demand("listen", listen(descriptor, BACKLOG));
    demand("getsockname", getsockname(descriptor, address, new Int32Array([ADDRESS_BYTES])));
    return { descriptor, port: address.readUInt16BE(PORT_OFFSET) };
  } catch (cause) {
    closeSync(descriptor);
    throw cause;
  }
}

/** The next connection of a listener, not blocking either; null where nobody waits. The caller closes it. */
export function acceptConnection(listener: number): number | null {
  return orNull("accept4", accept4(listener, null, null, NONBLOCK | CLOEXEC));
}

/** Takes what has come, up to the buffer's length; 0 at the far end's close, null where nothing has come yet. */
export function receiveInto(descriptor: number, buffer: Uint8Array): number | null {
  return orNull("recv", recv(descriptor, buffer, buffer.length, 0));
}

/** Gives bytes to the kernel; answers how many it took, null where it takes none now. The rest is the caller's to keep. */
export function sendFrom(descriptor: number, bytes: Uint8Array): number | null {
  return orNull("send", send(descriptor, bytes, bytes.length, NOSIGNAL));
}

function orNull(call: string, result: number): number | null {
  if (result !== -1) return result;
  const code = lastError();
  if (code === "EAGAIN") return null;
  throw new SystemCallError(call, code);
}
