/** Closes an exhaustive `switch`: the compiler refuses a case that was forgotten, and the program refuses a value that should not exist. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
