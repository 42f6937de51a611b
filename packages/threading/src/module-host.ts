/** Names an exported function, so that another thread can find it. */
export interface Target {
  readonly module: string;
  readonly name: string;
  /** Source text of the function; the other side refuses another one of the same name. Empty: not compared. */
  readonly source: string;
}

/** What a module can export for a thread: a function, or a subclass of Thread. */
export type Exported = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown);

/** Loads modules afresh in a thread. One for plain modules, one for student code in its compartment. */
export interface ModuleHost {
  /** @throws {BadTargetError} for a function that no module exports. */
  describe(target: Exported): Target;
  /** Whether a module of this thread is being evaluated at this moment. */
  readonly isLoading: boolean;
  /** Evaluates this thread's instance of a module, if that has not happened yet. */
  load(module: string): unknown;
  /** The function or class, in this thread's own instance of its module. */
  find(target: Target): Promise<Function> | Function;
}
