/** A call as the kernel shows it to a filter. */
export interface Call {
  readonly arch: "x64" | "arm64" | "i386";
  readonly number: number;
  readonly args: readonly (number | bigint)[];
}

const AUDIT_ARCH = { x64: 0xc000_003e, arm64: 0xc000_00b7, i386: 0x4000_0003 } as const;

/** The kernel's `struct seccomp_data`. */
function dataOf({ arch, number, args }: Call): Buffer {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(AUDIT_ARCH[arch], 4);
  args.forEach((arg, index) => data.writeBigUInt64LE(BigInt(arg), 16 + 8 * index));
  return data;
}

/** Interprets a filter for one call, as the kernel would: `allow`, `kill`, or the error number. */
export function answerOf(filter: Buffer, call: Call): "allow" | "kill" | number {
  const data = dataOf(call);
  let value = 0;
  for (let at = 0; at * 8 < filter.length; at++) {
    const code = filter.readUInt16LE(at * 8);
    const [whenTrue, whenFalse] = [filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    const operand = filter.readUInt32LE(at * 8 + 4);
    const branch = (holds: boolean) => (at += holds ? whenTrue : whenFalse);
    if (code === 0x20) value = data.readUInt32LE(operand);
    else if (code === 0x54) value = (value & operand) >>> 0;
    else if (code === 0x05) at += operand;
    else if (code === 0x15) branch(value === operand);
    else if (code === 0x35) branch(value >= operand);
    else if (code === 0x45) branch((value & operand) !== 0);
    else if (code === 0x06) return returned(operand);
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error("the program has no end");
}

function returned(operand: number): "allow" | "kill" | number {
  if (operand === 0x7fff_0000) return "allow";
  if (operand === 0x8000_0000) return "kill";
  return operand & 0xffff;
}
