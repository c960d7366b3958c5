import { beforeEach, describe, expect, test, vi } from "vitest";
import { Refused } from "../api/client.ts";
import { ended, session } from "../app/session.ts";
import { t } from "../i18n/text.ts";
import { asked, base64url, bytes } from "./passkey.ts";
import { busy, byLink, tokenIn, trouble, useLink, words } from "./ways-in.ts";

const refused = (rule: string, detail = "as the node says it") =>
  new Refused({
    type: `urn:detente:problem:${rule}`,
    title: "",
    status: 410,
    detail,
    refusals: [],
  });

function answering(...answers: [number, unknown][]): string[] {
  const paths: string[] = [];
  vi.stubGlobal("fetch", async (path: string | Request) => {
    paths.push(typeof path === "string" ? path : new URL(path.url).pathname);
    const [status, body] = answers.shift() ?? [500, {}];
    return new Response(JSON.stringify(body), {
      status,
      headers: { "content-type": "application/json" },
    });
  });
  return paths;
}

beforeEach(() => {
  session.value = undefined;
  ended.value = false;
  byLink.value = false;
  trouble.value = "";
});

describe("a link", () => {
  test("is found in whatever was pasted: the whole, a part, with spaces around it", () => {
    for (const text of [
      "http://localhost:8700/#/sign-in/aB-c_9",
      " #/sign-in/aB-c_9 \n",
      "aB-c_9",
      "https://amber.example/#/sign-in/aB-c_9?x=1",
    ]) {
      expect(tokenIn(text)).toBe("aB-c_9");
    }
    expect(tokenIn("  ")).toBe("");
  });

  test("signs in, and a passkey may be offered for the next time", async () => {
    const paths = answering([201, {}], [200, { officer: "watch-1" }]);
    await useLink("token");
    expect(paths).toEqual(["/v1/session", "/v1/session"]);
    expect(session.value).toMatchObject({ officer: "watch-1" });
    expect([byLink.value, busy.value, trouble.value]).toEqual([true, false, ""]);
  });

  test("that was used says so in the reader's words, and nobody is signed in", async () => {
    answering([410, refused("link-used").problem]);
    await useLink("token");
    expect(trouble.value).toMatch(/used already/);
    expect([byLink.value, busy.value, session.value]).toEqual([false, false, undefined]);
  });

  test("without a node leaves the screen as it is, and says what is the matter", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("network");
    });
    await useLink("token");
    expect(trouble.value).toBe(t("problem-unreachable"));
    expect(busy.value).toBe(false);
  });
});

describe("what the node refuses", () => {
  test("is said in the reader's language where there are words, else as the node says it", () => {
    expect(words(refused("passkey-count"))).toMatch(/copy/);
    expect(words(refused("something-newer"))).toBe("as the node says it");
  });

  test("an officer who chose no passkey is told that, not the browser's own words", () => {
    const error = new DOMException("The operation either timed out", "NotAllowedError");
    expect(asked(error)).toBe(true);
    expect(words(error)).toMatch(/No passkey was chosen/);
  });
});

test("bytes and base64url are each other's way back, without padding", () => {
  const all = Uint8Array.from({ length: 256 }, (_, at) => at);
  for (const size of [0, 1, 2, 3, 32, 256]) {
    const text = base64url(all.slice(0, size).buffer);
    expect(text).not.toMatch(/[+/=]/);
    expect([...bytes(text)]).toEqual([...all.slice(0, size)]);
  }
});
