import { Text } from "@lockstep/memory";
import { student } from "@lockstep/sandbox/scenario";
import { currentThread, enumerate } from "@lockstep/threading";
import type * as Student from "../typescript/starter/hello.ts";

/** What is on the note when `hello` returns, and when every thread is over. */
export default function greet(input: { readonly name: string }) {
  const { hello } = student<typeof Student>("hello");
  const note = new Text(256, { name: "note" });
  hello(note, input.name);
  const onReturn = note.get();
  const me = currentThread().ident;
  for (const thread of enumerate()) if (thread.ident !== me) thread.join();
  return { onReturn, atEnd: note.get() };
}
