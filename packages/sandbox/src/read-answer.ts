import { type BoxAnswer, boxAnswer, boxRest } from "@lockstep/contracts";
import type { Received } from "./channel.ts";

/** What came instead of what was asked for; neither an answer nor a violation: the channel is closed. */
export interface Read<Answer> {
  readonly answer: Answer | null;
  readonly violation: string | null;
}

/** Parses the answer to a request; the far end is hostile. */
export function readAnswer(received: Received, nonce: string): Read<BoxAnswer> {
  return read(received, (value) => {
    const parsed = boxAnswer.safeParse(value);
    if (!parsed.success) return { answer: null, violation: `not an answer: ${parsed.error.message.slice(0, 500)}` };
    if (parsed.data.nonce !== nonce) return { answer: null, violation: "an answer without this run's nonce" };
    return { answer: parsed.data, violation: null };
  });
}

/** Parses what a box says that was asked to rest. */
export function readRest(received: Received, rest: string): Read<true> {
  return read(received, (value) =>
    boxRest.safeParse(value).data?.rest === rest
      ? { answer: true, violation: null }
      : { answer: null, violation: "another answer after the answer" },
  );
}

function read<Answer>(received: Received, parse: (value: unknown) => Read<Answer>): Read<Answer> {
  switch (received.kind) {
    case "closed":
      return { answer: null, violation: null };
    case "violation":
      return { answer: null, violation: received.because };
    case "frame":
      return parse(received.value);
  }
}
