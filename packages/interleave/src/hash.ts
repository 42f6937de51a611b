/**
 * A hash of four 32-bit lanes. Keys of states are made of all four (128 bits), since "proved" rests on them.
 * A sum of hashes doesn't depend on the order of its parts, and two equal parts don't cancel as they would under xor.
 */
export class Hash {
  a = 0;
  b = 0;
  c = 0;
  d = 0;

  begin(seed: number): this {
    this.a = seed;
    this.b = ~seed;
    this.c = (seed + 0x51ed_270b) | 0;
    this.d = seed ^ 0x2545_f491;
    return this;
  }

  copy({ a, b, c, d }: Hash): this {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    return this;
  }

  /** Takes in 32 bits. */
  add(value: number): void {
    let lane = Math.imul(this.a ^ value, 0x9e37_79b1);
    this.a = lane ^ (lane >>> 15);
    lane = Math.imul((this.b + 1) ^ value, 0x85eb_ca6b);
    this.b = lane ^ (lane >>> 13);
    lane = Math.imul((this.c + 0x632b_e5ab) ^ value, 0xc2b2_ae35);
    this.c = lane ^ (lane >>> 16);
    lane = Math.imul((this.d + 0x3c6e_f372) ^ value, 0x27d4_eb2f);
    this.d = lane ^ (lane >>> 14);
  }

  /** Takes in any number, also one that doesn't fit 32 bits. */
  addNumber(value: number): void {
    double[0] = value;
    this.add(halves[0] ?? 0);
    this.add(halves[1] ?? 0);
  }

  addText(text: string): void {
    this.add(text.length);
    for (let i = 0; i < text.length; i++) this.add(text.charCodeAt(i));
  }

  addHash(other: Hash): void {
    this.add(other.a);
    this.add(other.b);
    this.add(other.c);
    this.add(other.d);
  }

  plus(other: Hash): void {
    this.a = (this.a + other.a) | 0;
    this.b = (this.b + other.b) | 0;
    this.c = (this.c + other.c) | 0;
    this.d = (this.d + other.d) | 0;
  }

  /** All four lanes as a key. */
  key(): string {
    const { a, b, c, d } = this;
    return String.fromCharCode(a >>> 16, a & LOW, b >>> 16, b & LOW, c >>> 16, c & LOW, d >>> 16, d & LOW);
  }

  /** 53 bits: enough to tell apart the few choices at one state. */
  short(): number {
    return (this.a >>> 0) * 0x20_0000 + (this.b >>> 11);
  }
}

const LOW = 0xff_ff;
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
