/** Where things lie in the memory that the processes of the joint share. */
export const BYTES = 2 ** 16;
export const WORD = { lock: 0, counter: 1, arrived: 2, go: 3, guarded: 4, never: 5 } as const;
export const MUTEX_OFFSET = 1024;
/** Descriptors of a child: the shared memory, and the pipe it hears and tells by. */
export const CHILD = { memory: 3, talk: 4 } as const;

/** What a child is to do. */
export interface Orders {
  readonly student: { readonly name: string; readonly code: string };
  /** `count`: add this often under the lock · `die`: take the mutex, and keep it until killed. */
  readonly work: "count" | "die";
  readonly times: number;
}
