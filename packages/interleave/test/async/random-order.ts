import { Numbers } from "../programs/random-program.ts";

/** A random asynchronous program of one thread, without timers: it says when it comes where. */
export function randomOrder(seed: number): string {
  const numbers = new Numbers(seed);
  let said = 0;
  const say = () => `say(${said++});`;
  const thing = (depth: number): string =>
    depth <= 0
      ? numbers.pick("1", "null", "Promise.resolve(2)", "{ then(r) { say('t'); r(3); } }", "f0()")
      : numbers.pick<() => string>(
          () => `Promise.resolve(${thing(depth - 1)})`,
          () => `Promise.reject(new Error("e")).catch(() => { ${say()} return ${thing(depth - 1)}; })`,
          () => `new Promise((resolve) => { ${say()} resolve(${thing(depth - 1)}); ${say()} })`,
          () => `(async () => { ${say()} return ${thing(depth - 1)}; })()`,
          () => `(async () => { ${say()} return await ${thing(depth - 1)}; })()`,
          () => `f1(${thing(depth - 1)})`,
          () => `Promise.resolve(${thing(depth - 1)}).finally(() => { ${say()} return ${thing(0)}; })`,
          () => `Promise.resolve(1).then(() => { ${say()} return ${thing(depth - 1)}; })`,
          () => `Promise.all([${thing(depth - 1)}, ${thing(0)}])`,
          () => `Promise.race([${thing(depth - 1)}, ${thing(0)}])`,
          () => `Promise.any([Promise.reject(1), ${thing(depth - 1)}])`,
          () => `Promise.allSettled([${thing(depth - 1)}, Promise.reject(4)])`,
        )();
  const statement = (depth: number): string =>
    numbers.pick<() => string>(
      () => `${say()} await ${thing(2)}; ${say()}`,
      () => `say(JSON.stringify(await ${thing(1)}));`,
      () => `void Promise.resolve(${thing(1)}).then(() => { ${say()} }).then(() => { ${say()} });`,
      () => `queueMicrotask(() => { ${say()} });`,
      () =>
        `try { await ${thing(1)}; ${say()} throw new Error("x"); } catch { ${say()} } finally { await ${thing(0)}; ${say()} }`,
      () => `for await (const v of [${thing(1)}, ${thing(0)}]) { say(String(v)); ${say()} }`,
      () => `for (let i = 0; i < 2; i++) { await ${thing(0)}; ${say()} }`,
      () =>
        depth > 0 ? `{ const p = (async () => { ${statement(depth - 1)} })(); ${say()} await p; ${say()} }` : say(),
    )();
  const bodies = Array.from(
    { length: 3 },
    (_unused, i) => `async function task${i}() { ${statement(2)} ${statement(1)} return ${i}; }`,
  );
  return `
const out = [];
function say(what) { out.push(what); }
async function f0() { say("f"); return 5; }
async function f1(p) { const v = await p; say("g"); return v; }
${bodies.join("\n")}
export async function main() {
  const all = [task0(), task1(), task2()];
  const ends = await Promise.allSettled(all);
  return [...out, ...ends.map(({ status }) => status)];
}`;
}
