/** The same object as before while it says the same: a map need not draw again what it has drawn. */
export class Stable<T> {
  private text = "";
  private last: T | undefined;

  keep(value: T): T {
    const text = JSON.stringify(value);
    if (this.last === undefined || text !== this.text) {
      this.text = text;
      this.last = value;
    }
    return this.last;
  }
}
