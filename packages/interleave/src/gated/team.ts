/** What a team of threads runs: a search of its own for schedules of one program, which it draws tickets for. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { drawOne, isLast } from "../draw.ts";
import { Model } from "../model.ts";
import { bindTo } from "./cores.ts";
import { gatedProgram } from "./gated-program.ts";
import { digestOf, TeamBoard } from "./team-board.ts";
import type { TeamData, TeamRound } from "./teams.ts";

if (!parentPort) throw new Error("this file is the entry of a worker");
const port = parentPort;
const { board: memory, team, core, program, packagesFrom }: TeamData = workerData;
if (core !== null) bindTo([core]);
const board = new TeamBoard(0, memory);
const gated = gatedProgram(program, packagesFrom === null ? {} : { packagesFrom });
let model = new Model(gated);
let lastBase = 0;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
port.postMessage("up");
for (let seen = 0; ; board.awaitRound(seen)) {
  seen = board.round;
  let told: TeamRound | null = null;
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) told = next.message;
  if (told) play(told);
}

function play({ round, base }: TeamRound): void {
  if (base !== lastBase) model = new Model(gated);
  lastBase = base;
  model.isPatient = round.isPatient;
  model.isRaceDriven = round.raceDriven;
  model.decideAt(round);
  const to = base + round.to;
  for (let ticket = board.take(to); ticket !== null; ticket = board.take(to)) {
    const found = drawOne(model, ticket - base, round);
    board.tell(team, ticket, { ...found, digest: digestOf(found) });
    if (isLast(found, round)) board.close(to);
  }
}
