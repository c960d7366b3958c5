/** The browser cannot check signatures, so nothing is said of a file or an entry at all. */
export class CannotVerify extends Error {
  constructor(readonly why: "insecure" | "missing" | "sha256") {
    super(`this browser cannot verify: ${why}`);
  }
}
