/** What is sent, and how what arrives is checked: a queue that is fast and wrong is not fast. */
export const messages = {
  number: {
    make: (i: number): unknown => i,
    isRight: (item: unknown, i: number): boolean => item === i,
  },
  bytes64: {
    make: (i: number): unknown => new Uint8Array(64).fill(i & 255),
    isRight: (item: unknown, i: number): boolean =>
      item instanceof Uint8Array && item.length === 64 && item[0] === (i & 255) && item[63] === (i & 255),
  },
  object: {
    make: (i: number): unknown => ({ id: i, name: "order", isPaid: true }),
    isRight: (item: unknown, i: number): boolean =>
      Object(item).id === i && Object(item).name === "order" && Object(item).isPaid === true,
  },
} as const;

export type Kind = keyof typeof messages;

/** @throws when it is not the one that was sent */
export function check(kind: Kind, item: unknown, i: number): void {
  if (!messages[kind].isRight(item, i)) throw new Error(`Message ${i} arrived as ${JSON.stringify(item)}.`);
}
