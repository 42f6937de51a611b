/** Work of one kind, such as the gradings of one exercise, in the order in which it is done. */
interface Pile<Work> {
  readonly work: Work[];
  takers: number;
}

/**
 * Shares work out among workers. Each keeps to a pile while there is something in it, since what it has warm for one piece
 * serves the next; a pile that somebody is at is shared last. Ends early, and throws, with the first piece that throws.
 * @param perform told whether its pile has more for later, whoever takes it.
 */
export async function shareOut<Worker, Work>(
  workers: readonly Worker[],
  piles: readonly (readonly Work[])[],
  perform: (worker: Worker, work: Work, hasMore: boolean) => Promise<void>,
): Promise<void> {
  const left = piles.map((work): Pile<Work> => ({ work: [...work], takers: 0 }));
  await Promise.all(
    workers.map(async (worker) => {
      for (let pile = nextPile(left); pile; pile = nextPile(left)) {
        pile.takers++;
        try {
          for (let work = pile.work.shift(); work !== undefined; work = pile.work.shift())
            await perform(worker, work, pile.work.length > 0);
        } catch (cause) {
          for (const { work } of left) work.length = 0; // the others end what they are at
          throw cause;
        } finally {
          pile.takers--;
        }
      }
    }),
  );
}

/** The first that nobody is at; else the one with the most left. */
function nextPile<Work>(piles: readonly Pile<Work>[]): Pile<Work> | undefined {
  const open = piles.filter(({ work }) => work.length > 0);
  return open.find(({ takers }) => takers === 0) ?? open.toSorted((a, b) => b.work.length - a.work.length)[0];
}
