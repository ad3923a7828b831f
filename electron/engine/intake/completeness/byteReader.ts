/** Reads parts of a file at will. Past the end it gives fewer bytes, never an error. */
export interface ByteReader {
  readonly size: number;
  read(offset: number, length: number): Promise<Buffer>;
}
