import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { SigmalineError } from '../../../shared/domain/index.ts';

/** 0.4 s and 128 MB for each try (RFC 7914; the first choice of the OWASP Password Storage Cheat Sheet for scrypt). */
const COST = { ln: 17, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes a thread of the four that Node has for files, too, and its memory. */
const AT_ONCE = 2;
/** Who comes behind so many would wait for seconds. */
const LONGEST_QUEUE = 8;

const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** Hashes secrets, on threads of Node's own, and compares them. */
export class Secrets {
  readonly #waiting: (() => void)[] = [];
  readonly #cost: typeof COST;
  #running = 0;

  /** @param cost less of it is for tests alone */
  constructor(cost: Partial<typeof COST> = {}) {
    this.#cost = { ...COST, ...cost };
  }

  /** @returns the hash with its parameters and its salt. @throws SigmalineError `access.too-often` where too many wait */
  async hash(secret: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const { ln, r, p } = this.#cost;
    const hash = await this.#derive(secret, salt, this.#cost, HASH_BYTES);
    return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
  }

  /**
   * Whether it is the secret of the hash.
   *
   * @param stored null where nobody has the id: it takes as long as for somebody
   * @throws SigmalineError `access.too-often`
   */
  async verify(secret: string, stored: string | null): Promise<boolean> {
    const found = stored === null ? null : FORM.exec(stored);
    if (found === null) {
      await this.#derive(secret, randomBytes(SALT_BYTES), this.#cost, HASH_BYTES);
      return false;
    }
    const [ln, r, p] = found.slice(1, 4).map(Number) as [number, number, number];
    const [salt, hash] = found.slice(4).map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer];
    return timingSafeEqual(await this.#derive(secret, salt, { ln, r, p }, hash.length), hash);
  }

  async #derive(secret: string, salt: Buffer, { ln, r, p }: typeof COST, bytes: number): Promise<Buffer> {
    if (this.#waiting.length >= LONGEST_QUEUE) throw new SigmalineError('access.too-often', { seconds: 5 });
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      const N = 2 ** ln;
      // Node's own bound is lower than what these parameters need: 128 N r bytes, and a little.
      return await derive(typed(secret), salt, bytes, { N, r, p, maxmem: 256 * N * r });
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}

/** The same signs may be typed as different code points (NIST SP 800-63B, 5.1.1.2). */
function typed(secret: string): string {
  return secret.normalize('NFKC');
}

/** As the PHC string format has it: without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
