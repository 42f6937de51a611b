import type { BoxModule, CompileError } from "@lockstep/contracts";
import { CompileProcess } from "./compile-process.ts";
import type { Explorable } from "./compile-protocol.ts";
import type { Grading } from "./judge.ts";

/** A student's files as they run and as they are explored, or what the compiler says. */
export type CompiledFiles =
  | { readonly kind: "compiled"; readonly module: BoxModule; readonly explorable: Explorable }
  | { readonly kind: "errors"; readonly errors: readonly CompileError[] };

/** Bundles students' files for the box, each submission in a process of its own; the next one is started ahead. */
export class Compiler {
  #ahead: CompileProcess | undefined;

  /**
   * A missing file is told like an error of the compiler, and so is a text that the compiler can't cope with.
   * @throws {CompileProcessError} when our side failed, or the signal's reason when it is aborted.
   */
  async compile({ pack, language, files, purpose }: Grading, signal?: AbortSignal): Promise<CompiledFiles> {
    signal?.throwIfAborted();
    const form = pack.manifest.languages[language];
    if (!form || language !== "typescript") {
      return failed(files[0]?.path ?? "", `The exercise ${pack.slug} does not exist in ${language}.`);
    }
    // A program is whatever was sent; its first file is the one that runs.
    const entry = purpose === "program" ? (files[0]?.path ?? form.entry) : form.entry;
    if (!files.some((file) => file.path === entry)) {
      return failed(entry, `The file ${entry} is missing. The exercise asks for: ${form.files.join(", ")}.`);
    }
    const request = { entry, files, explorable: purpose !== "program" };
    const { answer, explorable } = await this.#take().compile(request, signal);
    if (answer.kind === "bundled") return { kind: "compiled", module: answer.module, explorable };
    if (answer.kind === "errors") return answer;
    return failed(
      entry,
      "These files take the compiler more time or memory than it is given. Look for expressions nested many times over, or constants made of constants.",
    );
  }

  /** Starts a process for the next submission, unless one waits already. */
  warm(): void {
    if (!this.#ahead?.alive) this.#ahead = new CompileProcess();
  }

  /** Ends the process that waits. */
  close(): void {
    this.#ahead?.end();
    this.#ahead = undefined;
  }

  #take(): CompileProcess {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead?.alive ? ahead : new CompileProcess();
  }
}

function failed(file: string, message: string): CompiledFiles {
  return { kind: "errors", errors: [{ file, line: 1, column: 1, message }] };
}
