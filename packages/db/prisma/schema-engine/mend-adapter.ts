import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import { z } from "zod";

/** Object ids of Postgres' types. */
const CHAR = 18;
const TEXT = 25;

interface Adapter {
  performIO: (this: Adapter, query: object) => Promise<{ readonly fields: { dataTypeID: number }[] }>;
  queryRaw: (this: Adapter, query: object) => Promise<{ readonly columnTypes: number[] }>;
  executeScript: (this: Adapter, script: string) => Promise<void>;
  readonly client: { query(text: string): Promise<unknown> };
  readonly onError: (error: unknown) => never;
}
const isFunction = z.custom<unknown>((value) => typeof value === "function");
const queryablePrototype = z.looseObject({ performIO: isFunction, queryRaw: isFunction });
const adapterPrototype = z.looseObject({ executeScript: isFunction });

/** Makes adapter-pg fit for the engine: changes its classes, in this process only. */
export function mendAdapter(adapter: object): void {
  const own: unknown = Object.getPrototypeOf(adapter);
  const base: unknown = Object.getPrototypeOf(own);
  if (!adapterPrototype.safeParse(own).success || !queryablePrototype.safeParse(base).success)
    throw new TypeError("adapter-pg has changed inside: look at it again and mend mend-adapter.ts");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class is not exported; its parts were just looked at
  takeScriptsWhole(own as Adapter);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
  letCharPass(base as Adapter);
}

/**
 * adapter-pg cuts a script at each semicolon, also in comments, strings and function bodies. Sent whole, the server takes it
 * apart, and runs it as one transaction: a migration that fails half way leaves nothing.
 */
function takeScriptsWhole(prototype: Adapter): void {
  prototype.executeScript = async function (script) {
    try {
      await this.client.query(script);
    } catch (error) {
      this.onError(error);
    }
  };
}

/**
 * The engine reads columns of the type "char" from the catalogue, which adapter-pg refuses. They pass as text and are then
 * announced as what the engine expects (announced as text, it panics).
 */
function letCharPass(prototype: Adapter): void {
  const { performIO, queryRaw } = prototype;
  const charColumns = new WeakMap<object, readonly number[]>();
  prototype.performIO = async function (query) {
    const result = await performIO.call(this, query);
    charColumns.set(
      query,
      result.fields.flatMap((field, i) => (field.dataTypeID === CHAR ? [i] : [])),
    );
    for (const field of result.fields) if (field.dataTypeID === CHAR) field.dataTypeID = TEXT;
    return result;
  };
  prototype.queryRaw = async function (query) {
    const result = await queryRaw.call(this, query);
    for (const i of charColumns.get(query) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
    return result;
  };
}
