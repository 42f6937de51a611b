import { afterAll } from "vitest";
import { close } from "./connection.ts";
import { extendExpect } from "./matchers.ts";

extendExpect();
afterAll(close);
