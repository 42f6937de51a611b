/** The empty task of the peers. */
// oxlint-disable-next-line import/no-default-export -- that is how they want it
export default function nothing() {
  return 0;
}
