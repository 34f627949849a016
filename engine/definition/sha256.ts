const K = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74,
  0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
  0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
  0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
  0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

const encoder = new TextEncoder();
const words = new Uint32Array(64);

/**
 * SHA-256 (FIPS 180-4), synchronous and without a dependency: core and browser hash alike, and Web Crypto only answers
 * later. Text is hashed as UTF-8.
 * @returns 64 lower-case hexadecimal digits
 */
export function sha256(data: string | Uint8Array): string {
  return new Sha256().update(data).digest();
}

/** The same of data that comes in parts: what is hashed need not be in memory at once. */
export class Sha256 {
  private readonly state = new Uint32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
  /** What did not fill a block yet, with room for the padding. */
  private readonly rest = new Uint8Array(128);
  private restLength = 0;
  private length = 0;

  update(data: string | Uint8Array): this {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    this.length += bytes.length;
    let offset = 0;
    if (this.restLength > 0) {
      offset = Math.min(64 - this.restLength, bytes.length);
      this.rest.set(bytes.subarray(0, offset), this.restLength);
      this.restLength += offset;
      if (this.restLength < 64) return this;
      block(this.state, new DataView(this.rest.buffer), 0);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; offset + 64 <= bytes.length; offset += 64) block(this.state, view, offset);
    this.rest.set(bytes.subarray(offset));
    this.restLength = bytes.length - offset;
    return this;
  }

  /** Ends it; nothing may follow. */
  digest(): string {
    const end = this.restLength < 56 ? 64 : 128;
    this.rest.fill(0, this.restLength);
    this.rest[this.restLength] = 0x80;
    const view = new DataView(this.rest.buffer);
    // The length in bits takes 64 of them; a byte length stays exact in a double.
    view.setUint32(end - 8, Math.floor(this.length / 0x20000000));
    view.setUint32(end - 4, (this.length << 3) >>> 0);
    for (let offset = 0; offset < end; offset += 64) block(this.state, view, offset);
    return Array.from(this.state, (word) => word.toString(16).padStart(8, '0')).join('');
  }
}

function block(state: Uint32Array, view: DataView, offset: number): void {
  const w = words;
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(offset + i * 4);
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
  state[4] = state[4]! + e;
  state[5] = state[5]! + f;
  state[6] = state[6]! + g;
  state[7] = state[7]! + h;
}
