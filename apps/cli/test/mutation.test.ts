import { readSolutions } from "@lockstep/catalog";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exerciseNames, exercisesFolder } from "../src/exercise-folder.ts";
import { mutantsOf } from "../src/mutation/mutants-of.ts";

const texts = (source: string, operator: string) =>
  mutantsOf(source)
    .filter((mutant) => mutant.operator === operator)
    .map(({ text }) => text);

const GUARDED =
  "export function f(jar: Jar): void {\n  jar.lock.withLock(() => {\n    a(jar);\n    b(jar);\n  });\n}\n";
const BY_HAND =
  "function f(lock: Lock): number {\n  lock.acquire();\n  try {\n    return g();\n  } finally {\n    lock.release();\n  }\n}\n";

test("drops a lock: the body is called, or acquire and release are gone", () => {
  expect(texts(GUARDED, "drop a lock")).toEqual([
    GUARDED.replace("jar.lock.withLock(() => {", "(() => {").replace("});", "})();"),
  ]);
  expect(texts(BY_HAND, "drop a lock")).toEqual([
    BY_HAND.replace("lock.acquire();", ";").replace("lock.release();", ";"),
  ]);
});

test("narrows a lock at its beginning and at its end", () => {
  const [early, late] = texts(GUARDED, "narrow a lock");

  expect(early).toMatch(/a\(jar\);\s*jar\.lock\.withLock\(\(\) => \{[;\s]*b\(jar\);/);
  expect(late).toMatch(/withLock\(\(\) => \{\s*a\(jar\);[;\s]*\}\);\s*b\(jar\);/);
});

test("widens a lock to the whole function", () => {
  const partly = GUARDED.replace(/\}\s*$/, "more(); }");

  expect(texts(partly, "widen a lock").join()).toMatch(/\{ return jar\.lock\.withLock\(\(\) => \{\s*\(\(\) => \{/);
});

test.each(["return ", ""])(
  "leaves a lock alone that spans the whole function already: it can't be widened (%j)",
  (word) => {
    expect(texts(`function f(jar) { ${word}jar.lock.withLock(() => { a(jar); }); }`, "widen a lock")).toEqual([]);
    expect(texts(`function f(jar) { ${word}jar.lock.withLock(() => { a(jar); }); b(); }`, "widen a lock")).toHaveLength(
      1,
    );
  },
);

test("says nothing of how types are taken out, and leaves later warnings alone", () => {
  const path = JSON.stringify(join(import.meta.dirname, "../src/mutation/mutants-of.ts"));
  const script = `import { mutantsOf } from ${path}; mutantsOf("const a: number = 1;"); process.emitWarning("later");`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });

  expect(stderr.split("\n")[0]).toMatch(/Warning: later$/);
});

test("swaps two locks of which one is held inside the other", () => {
  const [swapped] = texts("a.lock.withLock(() => b.lock.withLock(() => go()));", "swap two acquires");

  expect(swapped).toBe("b.lock.withLock(() => a.lock.withLock(() => go()));");
});

test.each([
  ["skip a release", "lock.release();", ";"],
  ["skip an acquire", "function f() { lock.acquire(); lock.release(); }", "function f() { ; lock.release(); }"],
  ["drop a join", "for (const t of all) t.join();", "for (const t of all) ;"],
  ["if for while", "while (!light.green) changed.wait();", "if (!light.green) changed.wait();"],
  ["notify one instead of all", "changed.notifyAll();", "changed.notify();"],
  ["one permit instead of several", "stalls.acquire(horses);", "stalls.acquire();"],
  ["clean up on success only", "try { a(); } finally { b(); }", "{ a(); } { b(); }"],
  ["drop a catch", "try { a(); } catch { b(); }", "{ a(); } "],
  ["swallow an error", "try { a(); } catch (error) { throw error; }", "try { a(); } catch (error) { ; }"],
  ["await nothing", "async function f() { return await g(); }", "async function f() { return g(); }"],
  ["drop a check", "function f(n: number) { if (n < 1) return; go(); }", "function f(n: number) { ; go(); }"],
  ["const for using", "{ using held = lock.hold(); }", "{ const held = lock.hold(); }"],
  ["run instead of start", "thread.start();", "thread.run();"],
  ["leave a pool open", "pool.shutdown();", ";"],
])("%s: %s", (operator, before, after) => {
  expect(texts(before, operator)).toEqual([after]);
});

test("keeps the types of what it changes, and says in which line", () => {
  const [mutant] = mutantsOf("const n: number = 1;\nfunction f(lock: Lock): void {\n  lock.release();\n}\n");

  expect(mutant).toEqual({
    operator: "skip a release",
    line: 3,
    text: "const n: number = 1;\nfunction f(lock: Lock): void {\n  ;\n}\n",
  });
});

test("finds something to spoil in every accepted solution of the repository", async () => {
  for (const slug of await exerciseNames()) {
    for (const { path, verdict, files } of await readSolutions(join(exercisesFolder, slug))) {
      if (verdict !== "accepted") continue;
      const found = files.flatMap(({ text }) => mutantsOf(text));

      expect(found, `${slug} ${path}`).not.toEqual([]);
    }
  }
});
