/** The time of day, renewed every second, for everything that shows how long ago something was. */
export class Clock {
  #now = $state(Date.now());

  constructor() {
    setInterval(() => {
      this.#now = Date.now();
    }, 1000);
  }

  get now(): number {
    return this.#now;
  }
}
