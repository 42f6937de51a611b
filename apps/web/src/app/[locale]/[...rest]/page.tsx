import { notFound } from "next/navigation";

/** Whatever no page answers gets the "not found" page in the reader's language. */
export default function Page(): never {
  notFound();
}
