import { webcrypto } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type Evidence, grouped, namedAs, sha256Of } from "./hashes.ts";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, B.1
const piece = (party: string, sha256: string) => ({ party, sha256 }) as Evidence;

beforeAll(() => {
  if (!globalThis.crypto?.subtle) Object.defineProperty(globalThis, "crypto", { value: webcrypto });
});

describe("evidence by its hash", () => {
  test("a file is hashed as the standard's example says", async () => {
    const bytes = new TextEncoder().encode("abc");
    expect(await sha256Of(bytes.buffer as ArrayBuffer)).toBe(ABC);
  });

  test("every side that names the file is found, whatever case it typed the digest in", () => {
    const evidence = [
      piece("amber", ABC.toUpperCase()),
      piece("cobalt", ABC),
      piece("cobalt", "00"),
    ];
    expect(namedAs(ABC, evidence).map((one) => one.party)).toEqual(["amber", "cobalt"]);
  });

  test("another file is none of them", () => {
    expect(namedAs("00".repeat(32), [piece("amber", ABC)])).toEqual([]);
  });

  test("a digest is read in groups, all of it", () => {
    expect(grouped(ABC).split(" ")).toHaveLength(8);
    expect(grouped(ABC).replaceAll(" ", "")).toBe(ABC);
  });
});
