import { Numbers } from "../programs/random-program.ts";

/** A random program of asynchronous functions that wait for time, for one another, and for a second thread. */
export function randomCoroutines(seed: number): string {
  const numbers = new Numbers(seed);
  const number = () => String(1 + numbers.below(3));
  const pause = () =>
    numbers.pick(
      `await sleepAsync(${number()});`,
      `await after(${number()});`,
      "await null;",
      "await told;",
      "await cell(1);",
    );
  const change = () =>
    numbers.pick(
      `n = v + ${number()};`,
      `v = n;`,
      `n += v;`,
      `out.push(v);`,
      `if (n > 3) tell();`,
      `k.n = k.n * 2 + n;`,
      `v += await cell(${number()});`,
    );
  const statement = (): string =>
    numbers.pick<() => string>(
      () => `${pause()} ${change()}`,
      () => `${change()} ${pause()} ${change()}`,
      () => `await l.withLockAsync(async () => { ${change()} ${pause()} ${change()} });`,
      () => `if (await l.acquireAsync({ timeoutMs: 3 })) { ${change()} ${pause()} l.release(); } else v = 9;`,
      () => `v = await Promise.race([sleepAsync(1).then(() => 1), after(${number()}).then(() => 2)]);`,
      () =>
        `try { ${pause()} if (v > 1) throw new Error("e"); ${change()} } catch { ${pause()} v = 0; } finally { ${change()} }`,
      () => `for (const w of [1, 2]) { v += w; ${pause()} }`,
      () => `const [x, y] = await Promise.all([cell(1), cell(v)]); n = x + y;`,
      () => `q.put(v);`,
      () => `v = await q.getAsync({ timeoutMs: 5 }).catch(() => 7);`,
      () => `void sleepAsync(1).then(() => { ${change().replace("await ", "")} });`,
    )();
  const size = 2 + numbers.below(2);
  const bodies = Array.from(
    { length: size },
    (_unused, i) =>
      `async function work${i}() { let v = ${i}; const k = { n: 1 }; ${statement()} { ${numbers.below(2) === 0 ? statement() : change()} } out.push(v + k.n); }`,
  );
  const calls = Array.from({ length: size }, (_unused, i) => `work${i}()`).join(", ");
  return `
import { Cell } from "@lockstep/memory";
import { Queue } from "@lockstep/queue";
import { Lock } from "@lockstep/sync";
import { sleepAsync, Thread } from "@lockstep/threading";
let n = 0; const out = []; const l = new Lock(); const q = new Queue(); const c = new Cell();
let tell = () => {}; const told = new Promise((go) => { tell = go; });
const after = (ms) => new Promise((done) => setTimeout(done, ms));
async function cell(by) { return c.add(by); }
${bodies.join("\n")}
export function other() { c.add(5); q.put(4); }
export async function main() {
  const thread = new Thread({ target: other });
  thread.start();
  sleepAsync(1).then(() => tell());
  await Promise.all([${calls}]);
  await thread.joinAsync();
  return [n, ...out];
}`;
}
