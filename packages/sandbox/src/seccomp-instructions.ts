/** One instruction of classic BPF: operation, jump when true, jump when false, operand. */
export interface Instruction {
  readonly code: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly operand: number;
}
export type Program = readonly Instruction[];

const LOAD_WORD = 0x20;
const JUMP = 0x05;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const AND = 0x54;
const RETURN = 0x06;

const ACTION_KILL_PROCESS = 0x8000_0000;
const ACTION_ERRNO = 0x0005_0000;
const ACTION_ALLOW = 0x7fff_0000;

/** Offsets in the kernel's `struct seccomp_data`. */
const NUMBER_OFFSET = 0;
const ARCHITECTURE_OFFSET = 4;
const ARGUMENTS_OFFSET = 16;

/** Both jumps have 8 bits. */
export const JUMP_MAX = 255;

const instruction = (code: number, operand: number, whenTrue = 0, whenFalse = 0): Instruction => ({
  code,
  whenTrue,
  whenFalse,
  operand: operand >>> 0,
});

/** Lets the call through. */
export const allow = instruction(RETURN, ACTION_ALLOW);
/** Ends the whole process with SIGSYS. */
export const kill = instruction(RETURN, ACTION_KILL_PROCESS);
/** Answers the error instead of making the call. */
export const refuse = (errno: number): Instruction => instruction(RETURN, ACTION_ERRNO | errno);
export const loadNumber = instruction(LOAD_WORD, NUMBER_OFFSET);
export const loadArchitecture = instruction(LOAD_WORD, ARCHITECTURE_OFFSET);
/** Low half of an argument; both architectures with a table are little-endian. */
export const loadArgument = (index: number): Instruction => instruction(LOAD_WORD, ARGUMENTS_OFFSET + 8 * index);
export const keepBits = (mask: number): Instruction => instruction(AND, mask);
export const jump = (distance: number): Instruction => instruction(JUMP, distance);
export const jumpIfEqual = (value: number, whenTrue: number, whenFalse = 0): Instruction =>
  instruction(JUMP_EQUAL, value, whenTrue, whenFalse);
export const jumpIfAtLeast = (value: number, whenTrue: number, whenFalse = 0): Instruction =>
  instruction(JUMP_AT_LEAST, value, whenTrue, whenFalse);
export const jumpIfAnyBit = (mask: number, whenTrue: number, whenFalse: number): Instruction =>
  instruction(JUMP_ANY_BIT, mask, whenTrue, whenFalse);

/** Bytes of a program as the kernel takes them (`struct sock_filter`, 8 bytes each). */
export function assemble(program: Program): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(({ code, whenTrue, whenFalse, operand }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand, index * 8 + 4);
  });
  return bytes;
}
