/** What an officer does about a message, as the node takes it. Durable when it returns. */
import { post, type Schemas } from "../api/client.ts";
import type { Message } from "../app/lines.ts";

export type AnswerBody = Partial<Schemas["AnswerBody"]> & { code: string };

const pathOf = (message: Message) => ({
  channel: message.channel,
  status: message.status,
  number: message.message.number,
});

export function read(message: Message): Promise<unknown> {
  return post("/v1/lines/{channel}/{status}/messages/{number}/read", { path: pathOf(message) });
}

export function readBack(message: Message, remarks?: string): Promise<unknown> {
  return post("/v1/lines/{channel}/{status}/messages/{number}/readback", {
    path: pathOf(message),
    body: { remarks: remarks || null },
  });
}

export function confirm(message: Message, number: string): Promise<unknown> {
  return post("/v1/lines/{channel}/{status}/messages/{number}/confirm", {
    path: { ...pathOf(message), number },
  });
}

export function answer(message: Message, body: AnswerBody): Promise<unknown> {
  return post("/v1/lines/{channel}/{status}/messages/{number}/answer", {
    path: pathOf(message),
    body,
  });
}

export function cancel(message: Message, reason: string): Promise<unknown> {
  return post("/v1/lines/{channel}/{status}/messages/{number}/cancel", {
    path: pathOf(message),
    body: { reason: reason || null },
  });
}

export function end(message: Message): Promise<unknown> {
  return post("/v1/lines/{channel}/{status}/messages/{number}/end", { path: pathOf(message) });
}
