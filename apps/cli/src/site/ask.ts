import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks at the terminal; what comes through a pipe is taken line by line. @param isSecret is not shown while it is typed. */
export async function ask(
  questions: readonly { readonly text: string; readonly isSecret: boolean }[],
): Promise<string[]> {
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  const waiting = lines[Symbol.asyncIterator]();
  const answers: string[] = [];
  for (const { text, isSecret } of questions) {
    process.stderr.write(text);
    isMuted = isSecret;
    const { value, done } = await waiting.next();
    isMuted = false;
    if (isSecret) process.stderr.write("\n");
    answers.push(done === true ? "" : value);
  }
  lines.close();
  return answers;
}
