import { student } from "@lockstep/sandbox/scenario";
import type * as Student from "../typescript/starter/answer.ts";

export default function ask() {
  return { answer: student<typeof Student>("answer").answer() };
}
