import {
  allow,
  type Instruction,
  jumpIfAnyBit,
  jumpIfEqual,
  loadArgument,
  type Program,
  refuse,
  keepBits,
} from "./seccomp-instructions.ts";

/** What an exercise may need beyond the narrowest filter. */
export interface FilterNeeds {
  readonly processes: boolean;
  readonly sockets: boolean;
  readonly signals: boolean;
}

/** Error numbers the filter answers with; the same on every architecture that has a table. */
export const ERRNO = { EPERM: 1, ENOTTY: 25, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** The type's low bits; above them lie SOCK_CLOEXEC and SOCK_NONBLOCK. */
const SOCK_TYPE_MASK = 0xf;
const CLONE_THREAD = 0x0001_0000;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const CLONE_NEW_NAMESPACES = 0x7e02_0000;

/**
 * SET_PDEATHSIG, GET_PDEATHSIG, GET_DUMPABLE, GET_KEEPCAPS, SET_NAME, GET_NAME, GET_SECCOMP, CAPBSET_READ,
 * SET_TIMERSLACK, SET_NO_NEW_PRIVS, GET_NO_NEW_PRIVS, SET_VMA. Not SET_DUMPABLE: it would hide the box from a runner
 * that is not root.
 */
const PRCTL_OPTIONS = [1, 2, 3, 7, 15, 16, 21, 23, 29, 38, 39, 0x5356_4d41];
const PR_SET_CHILD_SUBREAPER = 36;

/** FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS, TIOCGWINSZ, TIOCGPGRP, SIOCGSTAMP family, SIOCGIFINDEX. Not TIOCSTI, TIOCLINUX, TIOCSETD. */
const IOCTL_COMMANDS = [0x541b, 0x5421, 0x5450, 0x5451, 0x5401, 0x5413, 0x540f, 0x8910, 0x8933];

/** Loads a value, answers ALLOW when it is one of the list, and refuses otherwise. */
function oneOf(load: readonly Instruction[], values: readonly number[], errno: number): Program {
  return [...load, ...values.map((value, index) => jumpIfEqual(value, values.length - index)), refuse(errno), allow];
}

/**
 * The rule of a call that is decided by its arguments. Only the low 32 bits are compared, as the kernel reads them so:
 * a comparison of 64 bits is dodged with high bits set.
 */
export function ruleOf(call: string, needs: FilterNeeds): Program {
  switch (call) {
    case "clone": {
      const namespaces = [loadArgument(0), jumpIfAnyBit(CLONE_NEW_NAMESPACES, 0, 1), refuse(ERRNO.EPERM)];
      // Without processes only threads: the flag must be there.
      return needs.processes
        ? [...namespaces, allow]
        : [...namespaces, jumpIfAnyBit(CLONE_THREAD, 1, 0), refuse(ERRNO.EPERM), allow];
    }
    case "socket": {
      if (!needs.sockets) return [refuse(ERRNO.EAFNOSUPPORT)];
      const families = [AF_UNIX, AF_INET, AF_INET6];
      const types = oneOf([loadArgument(1), keepBits(SOCK_TYPE_MASK)], [SOCK_STREAM, SOCK_DGRAM], ERRNO.EPERM);
      return [
        loadArgument(0),
        ...families.map((family, index) => jumpIfEqual(family, families.length - index)),
        refuse(ERRNO.EAFNOSUPPORT),
        ...types,
      ];
    }
    case "socketpair":
      return needs.sockets || needs.processes
        ? oneOf([loadArgument(0)], [AF_UNIX], ERRNO.EAFNOSUPPORT)
        : [refuse(ERRNO.EAFNOSUPPORT)];
    case "prctl":
      return oneOf(
        [loadArgument(0)],
        needs.processes ? [...PRCTL_OPTIONS, PR_SET_CHILD_SUBREAPER] : PRCTL_OPTIONS,
        ERRNO.EPERM,
      );
    case "ioctl":
      return oneOf([loadArgument(1)], IOCTL_COMMANDS, ERRNO.ENOTTY);
    default:
      // clone3: its flags lie in memory, where a filter can't look. libc falls back to clone.
      return [refuse(ERRNO.ENOSYS)];
  }
}
