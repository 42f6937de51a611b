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

/** What an exercise may need beyond the narrowest filter; the words of the manifest's `needs`. */
export interface FilterNeeds {
  /** Child processes: making them, a pair of sockets to talk to them, ending them. */
  readonly processes: boolean;
  /** Plain sockets; the box has a loopback device and no other. */
  readonly sockets: boolean;
  /** Any signal to any process of the box, and descriptors that send one. */
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

/**
 * F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_GETLK, F_SETLK, F_SETLKW, F_GETOWN, F_GETSIG, F_GETOWN_EX, the three of open file
 * description locks, F_DUPFD_CLOEXEC, F_SETPIPE_SZ, F_GETPIPE_SZ, F_ADD_SEALS, F_GET_SEALS.
 */
const FCNTL_COMMANDS = [0, 1, 2, 3, 5, 6, 7, 9, 11, 16, 36, 37, 38, 1030, 1031, 1032, 1033, 1034];
/** F_SETOWN, F_SETSIG, F_SETOWN_EX: whom a descriptor tells by a signal, and by which. */
const FCNTL_SIGNAL_COMMANDS = [8, 10, 15];
const F_SETFL = 4;
const O_ASYNC = 0x2000;

/** None (is it there?), SIGKILL, SIGTERM: what it takes to end a child. */
const ENDING_SIGNALS = [0, 9, 15];

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
    case "fcntl": {
      const commands = needs.signals ? [...FCNTL_COMMANDS, ...FCNTL_SIGNAL_COMMANDS, F_SETFL] : FCNTL_COMMANDS;
      const rest = oneOf([], commands, ERRNO.EPERM);
      if (needs.signals) return [loadArgument(1), ...rest];
      const flags = [loadArgument(2), jumpIfAnyBit(O_ASYNC, 0, 1), refuse(ERRNO.EPERM), allow];
      return [loadArgument(1), jumpIfEqual(F_SETFL, 0, flags.length), ...flags, ...rest];
    }
    case "kill":
      if (needs.signals) return [allow];
      return needs.processes ? oneOf([loadArgument(1)], ENDING_SIGNALS, ERRNO.EPERM) : [refuse(ERRNO.EPERM)];
    case "ioctl":
      return oneOf([loadArgument(1)], IOCTL_COMMANDS, ERRNO.ENOTTY);
    default:
      // clone3: its flags lie in memory, where a filter can't look. libc falls back to clone.
      return [refuse(ERRNO.ENOSYS)];
  }
}
